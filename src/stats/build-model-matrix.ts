import { EstimationError } from "../errors.js";
import { take } from "../math/take.js";
import { expandTerm, type ModelCovariate, type ModelTerm } from "./expand-term.js";

/** The columns of a model of baseline covariates (propensity, outcome), or the moments to balance. */
export interface ModelMatrix {
  /** Rows: the patients in the model, in the order of the covariates' rows. */
  readonly n: number;
  readonly p: number;
  readonly names: readonly string[];
  /** Column-major, n × p. */
  readonly X: Float64Array;
  /** Position in the covariates of each row here. */
  readonly rows: Int32Array;
}

export interface ModelMatrixOptions {
  readonly intercept: boolean;
  readonly missing: "refuse" | "complete-case";
}

/** The matrix of `terms`, intercept first where asked for. Throws EstimationError for missing values unless those patients are left out, and for a covariate that is marked unusable, with its reason. */
export function buildModelMatrix(
  covariates: { readonly n: number; readonly columns: readonly ModelCovariate[] },
  terms: readonly ModelTerm[],
  options: ModelMatrixOptions,
): ModelMatrix {
  const names = [...new Set(terms.flatMap(covariatesOf))];
  const used = names.map((name) => covariates.columns.find((column) => column.name === name)!);
  for (const { unusable } of used) if (unusable !== undefined) throw new EstimationError(unusable);
  if (options.missing === "refuse") refuseMissing(used);
  const rows = completeRows(covariates.n, used);
  const taken = new Map(used.map((column) => [column.name, takeColumn(column, rows)]));
  const parts = terms.flatMap((term) => expandTerm(term, taken));
  const n = rows.length;
  const first = options.intercept ? 1 : 0;
  const X = new Float64Array(n * (parts.length + first));
  if (options.intercept) X.fill(1, 0, n);
  for (const [k, part] of parts.entries()) X.set(part.values, (k + first) * n);
  return {
    n,
    p: parts.length + first,
    names: [...(options.intercept ? ["(intercept)"] : []), ...parts.map((part) => part.name)],
    X,
    rows,
  };
}

function completeRows(n: number, columns: readonly ModelCovariate[]): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < n; i += 1) {
    let complete = true;
    for (const column of columns) complete = complete && column.missing[i] === 0;
    if (complete) rows.push(i);
  }
  return Int32Array.from(rows);
}

function takeColumn(column: ModelCovariate, rows: Int32Array): ModelCovariate {
  return {
    ...column,
    value: take(column.value, rows, new Float64Array(rows.length)),
    missing: new Uint8Array(rows.length),
  };
}

function refuseMissing(columns: readonly ModelCovariate[]): void {
  const gaps = columns.flatMap((column) => {
    const count = column.missing.reduce((total, flag) => total + flag, 0);
    return count === 0 ? [] : [`${column.name} (${count} patients)`];
  });
  if (gaps.length === 0) return;
  throw new EstimationError(
    `a model needs every term of every patient; missing: ${gaps.join(", ")}; make the value an eligibility criterion, or set missing to "complete-case" or to multiple imputation`,
  );
}

function covariatesOf(term: ModelTerm): readonly string[] {
  if (typeof term === "string") return [term];
  if ("polynomial" in term) return [term.polynomial];
  return "spline" in term ? [term.spline] : term.interaction;
}
