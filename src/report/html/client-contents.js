/** Marks in the contents the section that the top quarter of the window shows: the last heading that has passed it. */
export function watchContents() {
  const links = new Map(
    [...document.querySelectorAll("nav ol a")].map((link) => [link.getAttribute("href").slice(1), link]),
  );
  const headings = [...links.keys()].map((id) => document.getElementById(id));
  let waiting = false;
  const markPlace = () => {
    waiting = false;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < window.innerHeight / 4);
    const current = links.get((passed.at(-1) ?? headings[0])?.id);
    for (const link of links.values()) {
      if (link !== current) link.removeAttribute("aria-current");
    }
    if (current?.getAttribute("aria-current") === "true") return;
    current?.setAttribute("aria-current", "true");
    // The contents scroll by themselves, never the page with them.
    const contents = current?.closest("nav");
    if (contents) contents.scrollTop = current.offsetTop - contents.clientHeight / 2;
  };
  document.addEventListener(
    "scroll",
    () => {
      if (!waiting) requestAnimationFrame(markPlace);
      waiting = true;
    },
    { passive: true },
  );
  markPlace();
}
