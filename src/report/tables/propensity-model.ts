import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Table } from "../document/model.js";
import { formatDecimals, formatRatio } from "../format.js";
import { notApplicable } from "../print-statistic.js";
import { covariateLabel } from "../records/covariate-rows.js";
import { listingColumn } from "../records/datasets.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, leftColumn, numberColumn } from "./columns.js";

/** T16.1.9: the propensity model of one design, term by term. */
export function renderPropensityModelTable(
  input: ReportInput,
  design: string,
  position: { readonly index: number; readonly of: number },
): Table {
  const listing = input.records.getListing({ variant: "main", population: design }, "propensity_model");
  const columns = ["term", "coefficient", "standard_error", "odds_ratio"].map((name) => listingColumn(listing, name));
  const [terms = [], coefficients = [], errors = [], ratios = []] = columns;
  const label = input.plan.analysis.designs[design]?.label ?? design;
  return {
    kind: "table",
    ...catalogueEntry("table", "16.1.9", `propensity-model-${design}`, position),
    title: `Propensity model: ${label}`,
    population: "Eligible patients with all covariates; outcome: being in the trial arm",
    columns: [
      leftColumn("Term", 3),
      numberColumn("Coefficient", 1.2),
      numberColumn("SE", 1.2),
      numberColumn("Odds ratio", 1.2),
    ],
    rows: terms.map((term, i) => {
      const { text, isBasis } = readTerm(input, design, String(term));
      return bodyRow(
        text,
        printNumber(coefficients[i], (value) => formatDecimals(value, 5)),
        printNumber(errors[i], (value) => formatDecimals(value, 5)),
        isBasis ? notApplicable : printNumber(ratios[i], formatRatio),
      );
    }),
    footnotes: writeFootnotes(input, {
      abbreviations: ["SE"],
      definitions: [
        `${fitWords(input, design)}.`,
        describeUnits(terms.map((term) => readTerm(input, design, String(term)))),
      ],
      source: `design / ${design} / propensity_model`,
    }),
  };
}

const fits = {
  logistic: "Logistic regression, maximum likelihood; separation is refused",
  firth: "Logistic regression with Firth's penalty, finite under separation",
  lasso: "Logistic regression with an L1 penalty (LASSO), which gives no standard errors",
} as const;

function fitWords(input: ReportInput, name: string): string {
  const design = input.plan.analysis.designs[name];
  return fits[design !== undefined && "propensity" in design ? design.propensity.fit : "logistic"];
}

interface ModelTerm {
  readonly text: string;
  readonly kind: "intercept" | "linear" | "level" | "polynomial" | "spline" | "interaction";
  /** One of several columns that describe one covariate together: no odds ratio by itself. */
  readonly isBasis: boolean;
}

/** A column of the model by its covariate's label: `size = 20-50` becomes `Tumour size: 20-50`, `ldh (spline 1)` becomes `LDH (U/L): spline column 1`. */
function readTerm(input: ReportInput, design: string, term: string): ModelTerm {
  const [first = "", ...others] = term.split(" × ");
  if (others.length > 0) {
    const factors = [first, ...others].map((factor) => readTerm(input, design, factor).text);
    return { text: factors.join(" × "), kind: "interaction", isBasis: false };
  }
  const spline = /^(.*) \(spline (\d+)\)$/.exec(term);
  if (spline !== null)
    return { text: `${labelOf(input, spline[1] ?? "")}: spline column ${spline[2]}`, kind: "spline", isBasis: true };
  const [, base = term, power = "1"] = /^(.*)\^(\d+)$/.exec(term) ?? [];
  if (isPolynomial(input, design, base))
    return { text: `${labelOf(input, base)}, centred, power ${power}`, kind: "polynomial", isBasis: true };
  const [name = "", ...level] = term.split(" = ");
  if (level.length > 0) {
    const label = input.plan.analysis.covariates[name]?.label ?? name;
    return { text: `${label}: ${level.join(" = ")}`, kind: "level", isBasis: false };
  }
  return { text: labelOf(input, term), kind: term === "(intercept)" ? "intercept" : "linear", isBasis: false };
}

function labelOf(input: ReportInput, name: string): string {
  const covariate = input.plan.analysis.covariates[name];
  return covariate === undefined ? name : covariateLabel(covariate);
}

function isPolynomial(input: ReportInput, name: string, covariate: string): boolean {
  const design = input.plan.analysis.designs[name];
  if (design === undefined || !("propensity" in design)) return false;
  return design.propensity.terms.some(
    (term) => typeof term === "object" && "polynomial" in term && term.polynomial === covariate,
  );
}

const units = {
  intercept: null,
  linear: "a characteristic by itself per unit",
  level: "a level against the first of its characteristic",
  polynomial: "powers of a characteristic less its mean, to be read together",
  spline: "columns of a natural cubic spline, knots at quantiles, to be read together",
  interaction: "products of two characteristics per unit of the product",
} as const satisfies Record<ModelTerm["kind"], string | null>;

/** What the coefficients are per unit of, for the kinds of term that the model has. */
function describeUnits(terms: readonly ModelTerm[]): string {
  const kinds = [...new Set(terms.map(({ kind }) => kind))];
  const told = kinds.map((kind) => units[kind]).filter((words) => words !== null);
  const without = terms.some(({ isBasis }) => isBasis)
    ? `; ${notApplicable}: an odds ratio of one column has no meaning`
    : "";
  return `Coefficients: ${told.join("; ")}${without}.`;
}

const printNumber = (value: unknown, format: (value: number) => string): string =>
  typeof value === "number" ? format(value) : notApplicable;
