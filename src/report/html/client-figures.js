import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { addControls } from "./client-controls.js";
import { showTip } from "./client-tip.js";
import { changeSpec } from "./client-zoom.js";

/** Draws each figure over its still picture once it comes near the window, and gives it its controls. */
export function drawFigures(figures) {
  const byId = new Map(figures.map((figure) => [figure.id, figure]));
  const drawWhenSeen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        drawWhenSeen.unobserve(target);
        equip(target, byId.get(target.dataset.figure));
      }
    },
    { rootMargin: "400px" },
  );
  for (const target of document.querySelectorAll("[data-figure]")) drawWhenSeen.observe(target);
}

async function equip(target, figure) {
  let view = await draw(target, figure, null);
  target.dataset.drawn = "true";
  if (figure.controls === null) return;
  addControls(target, figure.controls, {
    view: () => view,
    /** Draws anew with some arms left out and a stretch of the axis; one drawing at a time takes the place. */
    redraw: async (state) => {
      const old = view;
      view = await draw(target, figure, state);
      old.finalize();
    },
  });
}

async function draw(target, figure, state) {
  const { spec, data } = changeSpec(figure, state);
  for (const source of spec.data) {
    if (source.name in data) source.values = rowsOf(data[source.name]);
  }
  const fresh = document.createElement("div");
  const view = new View(parse(spec, {}, { ast: true }), { expr: expressionInterpreter, renderer: "svg", hover: true });
  view.tooltip(showTip);
  await view.initialize(fresh).runAsync();
  // The figure has one text alternative; its marks must not be read out one by one.
  for (const mark of fresh.querySelectorAll("[role]")) {
    mark.removeAttribute("role");
    mark.removeAttribute("aria-roledescription");
  }
  target.replaceChildren(fresh);
  return view;
}

function rowsOf(columns) {
  const names = Object.keys(columns);
  const length = names.length === 0 ? 0 : columns[names[0]].length;
  return Array.from({ length }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])));
}
