import { DataError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import { sourceIdsOf } from "../frame/patient-clusters.js";
import type { PatientFrame, PatientLines } from "../frame/patient-frame.js";
import { fillPlace, makeStatistic, makeWarning } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { type Cohort, datasetsOf } from "../spec/cohort.js";
import type { Covariate } from "../spec/covariate.js";
import type { Harmonisation } from "../spec/harmonisation.js";
import type { Store } from "../store/store.js";
import { checkFeatureSettings } from "./check-feature-settings.js";
import { type ArmInput, type Attrition, deriveAttrition } from "./derive-attrition.js";
import { deriveCovariates } from "./derive-covariates.js";
import type { ArmIndex } from "./derive-index.js";
import { describeConcurrency } from "./describe-concurrency.js";
import { describeLines } from "./describe-lines.js";
import { harmoniseCovariates } from "./harmonise-covariates.js";

export interface CohortInput {
  readonly variant: string;
  readonly cohort: Cohort;
  readonly covariates: Readonly<Record<string, Covariate>>;
  readonly harmonisation: Readonly<Record<string, Harmonisation>>;
  readonly index: { readonly trial: ArmIndex; readonly control: ArmIndex };
  readonly baseline: { readonly trial: Store; readonly control: Store };
  readonly full: Store;
}

export interface CohortResult {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  /** The covariates as they were read, before harmonisation: what the design's inputs are known by. */
  readonly collected: CovariateMatrix;
  readonly records: readonly ResultRecord[];
}

/** The patients of a comparison with their baseline covariates, and the records of how they were chosen. */
export async function deriveCohort(input: CohortInput): Promise<CohortResult> {
  const { variant, cohort } = input;
  const arms = {
    trial: await deriveAttrition(variant, armInput(input, "trial")),
    control: await deriveAttrition(variant, armInput(input, "control")),
  };
  const patients = joinArms(input, arms);
  checkApart(patients);
  const baselines = [input.baseline.trial, input.baseline.control];
  const { mixedSoftware } = await checkFeatureSettings(input.covariates, patients, baselines);
  const collected = await deriveCovariates(input.covariates, patients, input.baseline);
  const { covariates, records: harmonised } = await harmoniseCovariates({
    variant,
    harmonisations: input.harmonisation,
    specs: input.covariates,
    patients,
    covariates: collected,
    baselines,
  });
  const place = { variant, stage: "cohort", population: "eligible" } as const;
  const records: ResultRecord[] = [...arms.trial.records, ...arms.control.records];
  records.push({
    kind: "listing",
    ...fillPlace({ ...place, population: "attrition" }),
    listing: "cohort_sql",
    columns: ["arm", "step", "label", "sql", "values"].map((name) => ({ name, label: name })),
    rows: [...arms.trial.sql, ...arms.control.sql],
  });
  for (const { covariate, software } of mixedSoftware)
    records.push(
      makeWarning(
        { ...place, variable: covariate },
        "feature_software_differs",
        `the radiomic feature was computed with ${software.length} kinds or versions of software: ${software.join("; ")}`,
      ),
    );
  for (const group of ["trial", "control"] as const) {
    const { undated, lines } = input.index[group];
    const counted = lines === undefined ? "" : " (counted for each line of their patients)";
    for (const { table, rows } of undated) {
      if (rows > 0)
        records.push(
          makeWarning(
            { ...place, group },
            "undated_rows",
            `${rows} rows of ${table}${counted} carry no date and are not used as baseline data`,
          ),
        );
    }
    const unit = lines === undefined ? "patients" : "lines";
    records.push(makeStatistic({ ...place, group }, "n", arms[group].eligible.length, { unit }));
    if (lines !== undefined) records.push(...describeLines({ ...place, group }, patients, lines.everyonesPatient));
    records.push(...countMissing(variant, group, patients, covariates));
  }
  const concurrency = await describeConcurrency({
    variant,
    patients,
    isCalendar: isOnCalendar(input.index, patients),
    baseline: input.baseline,
  });
  return { patients, covariates, collected, records: [...records, ...concurrency, ...harmonised] };

  function armInput(all: CohortInput, group: "trial" | "control"): ArmInput {
    const { everyone, patientId, query, lines } = all.index[group];
    return {
      group,
      dataset: datasetsOf(cohort[group]).join(" + "),
      everyone,
      indexed: new Set(patientId),
      ...(lines === undefined ? {} : { patientOf: lines.everyonesPatient }),
      indexQuery: query,
      criteria: [...cohort.eligibility, ...cohort[group].eligibility],
      baseline: all.baseline[group],
      full: all.full,
    };
  }
}

/** Whether the index of every eligible patient is a date. */
function isOnCalendar({ trial, control }: CohortInput["index"], { patientId }: PatientFrame): boolean {
  const dated = new Set(
    [trial, control].flatMap((index) => index.patientId.filter((_, i) => index.indexOn[i] !== null)),
  );
  return patientId.every((id) => dated.has(id));
}

function checkApart(patients: PatientFrame): void {
  const ids = sourceIdsOf(patients);
  const inTrial = new Set(ids.filter((_, i) => patients.trial[i] === 1));
  const both = new Set(ids.filter((id, i) => patients.trial[i] === 0 && inTrial.has(id))).size;
  if (both > 0)
    throw new DataError(
      `a patient may stand in one arm only; got ${both} patients eligible for both: make the arms' criteria exclude each other → cohort.trial.eligibility, cohort.control.eligibility`,
    );
}

/** Rows in code-unit order of (dataset, patient id), lines of a patient by their number: all arithmetic downstream follows this order, whatever the order of the input. */
function joinArms(input: CohortInput, arms: Record<"trial" | "control", Attrition>): PatientFrame {
  const rows = (["trial", "control"] as const).flatMap((group) => {
    const { patientId, datasetId, epochDay, lines } = input.index[group];
    const at = new Map(patientId.map((id, i) => [id, i]));
    return arms[group].eligible.map((id) => {
      const i = at.get(id)!;
      const source = lines?.sourceId[i] ?? id;
      const line = lines?.lineNumber[i] ?? 0;
      return { id, source, line, dataset: datasetId[i]!, trial: group === "trial" ? 1 : 0, day: epochDay[i]! };
    });
  });
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  rows.sort((a, b) => compare(a.dataset, b.dataset) || compare(a.source, b.source) || a.line - b.line);
  const hasLines = input.index.trial.lines !== undefined || input.index.control.lines !== undefined;
  return {
    n: rows.length,
    patientId: rows.map((row) => row.id),
    datasetId: rows.map((row) => row.dataset),
    indexEpochDay: Int32Array.from(rows, (row) => row.day),
    trial: Uint8Array.from(rows, (row) => row.trial),
    ...(hasLines ? { lines: numberPatients(rows) } : {}),
  };
}

/** Rows of one dataset and patient have one number, in the order of the rows. */
function numberPatients(rows: readonly { readonly dataset: string; readonly source: string }[]): PatientLines {
  const cluster = new Int32Array(rows.length);
  for (let i = 1; i < rows.length; i += 1) {
    const [row, before] = [rows[i]!, rows[i - 1]!];
    cluster[i] = cluster[i - 1]! + (row.dataset === before.dataset && row.source === before.source ? 0 : 1);
  }
  return { sourceId: rows.map((row) => row.source), cluster };
}

function countMissing(
  variant: string,
  group: "trial" | "control",
  patients: PatientFrame,
  covariates: CovariateMatrix,
): ResultRecord[] {
  const side = group === "trial" ? 1 : 0;
  return covariates.columns.map((column) => {
    let missing = 0;
    for (let i = 0; i < patients.n; i += 1) if (patients.trial[i] === side) missing += column.missing[i]!;
    return makeStatistic(
      { variant, stage: "cohort", population: "eligible", group, variable: column.name },
      "n_missing",
      missing,
      { unit: "patients" },
    );
  });
}
