import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { dataDrivenNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import { notEstimableNote } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { divideRows, roomOfLabel, rowsPerPart } from "./divide-rows.js";
import { renderForestPart } from "./forest-part.js";
import { forestRows } from "./forest-rows.js";
import { chooseRatioAxis } from "./ratio-axis.js";

/**
 * F14.2.5.1 and on: every hazard ratio of every variant, the main analysis first, and the published figures drawn apart. What does not fit a
 * page goes on in a further figure on the same axis.
 */
export function renderForests(
  input: ReportInput,
  fonts: Fonts,
  estimates: readonly EstimateResult[],
): readonly Figure[] {
  const ratios = estimates.filter(({ estimate }) => measures[estimate.measure].effect === "hazard_ratio");
  if (ratios.length === 0) return [];
  const rows = forestRows(input, ratios);
  const axis = chooseRatioAxis("log", rows);
  const mostPatients = Math.max(...rows.map((row) => row.n ?? 0), 1);
  const notes = [dataDrivenNote(ratios), notEstimableNote(ratios.map(({ effect }) => effect.point))];
  const parts = divideRows(rows, rowsPerPart, roomOfLabel);
  return parts.map((part, index) => ({
    ...renderForestPart(fonts, part, {
      axis,
      mostPatients,
      short: "HR",
      long: "hazard ratio",
      sides: ["favours the trial arm", "favours the control arm"],
    }),
    population: "Each estimate's own analysis set",
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "ESS", "HR", "NE"],
      definitions: [
        "Squares: point estimates, area in proportion to the patients of both arms; lines: confidence intervals; arrows: the interval goes on. Hollow diamond, dashed: published, not computed here.",
        "What each estimate varies and why stands in Table 14.2.5.1. Diagnostics tell about the data and the method and are never a validation.",
        ...notes,
      ],
      source: "outcomes, all variants; plan / published",
    }),
    ...catalogueEntry("figure", `14.2.5.${index + 1}`, index === 0 ? "forest" : `forest-part-${index + 1}`),
    title: `All hazard ratios, trial arm against control arm${parts.length > 1 ? ` (part ${index + 1} of ${parts.length})` : ""}`,
  }));
}
