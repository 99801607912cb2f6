import * as vega from "vega";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText } from "../fonts/measure-text.js";

/** What Vega asks of a text whose width it needs. */
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** What tells a screen reader of each mark; a figure has one text alternative, given where it is shown. */
const readAloud = / (role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")/g;

/** Vega's table of text measures, which its type declarations leave out. */
const { textMetrics } = vega as unknown as {
  textMetrics: { width: (item: TextItem, text: string | null) => number };
};

/**
 * A Vega specification drawn as SVG text, without a browser or a canvas. Texts are laid out by the shipped font's widths, so every machine
 * draws the same; Vega's own measure is put back afterwards.
 */
export async function renderSvg(spec: vega.Spec, fonts: Fonts): Promise<string> {
  const before = textMetrics.width;
  textMetrics.width = (item, text) => {
    const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
    return measureText(bold ? fonts.bold : fonts.regular, text ?? "", item.fontSize ?? 11);
  };
  try {
    vega.resetSVGDefIds();
    const view = new vega.View(vega.parse(spec), { renderer: "none", logLevel: vega.Warn });
    const svg = await view.toSVG();
    view.finalize();
    return svg.replace(readAloud, "");
  } finally {
    textMetrics.width = before;
  }
}
