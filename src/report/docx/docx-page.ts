import type { ReportDocument } from "../document/model.js";

/** A page in twentieths of a point (twips): the paper and margins of the PDF. */
export interface Page {
  readonly width: number;
  readonly height: number;
  readonly margin: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** Width of the text. */
  readonly textWidth: number;
  /** Greatest height of a figure: the text's, less its title and a line of notes. */
  readonly figureHeight: number;
}

export const twipsPerInch = 1440;
const papers = {
  letter: { width: 12_240, height: 15_840, right: 1080 },
  a4: { width: 11_906, height: 16_838, right: 720 },
};
const titleAndNotes = 1900;

export function pageOf(paper: ReportDocument["paper"]): Page {
  const { width, height, right } = papers[paper];
  const margin = { left: 1080, right, top: 1080, bottom: 1152 };
  return {
    width,
    height,
    margin,
    textWidth: width - margin.left - margin.right,
    figureHeight: height - margin.top - margin.bottom - titleAndNotes,
  };
}
