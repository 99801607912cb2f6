import type { DesignResult } from "../design/run-design.js";
import type { CovariateColumn } from "../frame/covariate-matrix.js";
import type { AdamColumn } from "./adam-table.js";
import { isoDate } from "./iso-date.js";
import type { VariantDesign } from "./run-designs.js";

/** The patients of the main analysis as tables name them. Arrays and columns are aligned to the PatientFrame. */
export interface AdamSubjects {
  readonly subject: (patient: number) => string;
  /** ISO date of a day from index; null where the dataset has no calendar. */
  readonly date: (patient: number, day: number) => string | null;
  /** Arm, then weight and matched set under each design: on every table, so that each can be analysed alone. */
  readonly analysis: readonly AdamColumn[];
  /** ADSL: one row a patient. */
  readonly adsl: readonly AdamColumn[];
}

/** `calendar`: datasets whose days are dates. */
export function describeSubjects(main: VariantDesign, calendar: ReadonlySet<string>): AdamSubjects {
  const { variant, cohort, designs } = main;
  const { patients, covariates } = cohort;
  const { patientId, datasetId, indexEpochDay, trial } = patients;
  // Ids are unique within a dataset; where two datasets share one, all bear their dataset's name.
  const areUnique = new Set(patientId).size === patients.n;
  const subject = (i: number): string => (areUnique ? patientId[i]! : `${datasetId[i]}:${patientId[i]}`);
  const date = (i: number, day: number): string | null =>
    calendar.has(datasetId[i]!) ? isoDate(indexEpochDay[i]! + day) : null;
  const column = (name: string, label: string, of: (i: number) => string | number | null): AdamColumn => ({
    name,
    label,
    values: Array.from({ length: patients.n }, (_, i) => of(i)),
  });
  const analysis = [
    column("TRTP", "Arm", (i) => variant.cohort[trial[i] === 1 ? "trial" : "control"].label),
    column("TRTPN", "Arm: 1 trial, 0 control", (i) => trial[i]!),
    ...designs.flatMap((design, k) => designColumns(design, variant.designs[design.name]!.label, k, column)),
  ];
  return {
    subject,
    date,
    analysis,
    adsl: [
      column("USUBJID", "Patient", subject),
      column("DATASET", "Dataset", (i) => datasetId[i]!),
      column("INDEXDT", "Index date", (i) => date(i, 0)),
      ...analysis,
      ...covariates.columns.map((each) => column(each.name, labelOf(each), (i) => covariateValue(each, i))),
    ],
  };
}

/** WTnn and SETnn of the nn-th design; empty where the design could not be carried out, or does not pair. */
function designColumns(
  { weights }: DesignResult,
  label: string,
  k: number,
  column: (name: string, label: string, of: (i: number) => number | null) => AdamColumn,
): AdamColumn[] {
  const number = String(k + 1).padStart(2, "0");
  const pair = weights?.pair ?? null;
  return [
    column(`WT${number}`, `Weight: ${label} (0 = not in the analysis set)`, (i) => weights?.weight[i] ?? null),
    ...(pair === null
      ? []
      : [column(`SET${number}`, `Matched set: ${label}`, (i) => (pair[i]! < 0 ? null : pair[i]!))]),
  ];
}

const labelOf = ({ label, unit }: CovariateColumn): string => (unit === null ? label : `${label} (${unit})`);

function covariateValue({ kind, levels, value, missing }: CovariateColumn, i: number): string | number | null {
  if (missing[i] === 1) return null;
  return kind === "categorical" ? levels[value[i]!]! : value[i]!;
}
