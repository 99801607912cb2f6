import {
  AlignmentType,
  BorderStyle,
  type INumberingOptions,
  type IStylesOptions,
  LevelFormat,
  LineRuleType,
} from "docx";
import { faintFill, softInk } from "../figures/palette.js";

/** Fonts that every word processor has or replaces by one of the same widths; the shipped Liberation fonts are such. */
export const bodyFont = "Arial";
export const codeFont = "Courier New";
/** A colour as Word writes it. */
export const wordColour = (colour: string): string => colour.replace("#", "").toUpperCase();
export const linkColour = "0A4F9E";

/** Sizes are in half points, spaces in twentieths of a point. Agencies ask for 9 to 12 points; tables have 9. */
const sizes = { body: 20, small: 18, title: 40, heading1: 28, heading2: 24, heading3: 20 } as const;
const single = 240;

/** Names of the paragraph styles that blocks use beside Word's own. */
export const styleIds = {
  subtitle: "ReportSubtitle",
  caption: "Caption",
  population: "Population",
  cell: "TableText",
  head: "TableHead",
  footnote: "TableNote",
  fact: "FactText",
  factsLabel: "FactsLabel",
  calloutTitle: "CalloutTitle",
  callout: "CalloutText",
  code: "CodeText",
  contents: "ContentsHeading",
  tocStyle: (level: number): string => `TOC${level}`,
} as const;

const soft = wordColour(softInk);

export const styles: IStylesOptions = {
  default: {
    document: {
      run: { font: bodyFont, size: sizes.body, color: "000000", language: { value: "en-US" } },
      paragraph: { spacing: { after: 140, line: 264, lineRule: LineRuleType.AUTO } },
    },
    title: { run: { size: sizes.title, bold: true }, paragraph: { spacing: { before: 60, after: 400 } } },
    heading1: heading(sizes.heading1, 440, 200, 0),
    heading2: heading(sizes.heading2, 320, 160, 1),
    heading3: heading(sizes.heading3, 240, 100, 2),
    hyperlink: { run: { color: linkColour, underline: {} } },
  },
  paragraphStyles: [
    {
      id: styleIds.subtitle,
      name: "Report subtitle",
      basedOn: "Normal",
      run: { color: soft },
      paragraph: { spacing: { before: 1700, after: 120 } },
    },
    {
      id: styleIds.caption,
      name: "caption",
      basedOn: "Normal",
      next: styleIds.population,
      run: { bold: true, size: sizes.body },
      paragraph: { keepNext: true, keepLines: true, spacing: { before: 300, after: 40 }, outlineLevel: 2 },
    },
    {
      id: styleIds.population,
      name: "Population",
      basedOn: "Normal",
      run: { color: soft, size: sizes.small },
      paragraph: { keepNext: true, spacing: { after: 100 } },
    },
    small(styleIds.cell, "Table text"),
    { ...small(styleIds.head, "Table head"), run: { size: sizes.small, bold: true } },
    {
      ...small(styleIds.footnote, "Table note"),
      run: { size: sizes.small, color: soft },
      paragraph: { spacing: { before: 30, after: 30, line: single, lineRule: LineRuleType.AUTO } },
    },
    small(styleIds.fact, "Fact text"),
    {
      id: styleIds.factsLabel,
      name: "Facts label",
      basedOn: "Normal",
      run: { bold: true },
      paragraph: { keepNext: true, spacing: { before: 240, after: 80 } },
    },
    callout(styleIds.calloutTitle, "Callout title", true),
    callout(styleIds.callout, "Callout text", false),
    {
      id: styleIds.code,
      name: "Code text",
      basedOn: "Normal",
      run: { font: codeFont, size: sizes.small, noProof: true },
      paragraph: {
        shading: { fill: wordColour(faintFill) },
        spacing: { before: 40, after: 160, line: single, lineRule: LineRuleType.AUTO },
        alignment: AlignmentType.LEFT,
      },
    },
    {
      id: styleIds.contents,
      name: "Contents heading",
      basedOn: "Normal",
      run: { bold: true, size: sizes.heading2 },
      paragraph: { keepNext: true, spacing: { before: 240, after: 120 } },
    },
    toc(1, 0, sizes.body),
    toc(2, 340, sizes.body),
    toc(3, 0, sizes.small),
  ],
};

export const numbering: INumberingOptions = {
  config: [
    {
      reference: "bullets",
      levels: [
        {
          level: 0,
          format: LevelFormat.BULLET,
          text: "•",
          alignment: AlignmentType.LEFT,
          style: { paragraph: { indent: { left: 360, hanging: 220 }, spacing: { after: 80 } } },
        },
      ],
    },
  ],
};

function heading(size: number, before: number, after: number, outlineLevel: number) {
  return {
    run: { size, bold: true, color: "000000", font: bodyFont },
    paragraph: { keepNext: true, keepLines: true, spacing: { before, after }, outlineLevel },
  };
}

function small(id: string, name: string) {
  return {
    id,
    name,
    basedOn: "Normal",
    run: { size: sizes.small },
    paragraph: { spacing: { before: 20, after: 20, line: single, lineRule: LineRuleType.AUTO } },
  };
}

/** Paragraphs of one callout share fill and rule, so that Word draws them as one box. */
function callout(id: string, name: string, isTitle: boolean) {
  return {
    id,
    name,
    basedOn: "Normal",
    run: { bold: isTitle },
    paragraph: {
      keepNext: isTitle,
      keepLines: true,
      indent: { left: 160, right: 120 },
      shading: { fill: wordColour(faintFill) },
      spacing: { before: isTitle ? 200 : 0, after: 100 },
    },
  };
}

function toc(level: number, left: number, size: number) {
  return {
    id: styleIds.tocStyle(level),
    name: `toc ${level}`,
    basedOn: "Normal",
    next: "Normal",
    run: { size },
    paragraph: { indent: { left, right: 500 }, spacing: { after: 50, line: single, lineRule: LineRuleType.AUTO } },
  };
}

/** The rule at the left of a callout. */
export const calloutRule = (colour: string) => ({
  left: { style: BorderStyle.SINGLE, size: 24, space: 6, color: wordColour(colour) },
});
