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
    rows: terms.map((term, i) =>
      bodyRow(
        termLabel(input, String(term)),
        printNumber(coefficients[i], (value) => formatDecimals(value, 5)),
        printNumber(errors[i], (value) => formatDecimals(value, 5)),
        printNumber(ratios[i], formatRatio),
      ),
    ),
    footnotes: writeFootnotes(input, {
      abbreviations: ["SE"],
      definitions: [`${fitWords(input, design)}; continuous terms per unit, a categorical covariate by its levels.`],
      source: `design / ${design} / propensity_model`,
    }),
  };
}

const fits = {
  logistic: "Logistic regression, maximum likelihood",
  firth: "Logistic regression with Firth's penalty",
  lasso: "Logistic regression with an L1 penalty (LASSO), which gives no standard errors",
} as const;

function fitWords(input: ReportInput, name: string): string {
  const design = input.plan.analysis.designs[name];
  return fits[design !== undefined && "propensity" in design ? design.propensity.fit : "logistic"];
}

/** A term by its covariate's label: `size = 20-50` becomes `Tumour size: 20-50`. */
function termLabel(input: ReportInput, term: string): string {
  const [name = "", ...level] = term.split(" = ");
  const covariate = input.plan.analysis.covariates[name];
  if (covariate === undefined) return term;
  return level.length === 0 ? covariateLabel(covariate) : `${covariate.label}: ${level.join(" = ")}`;
}

const printNumber = (value: unknown, format: (value: number) => string): string =>
  typeof value === "number" ? format(value) : notApplicable;
