import { compareEffect } from "../comparison/compare-effect.js";
import { correctResponse } from "../comparison/correct-response.js";
import { correctSurvival } from "../comparison/correct-survival.js";
import { designRows } from "../comparison/design-sample.js";
import { effectOf } from "../comparison/effect-of.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { EndpointView } from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { stream } from "../math/stream.js";
import type { ResultRecord } from "../results/records.js";
import { type BiasStudyResult, logOf, scales } from "./bias-study-result.js";
import type { BiasStudySettings } from "./bias-study-settings.js";
import type { PreparedPair } from "./compare-pairs.js";
import { scenarioData, scenarios } from "./compare-scenarios.js";

const trialOnScans = scenarios[2];

/**
 * Charts of the controls against the trial's scans: the effect as it comes, corrected from the controls whose scans were read too (a
 * share of them, drawn), and what the comparison says of the direction in which charts bias the controls.
 */
export function chartEffects(
  prepared: PreparedPair,
  patients: PatientFrame,
  weights: DesignWeights,
  { validated, bootstrap, seed }: Pick<BiasStudySettings, "validated" | "bootstrap" | "seed">,
): BiasStudyResult["found"] {
  const { pair } = prepared;
  const isResponse = pair.imaging.kind === "response";
  const measure = isResponse ? "risk-difference" : "hazard-ratio";
  const effect = isResponse ? "risk_difference" : "hazard_ratio";
  const scale = isResponse ? scales.difference : scales.ratio;
  const place = { variant: "main", stage: "comparison", population: weights.design, variable: "study" } as const;
  const set = { place, measure, effect, patients, weights, level: 0.95, seed } as const;
  const data = scenarioData(prepared, patients, trialOnScans);
  const shift = compareEffect({
    ...set,
    scenario: trialOnScans.id,
    data,
    reference: prepared.imaging,
    horizonDays: 365,
    replicates: bootstrap,
  });
  const rows = designRows(patients, weights, (row) => data.available[row] === 1);
  const said = (statistic: string) => readShift(shift.records, statistic);
  const found: Record<string, number | null> = {
    [`charts of controls: ${scale}`]: effectOf(measure, data, { rows, trial: patients.trial, weight: weights.weight }),
    [`control shift: ${scale}`]: said("control_difference"),
    [`control shift, lower: ${scale}`]: said("control_difference_lower"),
    [`control shift, upper: ${scale}`]: said("control_difference_upper"),
  };
  for (const record of corrected(pair, { ...set, replicates: 0 }, drawValidated(patients, validated, seed, pair.name)))
    if (record.kind === "statistic" && record.statistic === effect)
      found[`${record.level}: ${scale}`] = isResponse ? record.value : logOf(record.value);
  return found;
}

/** 1 = the patient's scans were read: all of the trial's, and of the controls a share. */
function drawValidated({ trial }: PatientFrame, share: number, seed: number, name: string): Uint8Array {
  const draws = stream(seed, `validated/${name}`);
  return trial.map((side) => (side === 1 || draws.uniform() < share ? 1 : 0));
}

function corrected(
  pair: PreparedPair["pair"],
  set: Parameters<typeof correctResponse>[1],
  keep: Uint8Array,
): ResultRecord[] {
  const { ehr, imaging } = pair;
  const masked = <V extends EndpointView>(view: V): V => ({
    ...view,
    available: view.available.map((yes, row) => yes & keep[row]!),
  });
  if (ehr.kind === "response" && imaging.kind === "response")
    return correctResponse({ ...pair, ehr, imaging: masked(imaging) }, set);
  if (ehr.kind === "progression" && imaging.kind === "progression") {
    const records = correctSurvival({ ...pair, ehr, imaging: masked(imaging) }, set);
    const whole = correctSurvival({ ...pair, ehr, imaging }, set).filter((each) => isLevel(each, "scans as intervals"));
    return [...records.filter((each) => !isLevel(each, "scans as intervals")), ...whole];
  }
  throw new Error("both sides of a comparison are of one kind");
}

const isLevel = (record: ResultRecord, level: string): boolean => record.kind === "statistic" && record.level === level;

function readShift(records: readonly ResultRecord[], statistic: string): number | null {
  for (const record of records) if (record.kind === "statistic" && record.statistic === statistic) return record.value;
  return null;
}
