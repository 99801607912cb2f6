import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { hashLines } from "../spec/hash.js";
import { effectiveSampleSize } from "../stats/effective-sample-size.js";
import type { LockedDesign, LockedVariant } from "./lock-file.js";
import type { DesignResult } from "./run-design.js";

/** What the lock keeps of one variant: the fingerprint of its inputs (`fingerprintInputs`) and the outcome of each design. */
export function lockVariant(
  variant: string,
  patients: PatientFrame,
  inputs: string,
  designs: readonly DesignResult[],
): LockedVariant {
  let trial = 0;
  for (let i = 0; i < patients.n; i += 1) trial += patients.trial[i]!;
  return {
    variant,
    inputs,
    patients: { trial, control: patients.n - trial },
    designs: designs.map((design) => lockDesign(patients, design)),
  };
}

/** SHA-256 over one line a patient in the frame's order (dataset, id, index, arm, covariates), so free of the order of the source's rows. */
export function fingerprintInputs(patients: PatientFrame, covariates: CovariateMatrix): string {
  function* lines(): Generator<string> {
    yield JSON.stringify(covariates.columns.map((column) => [column.name, column.kind, column.levels]));
    for (let i = 0; i < patients.n; i += 1) {
      const values = covariates.columns.map((column) => (column.missing[i] === 1 ? null : column.value[i]));
      yield JSON.stringify([
        patients.datasetId[i],
        patients.patientId[i],
        patients.indexEpochDay[i],
        patients.trial[i],
        values,
      ]);
    }
  }
  return hashLines(lines());
}

function lockDesign(patients: PatientFrame, design: DesignResult): LockedDesign {
  const statistic = (name: string, group: string | null): number | null => {
    for (const record of design.records) {
      if (record.kind === "statistic" && record.statistic === name && record.group === group)
        return record.value === null ? null : tenDigits(record.value);
    }
    return null;
  };
  const { weights } = design;
  return {
    design: design.name,
    failure: design.failure,
    largestSmd: statistic("largest_smd", null),
    effectiveSampleSize: statistic("effective_sample_size", "control"),
    gates: design.gates.map(({ indicator, status, reason }) => ({ gate: indicator, status, reason })),
    weights: weights === null || weights.kind === "unadjusted" ? null : Array.from(weights.weight, tenDigits),
    pairs: weights?.pair == null ? null : Array.from(weights.pair),
    ...(design.completed === null
      ? {}
      : { imputations: design.completed.map((completed) => lockImputation(patients, completed.weights)) }),
  };
}

function lockImputation({ trial }: PatientFrame, { weight, pair }: DesignWeights) {
  const size = (side: 0 | 1) => {
    const own = weight.filter((w, i) => trial[i] === side && w > 0);
    return tenDigits(own.length === 0 ? 0 : effectiveSampleSize(own));
  };
  return {
    trialEffectiveSampleSize: size(1),
    controlEffectiveSampleSize: size(0),
    pairs: pair === null ? null : hashLines([Array.from(pair).join()]),
  };
}

/** Numbers agree to ten significant digits across processors, so that is what a lock keeps. */
function tenDigits(value: number): number {
  return Number(value.toPrecision(10));
}
