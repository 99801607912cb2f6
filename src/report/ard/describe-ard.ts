import type { Statistic } from "../../results/records.js";
import type { ResultsFile } from "../../results/results-file.js";
import { withVisibleText } from "../visible-text.js";

export type ArdColumn =
  | { readonly name: string; readonly type: "text"; readonly values: readonly (string | null)[] }
  | { readonly name: string; readonly type: "number"; readonly values: readonly (number | null)[] };

/**
 * Every statistic of results.json as a row, in the file's order, in the columns of an Analysis Results Data table as R's package cards lays it
 * out: up to three groups (arm, population, variant) with their levels, variable and level, context, name, label and value of the statistic,
 * warning and error. Formats (`fmt_fun`) are functions in R and left out. Five columns of ours follow: method, unit, role, status and the
 * choices as JSON. Columns of equal length; null where a statistic has no such thing.
 */
export function describeArd(results: ResultsFile): readonly ArdColumn[] {
  const rows = withVisibleText(results).records.filter((record): record is Statistic => record.kind === "statistic");
  const text = (name: string, of: (row: Statistic) => string | null): ArdColumn => ({
    name,
    type: "text",
    values: rows.map(of),
  });
  return [
    text("group1", ({ group }) => (group === null ? null : "arm")),
    text("group1_level", ({ group }) => group),
    text("group2", () => "population"),
    text("group2_level", ({ population }) => population),
    text("group3", () => "variant"),
    text("group3_level", ({ variant }) => variant),
    text("variable", ({ variable }) => variable),
    text("variable_level", ({ level }) => level),
    text("context", ({ stage }) => stage),
    text("stat_name", ({ statistic }) => statistic),
    text("stat_label", ({ statistic }) => statistic.replaceAll("_", " ")),
    { name: "stat", type: "number", values: rows.map(({ value }) => value) },
    text("warning", ({ status, note }) => (status === "not_estimable" ? null : note)),
    text("error", ({ status, note }) => (status === "not_estimable" ? (note ?? "not estimable") : null)),
    text("method", ({ method }) => method),
    text("unit", ({ unit }) => unit),
    text("role", ({ role }) => role),
    text("status", ({ status }) => status),
    text("params", ({ params }) => JSON.stringify(params)),
  ];
}
