import type { Fonts } from "../fonts/load-fonts.js";
import { measureText } from "../fonts/measure-text.js";
import { type Label, label } from "./layers.js";
import { fontSize } from "./palette.js";

export interface LegendRow {
  readonly labels: readonly Label[];
  /** Squares of 12 px beside the labels. */
  readonly samples: readonly {
    readonly x: number;
    readonly x2: number;
    readonly y: number;
    readonly y2: number;
    readonly colour: string;
  }[];
  readonly height: number;
}

const lineHeight = 14;

/** Names with their colours in lines of at most `width` pixels; `top` is the middle of the first line. */
export function layOutLegend(
  fonts: Fonts,
  categories: readonly { readonly name: string; readonly colour: string }[],
  { width, top }: { readonly width: number; readonly top: number },
): LegendRow {
  const labels: Label[] = [];
  const samples: LegendRow["samples"][number][] = [];
  let [x, y] = [0, top];
  for (const { name, colour } of categories) {
    const taken = 18 + measureText(fonts.regular, name, fontSize) + 16;
    if (x > 0 && x + taken > width) [x, y] = [0, y + lineHeight + 4];
    samples.push({ x, x2: x + 12, y: y - 6, y2: y + 6, colour });
    labels.push(label(x + 18, y, name));
    x += taken;
  }
  return { labels, samples, height: y - top + lineHeight };
}
