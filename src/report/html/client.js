// The one script of the HTML report, bundled by scripts/build.mjs. It draws the figures so that they answer a pointer, marks the place in
// the contents, and switches between light and dark. The page is complete without it.
import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";

const figures = new Map(
  JSON.parse(document.getElementById("figure-data").textContent).map((figure) => [figure.id, figure]),
);
const tip = document.body.appendChild(document.createElement("div"));
tip.className = "tip";
tip.hidden = true;

const drawWhenSeen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      drawWhenSeen.unobserve(target);
      draw(target, figures.get(target.dataset.figure));
    }
  },
  { rootMargin: "400px" },
);
for (const target of document.querySelectorAll("[data-figure]")) drawWhenSeen.observe(target);

/** Draws a figure beside its still picture and then takes the picture's place. */
async function draw(target, { spec, data }) {
  for (const source of spec.data) {
    if (source.name in data) source.values = rowsOf(data[source.name]);
  }
  const fresh = document.createElement("div");
  const view = new View(parse(spec, {}, { ast: true }), { expr: expressionInterpreter, renderer: "svg", hover: true });
  view.tooltip(showTip);
  await view.initialize(fresh).runAsync();
  target.replaceChildren(fresh);
  target.dataset.drawn = "true";
}

function rowsOf(columns) {
  const names = Object.keys(columns);
  const length = names.length === 0 ? 0 : columns[names[0]].length;
  return Array.from({ length }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])));
}

/** Vega's tooltip handler: a line for each field, as text. */
function showTip(_handler, event, _item, value) {
  tip.hidden = value === null || value === undefined || value === "";
  if (tip.hidden) return;
  const lines = typeof value === "object" ? Object.entries(value) : [["", String(value)]];
  tip.replaceChildren(
    ...lines.map(([name, text]) => {
      const line = document.createElement("div");
      const key = document.createElement("b");
      key.textContent = name === "" ? "" : `${name}: `;
      line.append(key, String(text));
      return line;
    }),
  );
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.min(event.clientX + 14, window.innerWidth - width - 8)}px`;
  tip.style.top = `${Math.min(event.clientY + 14, window.innerHeight - height - 8)}px`;
}

const links = new Map(
  [...document.querySelectorAll("nav ol a")].map((link) => [link.getAttribute("href").slice(1), link]),
);
const headings = [...links.keys()].map((id) => document.getElementById(id));
let waiting = false;

/** Marks the section that the top quarter of the window shows: the last heading that has passed it. */
function markPlace() {
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
}
document.addEventListener(
  "scroll",
  () => {
    if (!waiting) requestAnimationFrame(markPlace);
    waiting = true;
  },
  { passive: true },
);
markPlace();

const button = document.getElementById("theme");
button.hidden = false;
button.addEventListener("click", () => {
  const root = document.documentElement;
  const dark =
    root.dataset.theme === undefined
      ? matchMedia("(prefers-color-scheme: dark)").matches
      : root.dataset.theme === "dark";
  root.dataset.theme = dark ? "light" : "dark";
});
