import { sansFamily } from "../fonts/load-fonts.js";

/** Colours that differ for every common colour blindness (Okabe & Ito 2008) and in lightness; lines differ by dash as well, so a grey copy still tells the arms apart. */
export const trialColour = "#0060a8";
export const controlColour = "#c8500a";
/** Charts beside scans, which are drawn in ink: neither is an arm. */
export const chartsColour = "#9a2f78";
export const armDash = { trial: [1, 0], control: [6, 3] } as const;

/** Ink of text and lines, and two lighter steps. */
export const ink = "#1a1a1a";
export const softInk = "#5a5a5a";
export const rule = "#c4c4c4";
export const faintFill = "#f1f3f5";

export const fontFamily = `${sansFamily}, Arial, sans-serif`;
/** Size of every text in a figure, in pixels; figures are printed at 0.75, so 12 px is the 9 pt that print asks for at least. */
export const fontSize = 12;

/** Greatest width of a figure in pixels without its padding of 4: 7 inches at 96 per inch, the text width of a letter page. */
export const figureWidth = 664;

/** Settings shared by all figures. `aria: false`: the figure has one text alternative, not one for each of its marks. */
export const vegaLiteConfig = {
  background: null,
  font: fontFamily,
  aria: false,
  view: { stroke: null },
  axis: {
    labelFontSize: fontSize,
    titleFontSize: fontSize,
    titleFontWeight: "normal",
    labelColor: ink,
    titleColor: ink,
    domainColor: ink,
    tickColor: ink,
    gridColor: rule,
    gridOpacity: 0.5,
    labelFont: fontFamily,
    titleFont: fontFamily,
  },
  text: { font: fontFamily, fontSize, color: ink },
} as const;

/** Steps of a scale from the best to the worst, told apart in grey as well: each has a lightness of its own. Two ends of one hue each. */
export const ordered = {
  best: "#0b3c6f",
  good: "#4a90cf",
  plain: "#d5dde4",
  faded: "#98a3ad",
  bad: "#b3440a",
  worst: "#5b2306",
  unknown: "#f3efe4",
} as const;
