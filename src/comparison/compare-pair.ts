import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { EndpointPair } from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { ResultRecord } from "../results/records.js";
import type { Comparison } from "../spec/comparison.js";
import { compareAvailability } from "./compare-availability.js";
import { compareCauses } from "./compare-causes.js";
import { compareProgression } from "./compare-progression.js";
import { compareResponse } from "./compare-response.js";
import { compareSubgroups } from "./compare-subgroups.js";
import { compareSurvival } from "./compare-survival.js";

export interface PairInput {
  readonly comparison: Comparison;
  readonly pair: EndpointPair;
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly seed: number;
}

/** Outputs 1 to 4 and 6 of one comparison: what charts and scans say of the same patients, arm by arm. */
export function comparePair({ comparison, pair, patients, covariates, seed }: PairInput): ResultRecord[] {
  const { level, replicates, subgroups, sameDayDays, nearDays, horizonDays } = comparison;
  const { ehr, imaging } = pair;
  const records = compareAvailability(pair, patients, covariates);
  if (ehr.kind === "response" && imaging.kind === "response")
    records.push(...compareResponse({ pair: { ...pair, ehr, imaging }, patients, level, replicates, seed }));
  if (ehr.kind === "progression" && imaging.kind === "progression") {
    const both = { ...pair, ehr, imaging };
    records.push(
      ...compareProgression({ pair: both, patients, toleranceDays: [...new Set([sameDayDays, nearDays])], level }),
    );
    records.push(
      ...compareSurvival({ pair: both, patients, horizonDays: horizonDays ?? null, level, replicates, seed }),
    );
  }
  records.push(...compareSubgroups({ pair, patients, covariates, subgroups, level }));
  records.push(...compareCauses({ pair, patients, sameDayDays, nearDays }));
  return records;
}
