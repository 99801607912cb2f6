import type { Analysis } from "./analysis.js";
import { findRepeats } from "./find-repeats.js";

/** The breaches of lists of names and values in which one stands twice. Places start with `prefix`. */
export function checkLists(analysis: Analysis, prefix: string): string[] {
  const lists: (readonly [string, readonly (string | number)[] | undefined])[] = [];
  for (const arm of ["trial", "control"] as const) {
    const { dataset } = analysis.cohort[arm];
    if (typeof dataset !== "string") lists.push([`cohort.${arm}.dataset`, dataset]);
  }
  for (const [name, covariate] of Object.entries(analysis.covariates))
    if (covariate.type === "categorical") lists.push([`covariates.${name}.levels`, covariate.levels]);
  for (const [name, { covariates, batch }] of Object.entries(analysis.harmonisation ?? {}))
    lists.push([`harmonisation.${name}.covariates`, covariates], [`harmonisation.${name}.batch`, batch]);
  for (const [name, design] of Object.entries(analysis.designs))
    if ("exact" in design) lists.push([`designs.${name}.exact`, design.exact]);
  for (const [name, estimate] of Object.entries(analysis.estimates))
    if ("strata" in estimate) lists.push([`estimates.${name}.strata`, estimate.strata]);
  for (const [name, { estimates }] of Object.entries(analysis.sensitivity))
    lists.push([`sensitivity.${name}.estimates`, estimates]);
  for (const [name, { estimates, subgroups }] of Object.entries(analysis.comparison ?? {}))
    lists.push([`comparison.${name}.estimates`, estimates], [`comparison.${name}.subgroups`, subgroups]);
  for (const [name, line] of Object.entries(analysis.bias ?? {})) {
    lists.push([`bias.${name}.estimates`, line.estimates]);
    if (line.method === "not-evaluable") lists.push([`bias.${name}.covariates`, line.covariates]);
    if (line.method === "negative-controls") lists.push([`bias.${name}.events`, line.events]);
  }
  lists.push(["fitness.critical", analysis.fitness?.critical], ["fitness.designs", analysis.fitness?.designs]);
  lists.push(["report.formats", analysis.report.formats]);
  return lists.flatMap(([at, list = []]) =>
    findRepeats(list, String).map(
      ({ at: i, item }) => `"${item}" stands twice; remove one of the two → ${prefix}${at}[${i}]`,
    ),
  );
}
