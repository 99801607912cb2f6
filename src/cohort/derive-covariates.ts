import { DataError } from "../errors.js";
import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { testedType } from "../spec/condition.js";
import type { Covariate } from "../spec/covariate.js";
import type { Store } from "../store/store.js";
import { isReadable, passesCondition } from "./compile-condition.js";
import { covariateQuery } from "./covariate.sql.js";

/** The baseline stores a patient's covariates are read from: one for each arm. */
export interface ArmBaselines {
  readonly trial: Store;
  readonly control: Store;
}

/** Its fifth power, squared and summed, is still a number: the highest that a term takes. */
const LARGEST = 1e30;

/** The baseline covariates of every patient of a comparison, missing values marked. Throws DataError for a level that the analysis does not name, a number too large to compute with, or a covariate that nobody has. */
export async function deriveCovariates(
  covariates: Readonly<Record<string, Covariate>>,
  patients: PatientFrame,
  baselines: ArmBaselines,
): Promise<CovariateMatrix> {
  const rows = { trial: rowsOf(patients, 1), control: rowsOf(patients, 0) };
  const columns: CovariateColumn[] = [];
  for (const [name, covariate] of Object.entries(covariates)) {
    const column = emptyColumn(name, covariate, patients.n);
    let unknown = 0;
    for (const group of ["trial", "control"] as const)
      unknown += await fillColumn(column, covariate, rows[group], baselines[group]);
    if (unknown > 0) throw new DataError(describeUnknown(column, covariate, unknown));
    const tooLarge = column.value.filter((value) => !(Math.abs(value) <= LARGEST)).length;
    if (tooLarge > 0)
      throw new DataError(
        `a covariate must lie within ±${LARGEST}; "${name}" has ${tooLarge} eligible patients with a number beyond; correct the data or its unit → covariates.${name}.from`,
      );
    if (column.missing.every((missing) => missing === 1)) {
      throw new DataError(
        `covariate "${name}" has no value for any of the ${patients.n} eligible patients; check its origin → covariates.${name}.from`,
      );
    }
    columns.push(column);
  }
  return { n: patients.n, columns };
}

function rowsOf(patients: PatientFrame, trial: 0 | 1): Map<string, number> {
  const rows = new Map<string, number>();
  for (let i = 0; i < patients.n; i += 1) if (patients.trial[i] === trial) rows.set(patients.patientId[i]!, i);
  return rows;
}

function emptyColumn(name: string, covariate: Covariate, n: number): CovariateColumn {
  return {
    name,
    label: covariate.label,
    kind: covariate.type,
    unit: covariate.type === "continuous" ? (covariate.unit ?? null) : null,
    levels: covariate.type === "categorical" ? covariate.levels : [],
    value: new Float64Array(n),
    missing: new Uint8Array(n).fill(1),
  };
}

/** Fills one arm's values in, and counts the patients with a value that the covariate has no place for. */
async function fillColumn(
  column: CovariateColumn,
  covariate: Covariate,
  rows: Map<string, number>,
  baseline: Store,
): Promise<number> {
  const query = covariateQuery(covariate.from);
  const found = await baseline.query(query.sql, query.values);
  const ids = found.text("patient_id");
  const numbers = found.float64("value_num");
  const texts = found.text("value_text");
  let unknown = 0;
  for (let k = 0; k < found.rowCount; k += 1) {
    const row = rows.get(ids[k] ?? "");
    if (row === undefined) continue;
    const number = numbers.missing[k] === 1 ? null : numbers.values[k]!;
    const text = texts[k] ?? null;
    if (number === null && text === null) continue;
    const value = columnValue(covariate, number, text);
    if (value === null) unknown += 1;
    else {
      column.value[row] = value;
      column.missing[row] = 0;
    }
  }
  return unknown;
}

/** The number a column holds for one recorded value, or null when the covariate's type has no place for it. */
function columnValue(covariate: Covariate, number: number | null, text: string | null): number | null {
  if (covariate.type === "continuous") return number;
  if (covariate.type === "binary")
    return isReadable(covariate.when, number, text) ? Number(passesCondition(covariate.when, number, text)) : null;
  const level = covariate.levels.indexOf(text ?? String(number));
  return level < 0 ? null : level;
}

function describeUnknown(column: CovariateColumn, covariate: Covariate, count: number): string {
  const at = `covariates.${column.name}`;
  if (covariate.type === "categorical") {
    return `covariate "${column.name}" has ${count} eligible patients with a value outside its levels (${covariate.levels.join(", ")}); add the level or correct the data → ${at}.levels`;
  }
  if (covariate.type === "binary") {
    const [tested, got] =
      testedType(covariate.when) === "number" ? (["number", "text"] as const) : (["text", "number"] as const);
    return `covariate "${column.name}" tests a ${tested}, but ${count} eligible patients have a ${got} alone (observation.value_${got === "text" ? "text" : "num"}), which would count as no; correct the data or the test → ${at}.when`;
  }
  return `covariate "${column.name}" is continuous, but ${count} eligible patients have a text instead of a number; make it binary or categorical, or correct the data → ${at}.type`;
}
