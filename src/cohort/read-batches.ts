import { EstimationError } from "../errors.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Covariate } from "../spec/covariate.js";
import type { Harmonisation } from "../spec/harmonisation.js";
import type { Store } from "../store/store.js";
import { radiomicFeatureQuery } from "./radiomic-feature.sql.js";

/** The batch of the scan that each patient's features were measured on. */
export interface ScanBatches {
  /** Position in `batchNames` of each row of the patient frame; −1: the patient has none of the features. */
  readonly batchOf: Int32Array;
  /** In code-unit order. */
  readonly batchNames: readonly string[];
}

/** The batches of a harmonisation's patients. Throws EstimationError where a scan lacks what tells its batch, or where no batch holds patients of both arms: then batch and arm cannot be told apart. */
export async function readBatches(
  { covariates, batch: fields }: Harmonisation,
  specs: Readonly<Record<string, Covariate>>,
  patients: PatientFrame,
  baselines: readonly Store[],
): Promise<ScanBatches> {
  const rows = new Map(patients.patientId.map((id, row) => [id, row]));
  const labels = new Map<number, string | null>();
  for (const name of covariates) {
    const from = specs[name]?.from;
    if (from?.kind !== "radiomic") throw new Error(`covariate ${name} is no radiomic feature`);
    const { sql, values } = radiomicFeatureQuery(from);
    for (const baseline of new Set(baselines)) {
      const found = await baseline.query(sql, values);
      const ids = found.text("patient_id");
      const parts = fields.map((field) => found.text(field));
      for (let k = 0; k < found.rowCount; k += 1) {
        const row = rows.get(ids[k] ?? "");
        if (row === undefined) continue;
        const words = parts.map((part) => part[k] ?? null);
        labels.set(row, words.includes(null) ? null : words.join(" | "));
      }
    }
  }
  const nameless = [...labels.values()].filter((label) => label === null).length;
  if (nameless > 0)
    throw new EstimationError(
      `each scan with a feature needs ${fields.map((field) => `imaging_study.${field}`).join(" and ")}; missing for ${nameless} patients: fill it in, or batch by other columns`,
    );
  const batchNames = [...new Set(labels.values())].filter((label) => label !== null).sort();
  const batchOf = Int32Array.from(patients.patientId, (_, row) => {
    const label = labels.get(row);
    return label === undefined || label === null ? -1 : batchNames.indexOf(label);
  });
  refuseConfounded(batchOf, batchNames, patients);
  return { batchOf, batchNames };
}

function refuseConfounded(batchOf: Int32Array, batchNames: readonly string[], { trial }: PatientFrame): void {
  const arms = batchNames.map(() => new Set<number>());
  for (let i = 0; i < batchOf.length; i += 1) if (batchOf[i]! >= 0) arms[batchOf[i]!]!.add(trial[i]!);
  if (batchNames.length > 1 && arms.every((sides) => sides.size === 1)) {
    const ofTrial = arms.filter((sides) => sides.has(1)).length;
    throw new EstimationError(
      `batch and arm are confounded: none of the ${batchNames.length} batches has patients of both arms (${ofTrial} of the trial, ${batchNames.length - ofTrial} of the control), so that a scanner's effect cannot be told from the arm's, and removing one would remove the other; batch by something the arms share, or leave the features out of the design`,
    );
  }
}
