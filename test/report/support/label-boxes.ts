import type { Figure } from "../../../src/report/document/model.js";
import { measureText } from "../../../src/report/fonts/measure-text.js";
import { fonts } from "./report-input.js";

export interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The labels of a figure as boxes, by the shipped font; a line of 12 px text is about 11 px high. */
export function boxesOf({ data }: Figure): readonly Box[] {
  const { x = [], y = [], text = [], align = [], bold = [] } = data.texts ?? {};
  return x.map((at, i) => {
    const label = String(text[i]);
    const width = measureText(bold[i] === true ? fonts.bold : fonts.regular, label, 12);
    const left = Number(at) - (align[i] === "left" ? 0 : align[i] === "right" ? width : width / 2);
    return { text: label, left, right: left + width, top: Number(y[i]) - 5.5, bottom: Number(y[i]) + 5.5 };
  });
}

export function overlaps(boxes: readonly Box[]): readonly string[] {
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} × ${b.text}`),
  );
}
