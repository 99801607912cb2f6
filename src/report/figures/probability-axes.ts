import type { Layer } from "./layers.js";
import { rule } from "./palette.js";

/** Both axes of a curve: months since index with a label at each tick, and a probability from 0 to 1. */
export const probabilityAxes = (
  { domain, ticks }: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] },
  fields: { readonly x: string; readonly y: string },
  title: string,
): { readonly x: Layer; readonly y: Layer } => ({
  x: {
    field: fields.x,
    type: "quantitative",
    scale: { domain: [...domain], nice: false, zero: false },
    axis: {
      title: "Months since index",
      values: [...ticks],
      tickCount: ticks.length,
      grid: false,
      labelFlush: false,
    },
  },
  y: {
    field: fields.y,
    type: "quantitative",
    scale: { domain: [0, 1], nice: false },
    axis: { title, values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: ".1f", titlePadding: 10, gridColor: rule },
  },
});
