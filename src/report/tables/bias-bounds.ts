import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { notEstimableNote } from "../estimate-text.js";
import { formatCount, formatP, formatPlain, formatRatio } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import type { PanelLine } from "../records/panel-lines.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

/** T14.2.5: p-values of matched pairs under hidden bias Γ, of every line that bounds them. Null where there is none. */
export function renderRosenbaumTable(
  input: ReportInput,
  lines: readonly PanelLine[],
  counter: OutputCounter,
): Table | null {
  const own = lines.filter(({ method }) => method === "rosenbaum");
  if (own.length === 0) return null;
  const gamma = (line: PanelLine) => line.statistics.find(({ statistic }) => statistic === "largest_gamma") ?? null;
  return {
    kind: "table",
    ...counter.table("rosenbaum-bounds"),
    title: "Rosenbaum bounds: the pairs under hidden bias",
    population: "Complete 1:1 pairs of each estimate's design",
    columns: [leftColumn("Γ", 2.4), numberColumn("p, lower bound", 1.2), numberColumn("p, upper bound", 1.2)],
    rows: own.flatMap((line): readonly Row[] => {
      const series = input.records.findSeries(line.place, "rosenbaum_bounds");
      const column = (name: string): readonly (number | null)[] => series?.columns[name]?.values ?? [];
      const print = (value: number | null | undefined): string => (value == null ? notApplicable : formatP(value));
      const pairs = (level: string) =>
        printStatistic(
          input.records.findStatistic({ ...line.place, variable: `${line.variable}.pairs`, level }, "n"),
          formatCount,
        );
      return [
        groupRow(input.plan.analysis.estimates[line.estimate]?.label ?? line.estimate),
        ...column("gamma").map((value, i) =>
          bodyRow(indented(formatPlain(value ?? 1)), print(column("p_lower")[i]), print(column("p_upper")[i])),
        ),
        bodyRow(
          indented(
            `Trial patient did better in ${pairs("trial patient did better")} pairs, control patient in ${pairs("control patient did better")}`,
          ),
          "",
          "",
        ),
        bodyRow(
          indented("Largest Γ at which the benefit stays significant"),
          "",
          printStatistic(gamma(line), formatRatio),
        ),
      ];
    }),
    footnotes: writeFootnotes(input, {
      abbreviations: ["NE"],
      definitions: [
        "Γ: factor by which the odds of treatment may differ within a pair for want of an unmeasured covariate; 1 = none. One-sided p-values against a benefit of the trial arm: McNemar's test of responses, or who of a pair failed first.",
        notEstimableNote(own.map(gamma)),
      ],
      source: "sensitivity / rosenbaum_bounds",
    }),
  };
}

/** T14.2.5: the effect a confounder must have to explain the estimate away, by its prevalences. Null where no line asks. */
export function renderTippingTable(
  input: ReportInput,
  lines: readonly PanelLine[],
  counter: OutputCounter,
): Table | null {
  const own = lines.filter(({ method }) => method === "unmeasured-confounder");
  const tipping = own.flatMap(({ statistics }) =>
    statistics.filter(({ statistic }) => statistic === "tipping_confounder_effect"),
  );
  if (tipping.length === 0) return null;
  return {
    kind: "table",
    ...counter.table("confounder-tipping"),
    title: "The effect at which an unmeasured confounder explains the estimate away",
    population: "Each estimate's analysis set",
    columns: [
      leftColumn("Share of either arm that has the confounder", 2.6),
      numberColumn("Effect of the confounder", 1.4),
    ],
    rows: own.flatMap((line): readonly Row[] => [
      groupRow(input.plan.analysis.estimates[line.estimate]?.label ?? line.estimate),
      ...line.statistics
        .filter(({ statistic }) => statistic === "tipping_confounder_effect")
        .map((each) => bodyRow(indented(each.level ?? ""), printStatistic(each, formatRatio))),
    ]),
    footnotes: writeFootnotes(input, {
      abbreviations: ["NE"],
      definitions: [
        "Ratio of the outcome with the confounder against without at which the corrected estimate is 1; below 1 the confounder would have to protect.",
        notEstimableNote(tipping),
      ],
      source: "sensitivity / tipping_confounder_effect",
    }),
  };
}
