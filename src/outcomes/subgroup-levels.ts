import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { Subgroup } from "../spec/subgroup.js";

/** One level of a subgroup: its name, and who is in it (1) by row of the frame. */
export interface SubgroupLevel {
  readonly label: string;
  readonly inLevel: Uint8Array;
}

/** The levels of a subgroup in the covariate's order (a binary one's `no`, `yes`; below the first cut, …). Patients without a value are in none. */
export function deriveSubgroupLevels(covariates: CovariateMatrix, { by, cuts = [] }: Subgroup): SubgroupLevel[] {
  const column = covariates.columns.find((candidate) => candidate.name === by);
  if (column === undefined) throw new Error(`the comparison has no covariate ${by}`);
  const labels =
    column.kind === "continuous" ? labelsOfCuts(cuts) : column.kind === "binary" ? ["no", "yes"] : column.levels;
  const levelOf = (value: number) => (column.kind === "continuous" ? cuts.filter((cut) => value >= cut).length : value);
  const level = column.value.map((value, i) => (column.missing[i] === 1 ? -1 : levelOf(value)));
  return labels.map((label, k) => ({ label, inLevel: Uint8Array.from(level, (own) => (own === k ? 1 : 0)) }));
}

function labelsOfCuts(cuts: readonly number[]): string[] {
  const between = cuts.slice(1).map((cut, i) => `${cuts[i]} to below ${cut}`);
  return [`below ${cuts[0]}`, ...between, `${cuts.at(-1)} or more`];
}
