import { EstimationError } from "../errors.js";
import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { testLittleMcar } from "../stats/little-mcar.js";
import { isMonotone, listMissingPatterns } from "../stats/missing-patterns.js";
import { estimateSmdInterval } from "../stats/smd-interval.js";
import type { FrameSet } from "./covariate-findings.js";
import { listVariables } from "./covariate-variables.js";
import type { Threshold } from "./indicator.js";
import type { Finding } from "./judge.js";
import type { ArmName } from "./scope.js";

/**
 * R4.4 beyond shares: the standardised difference of missingness between the arms, covariate by covariate; and within each arm whether the
 * pattern of missing values is monotone, and whether chance alone explains it (Little's test). Of the eligible.
 */
export function findMissingPattern(
  patients: PatientFrame,
  covariates: CovariateMatrix,
  { population, member }: FrameSet,
): Finding[] {
  const rowsOf = (group: ArmName): number[] =>
    Array.from(patients.trial.keys()).filter(
      (i) => member[i] === 1 && patients.trial[i] === (group === "trial" ? 1 : 0),
    );
  const rows = { trial: rowsOf("trial"), control: rowsOf("control") };
  return [
    ...covariates.columns.map((column) => ({ ...standardise(column, rows), population })),
    ...(["trial", "control"] as const).flatMap((group) =>
      patternOf(covariates, rows[group]).map((finding) => ({ ...finding, population, group })),
    ),
  ];
}

const smdAtMost: Threshold = {
  direction: "at-most",
  met: 0.1,
  caution: Number.POSITIVE_INFINITY,
  basis: "standardised difference of at most 0.1, as for covariates themselves; proposal",
};

function standardise(
  { name, label, missing }: CovariateColumn,
  rows: Readonly<Record<ArmName, readonly number[]>>,
): Omit<Finding, "population"> {
  const base = {
    id: "R4.4",
    variable: `${name}.smd`,
    label: `${label}, standardised difference`,
    group: null,
    unit: "smd",
    threshold: smdAtMost,
  } as const;
  const [n1, n0] = [rows.trial.length, rows.control.length];
  if (n1 === 0 || n0 === 0) return { ...base, value: null, note: "an arm is empty" };
  const share = (own: readonly number[]): number => own.reduce((count, i) => count + missing[i]!, 0) / own.length;
  const [p1, p0] = [share(rows.trial), share(rows.control)];
  const sd = Math.sqrt((p1 * (1 - p1) + p0 * (1 - p0)) / 2);
  if (sd === 0 && p1 !== p0)
    return { ...base, value: null, note: "missing of everyone in one arm and of nobody in the other" };
  const smd = sd === 0 ? 0 : Math.abs(p1 - p0) / sd;
  const limits = sd === 0 ? null : estimateSmdInterval(smd, { n1, n0 });
  return {
    ...base,
    value: smd,
    counts: {
      numerator: null,
      denominator: null,
      unit: "patients",
      patients: Math.min(n1, n0),
      lower: limits?.lower ?? null,
      upper: limits?.upper ?? null,
      interval: limits === null ? null : "95 % Hedges–Olkin, larger less smaller",
    },
  };
}

const atChance: Threshold = {
  direction: "at-least",
  met: 0.05,
  caution: Number.NEGATIVE_INFINITY,
  basis:
    "Little's test, p ≥ 0.05: proposal; it tells missing completely at random from the rest, not missing at random from not at random",
};
const noThreshold: Threshold = {
  direction: "at-least",
  met: null,
  caution: null,
  basis: "a monotone pattern can be imputed variable by variable; any other needs chained equations",
};

function patternOf(covariates: CovariateMatrix, rows: readonly number[]): Omit<Finding, "population" | "group">[] {
  const monotone = {
    id: "R4.4",
    variable: "monotone",
    label: "the pattern within the arm is monotone",
    unit: "yes or no",
    threshold: noThreshold,
  } as const;
  const mcar = {
    id: "R4.4",
    variable: "mcar",
    label: "missing completely at random within the arm (Little), p",
    unit: "p",
    threshold: atChance,
  } as const;
  const n = rows.length;
  const take = (column: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => column[row]!);
  const missing = covariates.columns.map((column) => take(column.missing));
  const lack =
    n === 0 ? "nobody to look at" : missing.some((column) => column.includes(1)) ? null : "nothing is missing";
  if (lack !== null)
    return [
      { ...monotone, value: null, note: lack },
      { ...mcar, value: null, note: lack },
    ];
  const value = isMonotone(listMissingPatterns({ n, missing })) ? 1 : 0;
  return [
    { ...monotone, value },
    { ...mcar, ...testChance(covariates, rows) },
  ];
}

/** Columns that do not vary within the arm say nothing of it. */
function testChance(covariates: CovariateMatrix, rows: readonly number[]): Pick<Finding, "value" | "note"> {
  const columns = listVariables(covariates)
    .map(({ name, value, missing }) => ({
      name,
      value: Float64Array.from(rows, (row) => value[row]!),
      missing: Uint8Array.from(rows, (row) => missing[row]!),
    }))
    .filter(({ value, missing }) => {
      const known = value.filter((_, i) => missing[i] === 0);
      return known.some((each) => each !== known[0]);
    });
  try {
    const { p } = testLittleMcar({
      n: rows.length,
      columns: columns.map(({ value }) => value),
      missing: columns.map(({ missing }) => missing),
      names: columns.map(({ name }) => name),
    });
    return { value: p };
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return { value: null, note: error.message };
  }
}
