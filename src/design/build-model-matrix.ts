import { EstimationError } from "../errors.js";
import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";

/** The columns of a propensity model: intercept first, then each term; a categorical covariate enters by its levels but the reference. */
export interface ModelMatrix {
  readonly n: number;
  readonly p: number;
  readonly names: readonly string[];
  /** Column-major, n × p. */
  readonly X: Float64Array;
  /** 1 = every term is known. */
  readonly complete: Uint8Array;
}

/** The model matrix of `terms` (names of covariates, all linear). Throws EstimationError for missing values unless the design leaves those patients out. */
export function buildModelMatrix(
  covariates: CovariateMatrix,
  terms: readonly string[],
  missing: "refuse" | "complete-case",
): ModelMatrix {
  const columns = terms.map((term) => covariates.columns.find((column) => column.name === term)!);
  const complete = new Uint8Array(covariates.n).fill(1);
  for (const column of columns) for (let i = 0; i < covariates.n; i += 1) if (column.missing[i] === 1) complete[i] = 0;
  if (missing === "refuse") refuseMissing(columns);
  const parts = columns.flatMap(expandColumn);
  const names = ["(intercept)", ...parts.map((part) => part.name)];
  const X = new Float64Array(covariates.n * names.length);
  X.fill(1, 0, covariates.n);
  for (const [k, part] of parts.entries()) X.set(part.values, (k + 1) * covariates.n);
  return { n: covariates.n, p: names.length, names, X, complete };
}

/** A covariate as the numbers that enter a model or a balance table: itself, or one 0/1 column for each of `levels`. */
export function expandColumn(column: CovariateColumn): { name: string; level: string | null; values: Float64Array }[] {
  if (column.kind !== "categorical") return [{ name: column.name, level: null, values: column.value }];
  return column.levels.slice(1).map((level) => levelColumn(column, level));
}

/** 1 where a categorical covariate has `level`. */
export function levelColumn(
  column: CovariateColumn,
  level: string,
): { name: string; level: string; values: Float64Array } {
  const position = column.levels.indexOf(level);
  return {
    name: `${column.name} = ${level}`,
    level,
    values: column.value.map((value) => (value === position ? 1 : 0)),
  };
}

function refuseMissing(columns: readonly CovariateColumn[]): void {
  const gaps = columns.flatMap((column) => {
    const count = column.missing.reduce((total, flag) => total + flag, 0);
    return count === 0 ? [] : [`${column.name} (${count} patients)`];
  });
  if (gaps.length === 0) return;
  throw new EstimationError(
    `a propensity model needs every term of every patient; missing: ${gaps.join(", ")}; make the value an eligibility criterion, or set propensity.missing to "complete-case"`,
  );
}
