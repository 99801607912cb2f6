import { sum } from "../math/sum.js";
import { deriveNaturalSpline } from "./natural-spline.js";
import { placeKnots } from "./place-knots.js";

/** A baseline covariate of n patients as a model takes it; a column of a CovariateMatrix is one. */
export interface ModelCovariate {
  readonly name: string;
  readonly kind: "continuous" | "binary" | "categorical";
  /** Categorical: the levels, reference first. Otherwise empty. */
  readonly levels: readonly string[];
  /** The value, 0/1, or the position in `levels`; 0 where missing. */
  readonly value: Float64Array;
  /** 1 = missing. */
  readonly missing: Uint8Array;
  /** Why no model may take it; absent where it may. */
  readonly unusable?: string;
}

/** A term of a model as the spec writes it. */
export type ModelTerm =
  | string
  | { readonly polynomial: string; readonly degree: number }
  | { readonly spline: string; readonly df: number }
  | { readonly interaction: readonly [string, string] };

/** One column of a model: its name and a value per patient. */
export interface ModelColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** The columns a term stands for. Polynomials are powers of the covariate centred at its mean; splines are R's `ns(x, df)`; an interaction is all products of the two covariates' columns. */
export function expandTerm(term: ModelTerm, covariates: ReadonlyMap<string, ModelCovariate>): ModelColumn[] {
  if (typeof term === "string") return expandCovariate(covariates.get(term)!);
  if ("polynomial" in term) return expandPolynomial(covariates.get(term.polynomial)!, term.degree);
  if ("spline" in term) return expandSpline(covariates.get(term.spline)!, term.df);
  const [left, right] = term.interaction.map((name) => expandCovariate(covariates.get(name)!));
  return left!.flatMap((a) =>
    right!.map((b) => ({ name: `${a.name} × ${b.name}`, values: a.values.map((value, i) => value * b.values[i]!) })),
  );
}

/** A covariate as the numbers that enter a model: itself, or one 0/1 column for each level but the reference. */
export function expandCovariate(column: ModelCovariate): ModelColumn[] {
  if (column.kind !== "categorical") return [{ name: column.name, values: column.value }];
  return column.levels.slice(1).map((level) => levelColumn(column, level));
}

/** 1 where a categorical covariate has `level`. */
export function levelColumn(column: ModelCovariate, level: string): ModelColumn & { readonly level: string } {
  const position = column.levels.indexOf(level);
  return {
    name: `${column.name} = ${level}`,
    level,
    values: column.value.map((value) => (value === position ? 1 : 0)),
  };
}

function expandPolynomial({ name, value }: ModelCovariate, degree: number): ModelColumn[] {
  const mean = value.length === 0 ? 0 : sum(value) / value.length;
  return Array.from({ length: degree }, (_, k) => ({
    name: k === 0 ? name : `${name}^${k + 1}`,
    values: value.map((x) => (x - mean) ** (k + 1)),
  }));
}

function expandSpline({ name, value }: ModelCovariate, df: number): ModelColumn[] {
  const basis = deriveNaturalSpline(value, placeKnots(value, df));
  const n = value.length;
  return Array.from({ length: df }, (_, k) => ({
    name: `${name} (spline ${k + 1})`,
    values: basis.slice(k * n, (k + 1) * n),
  }));
}
