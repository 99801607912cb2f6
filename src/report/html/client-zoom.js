/** Marks inside the axes, by the names their layers have. */
const plotted = /^(band|line|censor|median|hover)_/;
const steps = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48];
const mostTicks = 10;
/** Widest number under the axis, in pixels, with room around it. */
const columnWidth = 44;

/**
 * The figure's specification and data as a reader's choice changes them: without the hidden arms, on a stretch of the axis. `state`: null for
 * the figure as it is, else { hidden: Set of arm ids, domain: [from, to] or null }.
 */
export function changeSpec({ spec, data, controls }, state) {
  const copy = structuredClone(spec);
  if (state === null || controls === null) return { spec: copy, data };
  const shown = Object.fromEntries(
    Object.entries(data).map(([name, columns]) => [
      name,
      name === "samples" ? columns : withoutArms(columns, state.hidden),
    ]),
  );
  if (state.domain === null) return { spec: copy, data: shown };
  stretch(copy, state.domain);
  return {
    spec: copy,
    data: { ...shown, texts: placeColumns(shown.texts, controls.zoom.columns, state.domain, copy) },
  };
}

function withoutArms(columns, hidden) {
  if (!("arm" in columns)) return columns;
  return keepRows(columns, (i) => !hidden.has(columns.arm[i]));
}

function keepRows(columns, keep) {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.filter((_, i) => keep(i))]));
}

function stretch(spec, domain) {
  const scale = spec.scales.find(({ name }) => name === "x");
  scale.domain = domain;
  const span = domain[1] - domain[0];
  const step = steps.find((each) => span / each <= mostTicks) ?? span / mostTicks;
  const ticks = [];
  for (let k = Math.ceil(domain[0] / step); k * step <= domain[1]; k += 1) ticks.push(k * step);
  for (const axis of spec.axes) if (axis.scale === "x") axis.values = ticks;
  cut(spec.marks);
}

function cut(marks, inside = false) {
  for (const mark of marks) {
    const named = inside || plotted.test(mark.name ?? "");
    if (named) mark.clip = true;
    if (mark.marks) cut(mark.marks, named);
  }
}

/** The numbers under the axis where they now stand; those that would touch are left out, by columns. */
function placeColumns(texts, columns, [from, to], spec) {
  const rest = keepRows(texts, (i) => !(texts.align[i] === "center" && texts.y[i] > spec.height));
  const place = (at) => (spec.width * (at - from)) / (to - from);
  const times = [...new Set(columns.at)].filter((at) => at >= from && at <= to);
  const shown = [];
  for (const at of times) if (shown.length === 0 || place(at) - place(shown.at(-1)) >= columnWidth) shown.push(at);
  const added = keepRows(columns, (i) => shown.includes(columns.at[i]));
  const fill = (value) => added.at.map(() => value);
  const more = {
    x: added.at.map(place),
    y: added.y,
    text: added.text,
    align: fill("center"),
    bold: fill(false),
    colour: fill(texts.colour[0]),
  };
  return Object.fromEntries(Object.entries(rest).map(([name, values]) => [name, [...values, ...more[name]]]));
}
