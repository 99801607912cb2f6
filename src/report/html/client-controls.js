/**
 * Buttons that hide and show arms, and where the axis can be stretched two sliders that choose a part of it, under a figure. Dragging over the plot chooses one
 * too, a double click takes it back. `drawing`: { view, redraw }.
 */
export function addControls(target, { arms, zoom }, drawing) {
  const state = { hidden: new Set(), domain: null };
  const panel = element("div", { className: "controls" });
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", `Change ${target.closest("figure").querySelector(".number").textContent}`);
  const update = () => drawing.redraw(state);

  for (const { id, label } of arms) {
    const button = element("button", { type: "button", textContent: label });
    button.setAttribute("aria-pressed", "true");
    button.dataset.arm = id;
    button.addEventListener("click", () => {
      const hide = !state.hidden.has(id);
      if (hide) state.hidden.add(id);
      else state.hidden.delete(id);
      button.setAttribute("aria-pressed", String(!hide));
      update();
    });
    panel.append(button);
  }
  if (zoom !== undefined) addZoom(target, panel, zoom, { drawing, state, update });
  target.after(panel);
}

function addZoom(target, panel, zoom, { drawing, state, update }) {
  const start = Math.max(0, Math.ceil(zoom.domain[0]));
  const end = Math.ceil(zoom.domain[1]);
  const sliders = ["from", "to"].map((side) => {
    const slider = element("input", {
      type: "range",
      min: start,
      max: end,
      step: 1,
      value: side === "from" ? start : end,
    });
    const name = element("label", { textContent: `${side === "from" ? "From" : "to"} ` });
    const shown = element("output", { textContent: slider.value });
    name.append(slider, " ", shown, ` ${zoom.unit}`);
    panel.append(name);
    return { slider, shown };
  });
  const reset = element("button", { type: "button", textContent: "Whole axis" });
  panel.append(reset);

  const choose = (from, to) => {
    const whole = from <= start && to >= end;
    state.domain = whole ? null : [from, to];
    for (const [i, value] of [from, to].entries()) {
      sliders[i].slider.value = value;
      sliders[i].shown.textContent = String(Math.round(value * 10) / 10);
    }
    update();
  };
  for (const [i, { slider }] of sliders.entries()) {
    slider.addEventListener("input", () => {
      const [from, to] = sliders.map((each) => Number(each.slider.value));
      // The other end gives way, so that at least one unit is left.
      if (i === 0) choose(Math.min(from, end - 1), Math.max(to, Math.min(from, end - 1) + 1));
      else choose(Math.min(from, Math.max(to, start + 1) - 1), Math.max(to, start + 1));
    });
  }
  reset.addEventListener("click", () => choose(start, end));
  dragOverPlot(target, drawing, choose);
  target.addEventListener("dblclick", () => choose(start, end));
  target.classList.add("drawn-on");
}

/** A drag across the plot chooses the stretch under it. */
function dragOverPlot(target, drawing, choose) {
  let from = null;
  const band = element("div", { className: "stretch", hidden: true });
  const monthsAt = (event) => {
    const view = drawing.view();
    const svg = target.querySelector("svg");
    const { left, width } = svg.getBoundingClientRect();
    const pixel = ((event.clientX - left) * Number(svg.getAttribute("width"))) / width - view.origin()[0];
    return view.scale("x").invert(Math.min(view.width(), Math.max(0, pixel)));
  };
  target.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    from = { months: monthsAt(event), x: event.clientX };
    document.body.append(band);
  });
  window.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const svg = target.querySelector("svg").getBoundingClientRect();
    band.hidden = Math.abs(event.clientX - from.x) < 5;
    band.style.left = `${Math.min(from.x, event.clientX)}px`;
    band.style.width = `${Math.abs(event.clientX - from.x)}px`;
    band.style.top = `${svg.top}px`;
    band.style.height = `${svg.height}px`;
  });
  window.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const dragged = Math.abs(event.clientX - from.x) >= 5;
    const ends = [from.months, monthsAt(event)].sort((a, b) => a - b);
    from = null;
    band.remove();
    if (dragged && ends[1] - ends[0] > 0.5) choose(Math.max(0, ends[0]), ends[1]);
  });
}

const element = (name, properties) => Object.assign(document.createElement(name), properties);
