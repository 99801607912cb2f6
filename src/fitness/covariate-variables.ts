import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";

/** One column of numbers made of a covariate: itself, or whether it has one of its levels. */
export interface CovariateVariable {
  readonly name: string;
  readonly label: string;
  readonly binary: boolean;
  /** Length n; 0 where missing. */
  readonly value: Float64Array;
  /** 1 = missing. */
  readonly missing: Uint8Array;
}

/** The covariates as numbers: of a categorical one a 0/1 column for each level but the first. Those that no model may take are left out. */
export function listVariables({ columns }: CovariateMatrix): CovariateVariable[] {
  return columns.filter(({ unusable }) => unusable === undefined).flatMap((column) => variablesOf(column));
}

function variablesOf({ name, label, kind, levels, value, missing }: CovariateColumn): CovariateVariable[] {
  if (kind !== "categorical") return [{ name, label, binary: kind === "binary", value, missing }];
  return levels.slice(1).map((level, position) => ({
    name: `${name}: ${level}`,
    label: `${label}: ${level}`,
    binary: true,
    value: value.map((place, i) => (missing[i] === 0 && place === position + 1 ? 1 : 0)),
    missing,
  }));
}
