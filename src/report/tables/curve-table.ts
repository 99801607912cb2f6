import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { dataDrivenNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Table } from "../document/model.js";
import { describeEffectMethod, notEstimableNote, printEffect, sentenceCase } from "../estimate-text.js";
import { formatCount } from "../format.js";
import type { CurveResult } from "../records/curve-results.js";
import { armsOf } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { printEvents } from "./all-estimates.js";
import { bodyRow, leftColumn, numberColumn } from "./columns.js";

/** T14.2.9.1 and on: every combination of a curve in the order of the figure, with its options, the patients and events behind it, and its effect. */
export function renderCurveTable(
  input: ReportInput,
  { name, curve, combinations, main }: CurveResult,
  index: number,
): Table {
  const { short, long } = measures[main.estimate.measure];
  return {
    kind: "table",
    ...catalogueEntry("table", `14.2.9.${index + 1}`, `curve-${name}`),
    title: `Specification curve: ${curve.label}`,
    population: "Each combination's own analysis set",
    columns: [
      numberColumn("Place", 0.6),
      leftColumn(
        `Combination\n(${Object.values(curve.choices)
          .map(({ label }) => label)
          .join(" · ")})`,
        3.6,
      ),
      numberColumn("Trial\nevents/N", 1),
      numberColumn("Control\nevents/N", 1.3),
      numberColumn(`${short} (CI)`, 1.8),
    ],
    rows: combinations.map(({ result }, k) =>
      bodyRow(formatCount(k + 1), result.label, ...armsOf(result).map(printEvents), printEffect(result)),
    ),
    footnotes: writeFootnotes(input, {
      abbreviations: [...new Set(["CI", "ESS", "NE", short] as const)],
      definitions: [
        `${sentenceCase(long)} of ${main.label}: ${describeEffectMethod(main)}; what the options say otherwise is computed otherwise. Sorted by the effect, as in Figure 14.2.9.${index + 1}; those without one last.`,
        dataDrivenNote(combinations.map(({ result }) => result)),
        notEstimableNote(combinations.map(({ result }) => result.effect.point)),
      ],
      source: `outcomes, variants curve.${name}; plan / curves`,
    }),
  };
}
