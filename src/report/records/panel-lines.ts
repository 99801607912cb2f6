import type { Statistic } from "../../results/records.js";
import { measures } from "../../spec/measures.js";
import { findInterval, type Interval } from "./interval.js";
import type { ReportInput } from "./read-results.js";
import type { RecordPlace } from "./record-index.js";

/** One line of section `bias` about one estimate, as its listing names it. */
export interface PanelLine {
  /** `<line>.<estimate>`: variable of its records. */
  readonly variable: string;
  readonly line: string;
  readonly estimate: string;
  readonly label: string;
  readonly method: string;
  readonly varies: string;
  readonly why: string;
  /** `before the lock`, or the mark of what is DATA DRIVEN. */
  readonly planned: string;
  readonly place: RecordPlace;
  readonly level: number;
  readonly statistics: readonly Statistic[];
}

/** The lines of the bias panel in the plan's order; none where the plan has no such section or the stage did not run. */
export function selectPanelLines(input: ReportInput): readonly PanelLine[] {
  const listing = input.records.findListing({ variant: "main", population: "eligible" }, "bias_panel");
  if (listing === null) return [];
  const at = (name: string) => listing.columns.findIndex((column) => column.name === name);
  const text = (row: readonly unknown[], name: string) => String(row[at(name)] ?? "");
  return listing.rows.map((row) => {
    const variable = text(row, "variable");
    const cut = variable.indexOf(".");
    const estimate = variable.slice(cut + 1);
    const spec = input.plan.analysis.estimates[estimate];
    if (spec === undefined) throw new Error(`plan has no estimate ${estimate}`);
    const place = { variant: "main", population: spec.design, variable };
    return {
      variable,
      line: variable.slice(0, cut),
      estimate,
      label: text(row, "label"),
      method: text(row, "method"),
      varies: text(row, "varies"),
      why: text(row, "why"),
      planned: text(row, "data_driven"),
      place,
      level: spec.level,
      statistics: input.records
        .statisticsOf("main", spec.design, null)
        .filter((each) => each.stage === "sensitivity" && each.variable === variable),
    };
  });
}

/** A changed effect that a line gives. */
export interface PanelEffect {
  /** What sets it apart within its line; null where the line gives one. */
  readonly level: string | null;
  readonly effect: Interval;
}

/** The effects of a line on the scale of its estimate, in the order of the records; none where it tells what it takes instead. */
export function selectPanelEffects(input: ReportInput, line: PanelLine): readonly PanelEffect[] {
  const spec = input.plan.analysis.estimates[line.estimate];
  if (spec === undefined) throw new Error(`plan has no estimate ${line.estimate}`);
  const { effect } = measures[spec.measure];
  return line.statistics
    .filter(({ statistic }) => statistic === effect)
    .map(({ level }) => ({
      level,
      effect: findInterval(input, { ...line.place, ...(level === null ? {} : { level }) }, effect),
    }));
}
