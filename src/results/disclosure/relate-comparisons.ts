import { crossLevel, readCrossLevel } from "../cross-level.js";
import type { CountBook } from "./count-book.js";
import { type CountFamily, familyKey } from "./relate-families.js";

/** How the tables of one comparison go together: who is evaluable by what, who called progression when and on what evidence, and what agrees. */
export function relateComparisons(book: CountBook, families: ReadonlyMap<string, CountFamily>): void {
  for (const { first } of families.values())
    if (first.stage === "comparison" && first.variable?.endsWith(".availability") === true)
      relateComparison(book, families, { ...first, name: first.variable.slice(0, -".availability".length) });
  for (const { record, count } of book.statistics) {
    if (record.stage !== "comparison" || (record.statistic !== "agreeing" && record.statistic !== "responders"))
      continue;
    const n = book.find({ ...record, statistic: "n" });
    if (n !== undefined) book.system.nest([n], [count]);
  }
}

function relateComparison(
  { system, find }: CountBook,
  families: ReadonlyMap<string, CountFamily>,
  { variant, group, population, name }: { variant: string; group: string | null; population: string; name: string },
): void {
  const levels = (what: string) => families.get(familyKey(variant, group, `${name}.${what}`))?.levels;
  const pick = (what: string, ...names: string[]) => names.flatMap((level) => levels(what)?.get(level) ?? []);
  const both = pick("availability", "both");
  system.tie([...both, ...pick("availability", "charts only")], pick("evaluable_by_charts", "evaluable"));
  system.tie([...both, ...pick("availability", "scans only")], pick("evaluable_by_scans", "evaluable"));
  const tables = [...families.values()]
    .filter(({ first }) => first.variant === variant && first.group === group)
    .flatMap(({ first }) =>
      first.variable?.startsWith(`${name}.events.within_`) ? [first.variable.slice(name.length + 1)] : [],
    );
  for (const table of tables) {
    for (const level of ["charts only", "scans only", "neither"]) {
      const [a, b] = [pick(tables[0]!, level)[0], pick(table, level)[0]];
      if (a !== undefined && b !== undefined) system.same(a, b);
    }
    const called = pick(table, "both, same date", "charts earlier", "charts later", "charts only");
    system.tie(called, [...(levels("chart_evidence")?.values() ?? [])]);
    system.tie(pick(table, "both, same date", "neither"), pick("cause", "agree"));
    system.tie(pick(table, "charts earlier", "charts later"), pick("cause", "timing: both call it, on other dates"));
  }
  system.tie(pick("responders", crossLevel("yes", "yes"), crossLevel("no", "no")), pick("cause", "agree"));
  for (const [table, agreement] of [
    ["matrix", "agreement"],
    ["responders", "responders.agreement"],
  ] as const) {
    const at = (statistic: string) => find({ variant, population, group, variable: `${name}.${agreement}`, statistic });
    const diagonal = [...(levels(table) ?? [])].flatMap(([level, count]) => {
      const cell = readCrossLevel(level);
      return cell !== null && cell[0] === cell[1] ? [count] : [];
    });
    const agreeing = at("agreeing");
    if (agreeing !== undefined) system.tie(diagonal, [agreeing]);
  }
}
