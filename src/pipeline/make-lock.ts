import type { DesignLock, LockedDesign } from "../design/lock-file.js";
import { fingerprintInputs, lockVariant } from "../design/lock-variant.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { contractVersion } from "../source/contract.js";
import { fingerprintTables } from "../source/fingerprint.js";
import type { Source } from "../source/open-source.js";
import type { PlanVariant } from "../spec/plan.js";
import { isOfCurve } from "./curve-records.js";
import type { DataSeal } from "./lock-files.js";
import type { Study } from "./open-study.js";
import type { VariantDesign } from "./run-designs.js";

/** What a lock says of its own past. */
export type LockHistory = Pick<DesignLock, "resultsExisted" | "replaced">;

/** The lock of the designs as they are now. */
export function makeLock(study: Study, designs: readonly VariantDesign[], history: LockHistory): DesignLock {
  const { analysis } = study.plan;
  const { design, endpoints, estimates, sensitivity } = study.hashes;
  const inputs = new Map<PatientFrame, string>();
  return {
    lockVersion: "1",
    analysis: analysis.id,
    specVersion: analysis.specVersion,
    designHash: design,
    endpoints,
    estimates,
    sensitivity,
    postIndex: designs.flatMap(({ variant }) => describePostIndex(variant)),
    ...history,
    variants: designs.map(({ variant, cohort, designs: carriedOut }) => {
      const { patients, collected } = cohort;
      const fingerprint = inputs.get(patients) ?? fingerprintInputs(patients, collected);
      inputs.set(patients, fingerprint);
      const locked = lockVariant(variant.id, patients, fingerprint, carriedOut);
      return isOfCurve(variant) ? { ...locked, designs: locked.designs.map(withoutWeights) } : locked;
    }),
  };
}

/** Of a combination of a curve its size and balance are locked; the weights of hundreds would be megabytes. */
const withoutWeights = (design: LockedDesign): LockedDesign => ({ ...design, weights: null, pairs: null });

/** The seal of the data as they are now. */
export async function makeSeal(source: Source): Promise<DataSeal> {
  return {
    sealVersion: "1",
    contractVersion,
    tables: (await fingerprintTables(source.store)).map(({ table, rows, fingerprint }) => ({
      table,
      rows,
      fingerprint,
    })),
  };
}

function describePostIndex({ id, cohort }: PlanVariant): string[] {
  const arms = [
    ["both arms", cohort.eligibility],
    ["trial", cohort.trial.eligibility],
    ["control", cohort.control.eligibility],
  ] as const;
  return arms.flatMap(([arm, criteria]) =>
    criteria.flatMap((criterion) =>
      criterion.kind === "sql" && criterion.postIndex ? [`${id}/${arm}: ${criterion.label}`] : [],
    ),
  );
}
