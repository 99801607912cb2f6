import type { Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import type { FitnessView } from "../records/fitness.js";
import { bodyRow, groupRow, leftColumn } from "./columns.js";
import { printFigure } from "./fitness.js";

const ranks = [
  ["critical", "Critical"],
  ["important", "Important"],
  ["nice", "Nice to have"],
] as const;

/** Ranked minimal criteria against each candidate source (SPIFD). Null where the analysis ranks none. */
export function renderFitnessSources(view: FitnessView, counter: OutputCounter): Table | null {
  const records = view.indicators.filter(({ indicator }) => indicator === "spifd");
  if (records.length === 0) return null;
  const sources = [...new Set(records.map(({ population }) => population))];
  const criteria = Object.entries(view.fitness.criteria);
  const hasRationale = criteria.some(([, { rationale }]) => rationale !== undefined);
  return {
    kind: "table",
    ...counter.table("fitness-sources"),
    title: "Minimal criteria against candidate sources",
    population: "Patients of each source that the control arm's index rule gives an index date",
    columns: [
      leftColumn("Criterion, by rank", 2.2),
      ...sources.map((population) => leftColumn(population.replace(/^candidate:/, ""), 1.8)),
      ...(hasRationale ? [leftColumn("Why the question needs it", 2)] : []),
    ],
    rows: ranks.flatMap(([rank, label]) => {
      const own = criteria.filter(([, criterion]) => criterion.rank === rank);
      if (own.length === 0) return [];
      return [
        groupRow(label),
        ...own.map(([name, criterion]) =>
          bodyRow(
            criterion.label,
            ...sources.map((population) => {
              const found = records.find((each) => each.population === population && each.variable === name);
              const why = found?.status === "not assessable" ? (found.note ?? "") : printFigure(found);
              return {
                text: found === undefined ? "" : `${found.status}: ${why}`,
                strong: found?.status === "not met" || found?.status === "caution",
              };
            }),
            ...(hasRationale ? [criterion.rationale ?? ""] : []),
          ),
        ),
      ];
    }),
    footnotes: view.footnotes(
      [
        "After SPIFD, steps 1 and 2: criteria are ranked before sources are looked at; no source is recommended by the table alone.",
      ],
      "fitness / indicators (spifd)",
    ),
  };
}
