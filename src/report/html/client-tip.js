const tip = document.body.appendChild(document.createElement("div"));
tip.className = "tip";
tip.hidden = true;

/** Vega's tooltip handler: a line for each field, as text. */
export function showTip(_handler, event, _item, value) {
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
