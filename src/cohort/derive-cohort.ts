import { DataError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
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
  checkApart(arms.trial.eligible, arms.control.eligible);
  const patients = joinArms(input, arms);
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
    const undated = input.index[group].undated;
    for (const { table, rows } of undated) {
      if (rows > 0)
        records.push(
          makeWarning(
            { ...place, group },
            "undated_rows",
            `${rows} rows of ${table} carry no date and are not used as baseline data`,
          ),
        );
    }
    records.push(makeStatistic({ ...place, group }, "n", arms[group].eligible.length, { unit: "patients" }));
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
    const { everyone, patientId, query } = all.index[group];
    return {
      group,
      dataset: datasetsOf(cohort[group]).join(" + "),
      everyone,
      indexed: new Set(patientId),
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

function checkApart(trial: readonly string[], control: readonly string[]): void {
  const inTrial = new Set(trial);
  const both = control.filter((id) => inTrial.has(id)).length;
  if (both > 0)
    throw new DataError(
      `a patient may stand in one arm only; got ${both} patients eligible for both: make the arms' criteria exclude each other → cohort.trial.eligibility, cohort.control.eligibility`,
    );
}

/** Rows in code-unit order of (dataset, patient id): all arithmetic downstream follows this order, whatever the order of the input. */
function joinArms(input: CohortInput, arms: Record<"trial" | "control", Attrition>): PatientFrame {
  const rows = (["trial", "control"] as const).flatMap((group) => {
    const { patientId, datasetId, epochDay } = input.index[group];
    const at = new Map(patientId.map((id, i) => [id, i]));
    return arms[group].eligible.map((id) => {
      const i = at.get(id)!;
      return { id, dataset: datasetId[i]!, trial: group === "trial" ? 1 : 0, day: epochDay[i]! };
    });
  });
  rows.sort((a, b) =>
    a.dataset < b.dataset ? -1 : a.dataset > b.dataset ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0,
  );
  return {
    n: rows.length,
    patientId: rows.map((row) => row.id),
    datasetId: rows.map((row) => row.dataset),
    indexEpochDay: Int32Array.from(rows, (row) => row.day),
    trial: Uint8Array.from(rows, (row) => row.trial),
  };
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
