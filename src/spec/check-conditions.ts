import type { Analysis } from "./analysis.js";
import { type Condition, testedType } from "./condition.js";
import type { Covariate, CovariateOrigin } from "./covariate.js";
import type { Criterion } from "./criterion.js";

/** The breaches of tests against what they test: age and line number are numbers, the other columns of patients, diagnoses and lines are texts. Places start with `prefix`. */
export function checkConditions(analysis: Analysis, prefix: string): string[] {
  const { eligibility, trial, control } = analysis.cohort;
  return [
    ...checkCriteria(eligibility, `${prefix}cohort.eligibility`),
    ...checkCriteria(trial.eligibility, `${prefix}cohort.trial.eligibility`),
    ...checkCriteria(control.eligibility, `${prefix}cohort.control.eligibility`),
    ...Object.entries(analysis.covariates).flatMap(([name, covariate]) =>
      checkCovariate(covariate, `${prefix}covariates.${name}`),
    ),
  ];
}

function checkCriteria(criteria: readonly Criterion[], at: string): string[] {
  return criteria.flatMap((criterion, i) => {
    if (criterion.kind === "age") return checkTest(criterion.is, "age", "number", `${at}[${i}].is`);
    if (criterion.kind === "index-year") return checkTest(criterion.is, "index-year", "number", `${at}[${i}].is`);
    if (criterion.kind === "patient")
      return checkTest(criterion.is, `patient.${criterion.column}`, "text", `${at}[${i}].is`);
    return [];
  });
}

function checkCovariate(covariate: Covariate, at: string): string[] {
  const { from, type } = covariate;
  const held = heldType(from);
  if (held === null) return [];
  if (type === "binary") return checkTest(covariate.when, nameOf(from), held, `${at}.when`);
  if (type === "continuous" && held === "text")
    return [
      `a continuous covariate needs a number; ${nameOf(from)} is a text: make it binary or categorical → ${at}.type`,
    ];
  return [];
}

/** A number that is written as a text is no mistake of kind but of quotes, and says so. */
function checkTest(is: Condition, what: string, held: "number" | "text", at: string): string[] {
  const tested = testedType(is);
  if (tested === held) return [];
  const hint = held === "number" ? "write numbers without quotes" : "test it by equals or oneOf with texts";
  return [`${what} is a ${held}, which this test cannot be put to: ${hint} → ${at}`];
}

/** What an origin holds; null where it may be either. */
function heldType(from: CovariateOrigin): "number" | "text" | null {
  if (from.kind === "observation") return null;
  if (from.kind === "radiomic" || from.kind === "index-year") return "number";
  return from.kind === "age" || (from.kind === "therapy-line" && from.column === "line_number") ? "number" : "text";
}

const nameOf = (from: CovariateOrigin): string =>
  "column" in from ? `${from.kind === "therapy-line" ? "therapy_line" : from.kind}.${from.column}` : from.kind;
