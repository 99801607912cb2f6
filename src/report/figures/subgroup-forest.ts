import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { dataDrivenNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import { notEstimableNote, printEffect } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { drawn, formatP } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import type { SubgroupResult } from "../records/subgroup-results.js";
import { printEvents } from "../tables/all-estimates.js";
import { divideRows } from "./divide-rows.js";
import { favouredSides } from "./favoured-sides.js";
import { renderForestPart } from "./forest-part.js";
import { type ForestRow, headingRow } from "./forest-rows.js";
import { chooseRatioAxis } from "./ratio-axis.js";

/** F14.2.8.1 and on: the effect of an estimate among all and within each level of its subgroups. */
export function renderSubgroupForests(
  input: ReportInput,
  fonts: Fonts,
  result: EstimateResult,
  subgroups: readonly SubgroupResult[],
  index: number,
): readonly Figure[] {
  const { kind, short, long } = measures[result.estimate.measure];
  const rows = [
    { ...effectRow(result, "All"), primary: true },
    ...subgroups.flatMap((subgroup) => [
      headingRow(`${subgroup.label} (p of interaction ${printStatistic(subgroup.interaction, formatP)})`),
      ...subgroup.levels.map(({ label, effect, arms }) => effectRow({ ...result, effect, arms }, label)),
    ]),
  ];
  const axis = chooseRatioAxis(kind === "ratio" ? "log" : "linear", rows);
  const mostPatients = Math.max(...rows.map((row) => row.n ?? 0), 1);
  const parts = divideRows(rows);
  return parts.map((part, position) => ({
    ...renderForestPart(fonts, part, { axis, mostPatients, short, long, sides: favouredSides(result) }),
    ...catalogueEntry("figure", `14.2.8.${index + 1}`, `subgroups-${result.name}`, {
      index: position,
      of: parts.length,
    }),
    title: `Subgroups: ${result.label}${parts.length > 1 ? ` (part ${position + 1} of ${parts.length})` : ""}`,
    population: `Analysis set: ${result.design.label}`,
    footnotes: writeFootnotes(input, {
      abbreviations: [...new Set(["CI", "ESS", "NE", short] as const)],
      definitions: [
        "Squares: point estimates, area in proportion to the patients of both arms; lines: confidence intervals; arrows: the interval goes on.",
        `How levels are weighted and tested stands in Table 14.2.8.${index + 1}. Subgroups are exploratory.`,
        dataDrivenNote([result]),
        notEstimableNote(subgroups.flatMap(({ levels }) => levels.map(({ effect }) => effect.point))),
      ],
      source: `outcomes / ${result.estimate.design} / ${result.name}, subgroups`,
    }),
  }));
}

function effectRow(result: EstimateResult, label: string): ForestRow {
  const coordinate = (value: number | null | undefined): number | null => (value == null ? null : drawn(value));
  const [trial, control] = [result.arms.trial.n?.value ?? null, result.arms.control.n?.value ?? null];
  return {
    ...headingRow(label),
    heading: false,
    trial: printEvents(result.arms.trial),
    control: printEvents(result.arms.control),
    effect: printEffect(result),
    point: coordinate(result.effect.point.value),
    lower: coordinate(result.effect.lower?.value),
    upper: coordinate(result.effect.upper?.value),
    n: trial === null || control === null ? null : trial + control,
  };
}
