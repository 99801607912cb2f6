import type { Statistic } from "../../results/records.js";
import type { Row } from "../document/model.js";
import { formatCount, formatMonths } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { type Group, groups } from "../records/record-index.js";
import { bodyRow, groupRow, indented } from "./columns.js";

/** How the events of an interval-censored estimate are known, and between which days Turnbull's curve of each arm falls to a half. */
export function intervalRows(at: (name: string, group: Group) => Statistic | null): readonly Row[] {
  const perArm = (label: string, print: (group: Group) => string): Row =>
    bodyRow(indented(label), ...groups.map(print));
  const counted = (name: string) => (group: Group) => printStatistic(at(name, group), formatCount);
  return [
    perArm("Event between two scans, n", counted("interval_events")),
    perArm("Event known to the day, n", counted("exact_events")),
    groupRow("Survival, months (Turnbull)"),
    perArm("Median lies between", (group) => {
      const [from, to] = ["median_left", "median_right"].map((name) => at(name, group));
      if (from?.status !== "ok" || to?.status !== "ok") return printStatistic(from ?? null, formatMonths);
      return [from, to].map((day) => printStatistic(day, formatMonths)).join(" and ");
    }),
  ];
}
