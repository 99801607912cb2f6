import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { dataDrivenNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import { describeEffectMethod, notEstimableNote, printEffect, sentenceCase } from "../estimate-text.js";
import { formatCount, formatP } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import type { LevelResult, SubgroupResult } from "../records/subgroup-results.js";
import { printEvents } from "./all-estimates.js";
import { bodyRow, indented, leftColumn, numberColumn } from "./columns.js";

/** T14.2.8.1 and on: the effect of one estimate within each level of its subgroups, and the tests of interaction. */
export function renderSubgroupTable(
  input: ReportInput,
  result: EstimateResult,
  subgroups: readonly SubgroupResult[],
  index: number,
): Table {
  const { short, long } = measures[result.estimate.measure];
  return {
    kind: "table",
    ...catalogueEntry("table", `14.2.8.${index + 1}`, `subgroups-${result.name}`),
    title: `Subgroups: ${result.label}`,
    population: `Analysis set: ${result.design.label}`,
    columns: [
      leftColumn("Subgroup", 2.4),
      numberColumn("Trial\nevents/N", 1),
      numberColumn("Control\nevents/N", 1.3),
      numberColumn(`${short} (CI)`, 2),
      numberColumn("p of\ninteraction", 0.9),
    ],
    rows: [
      bodyRow("All", ...groups.map((group) => printEvents(result.arms[group])), printEffect(result), ""),
      ...subgroups.flatMap((subgroup) => subgroupRows(result, subgroup)),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: [...new Set(["CI", "ESS", "NE", short] as const)],
      definitions: [
        `${sentenceCase(long)}: ${describeEffectMethod(result)}. Subgroups are exploratory; their intervals are not adjusted for their number.`,
        describeWeights(result, subgroups),
        "Interaction: Wald test that the effect is the same in all levels, on its linear scale.",
        dataDrivenNote([result]),
        notEstimableNote(
          subgroups.flatMap(({ levels, interaction }) => [...levels.map(({ effect }) => effect.point), interaction]),
        ),
      ],
      source: `outcomes / ${result.estimate.design} / ${result.name}, subgroups`,
    }),
  };
}

/** The effect of a level as its estimate prints it. */
export const printLevel = (result: EstimateResult, { effect }: LevelResult): string =>
  printEffect({ ...result, effect });

function subgroupRows(result: EstimateResult, { label, levels, interaction, missing }: SubgroupResult): readonly Row[] {
  return [
    bodyRow({ text: label, strong: true }, "", "", "", printStatistic(interaction, formatP)),
    ...levels.map((level) =>
      bodyRow(
        indented(level.label),
        ...groups.map((group) => printEvents(level.arms[group])),
        printLevel(result, level),
        "",
      ),
    ),
    ...(missing.every((count) => count === null)
      ? []
      : [bodyRow(indented("Missing, N"), ...missing.map((count) => printStatistic(count, formatCount)), "", "")]),
  ];
}

/** How each subgroup is weighted or matched; null where nothing is. */
function describeWeights({ design }: EstimateResult, subgroups: readonly SubgroupResult[]): string | null {
  if (design.method === "unadjusted") return null;
  const words = {
    kept: "the design's weights and matched sets are kept and taken as known; balance within a level is not assured",
    anew: "the design is carried out anew within each level",
  } as const;
  const lines = (["kept", "anew"] as const).flatMap((weights) => {
    const labels = subgroups.filter(({ subgroup }) => subgroup.weights === weights).map(({ label }) => label);
    return labels.length === 0 ? [] : [`${labels.join(", ")}: ${words[weights]}`];
  });
  return `${lines.join(". ")}.`;
}
