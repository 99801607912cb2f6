import type { Statistic } from "../../results/records.js";
import { readSource } from "../document/footnotes.js";
import type { Figure, Table } from "../document/model.js";
import type { ReportInput } from "../records/read-results.js";

/**
 * The statistics that a table or figure is made of, after the selector that its last footnote cites: `outcomes / attWeights / progressionWeighted`.
 * A clause names a stage, then populations, variables (a name stands for those below it: `response` for `response.cause`) and statistics; without
 * a word on variants it is of the main analysis. A clause that cites
 * a listing, the indicators or the plan is of no statistic.
 */
export function selectSources(input: ReportInput, output: Table | Figure): readonly Statistic[] {
  const found = readSource(output.footnotes)
    .split("; ")
    .flatMap((clause) => selectClause(input, clause));
  return [...new Set(found)];
}

function selectClause({ records }: ReportInput, clause: string): readonly Statistic[] {
  const [head = "", ...parts] = clause.split(" / ");
  const [stage, scope = ""] = head.split(", ");
  const names = parts.flatMap((part) => part.split(/, | and /));
  const isListed = (name: string): boolean =>
    name === "indicators" || records.listings.some(({ listing }) => listing === name);
  if (names.some(isListed)) return [];
  const within = records.statistics.filter((each) => each.stage === stage && isInScope(each, scope));
  const populations = names.filter((name) => within.some(({ population }) => population === name));
  const others = names.filter((name) => !populations.includes(name));
  const variables = others.filter((name) => within.some((each) => isOf(each, name)));
  const statistics = others.filter((name) => within.some(({ statistic }) => statistic === name));
  return within.filter(
    (each) =>
      (populations.length === 0 || populations.includes(each.population)) &&
      (variables.length === 0 || variables.some((name) => isOf(each, name))) &&
      (statistics.length === 0 || statistics.includes(each.statistic)),
  );
}

function isInScope({ variant }: Statistic, scope: string): boolean {
  if (scope === "") return variant === "main";
  const prefix = /^variants (\S+)$/.exec(scope)?.[1];
  return prefix === undefined || variant.startsWith(prefix);
}

const isOf = ({ variable }: Statistic, name: string): boolean =>
  variable === name || (variable?.startsWith(`${name}.`) ?? false);
