import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { BinaryData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { Params, ResultRecord, Role } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import { estimateClopperPearson } from "../stats/clopper-pearson.js";
import { estimateRiskDifference as estimateMiettinenNurminen } from "../stats/miettinen-nurminen.js";
import { requireBothArms, selectRows } from "./analysis-rows.js";

export interface RiskDifferenceInput {
  readonly place: Place;
  readonly estimate: Extract<Estimate, { measure: "risk-difference" }>;
  readonly role: Role;
  readonly patients: PatientFrame;
  readonly data: BinaryData;
  readonly weights: DesignWeights;
}

/** Difference of the proportions of two independent unweighted arms, trial minus control, with each arm's proportion. */
export function estimateRiskDifference(input: RiskDifferenceInput): ResultRecord[] {
  const { place, estimate, role, patients, data, weights } = input;
  const { level } = estimate;
  const params: Params = { endpoint: estimate.endpoint, design: estimate.design, level };
  const rows = selectRows(patients, data, weights);
  const arms = { trial: countArm(1), control: countArm(0) };
  const records: ResultRecord[] = [];
  for (const group of ["trial", "control"] as const) {
    const { n, events } = arms[group];
    if (n === 0) continue;
    const at = { ...place, group };
    const detail = { role, params, method: "Clopper–Pearson" };
    const { estimate: proportion, lower, upper } = estimateClopperPearson(events, n, level);
    records.push(
      makeStatistic(at, "n", n, { ...detail, method: null, unit: "patients" }),
      makeStatistic(at, "responders", events, { ...detail, method: null, unit: "patients" }),
    );
    records.push(
      makeStatistic(at, "proportion", proportion, detail),
      makeStatistic(at, "proportion_lower", lower, detail),
      makeStatistic(at, "proportion_upper", upper, detail),
    );
  }
  const detail = { role, params, method: "Miettinen–Nurminen with the factor n/(n − 1)" };
  const names = ["risk_difference", "risk_difference_lower", "risk_difference_upper"] as const;
  try {
    requireBothArms(patients, rows);
    const { trial, control } = arms;
    const difference = estimateMiettinenNurminen({
      events1: trial.events,
      n1: trial.n,
      events0: control.events,
      n0: control.n,
      level,
    });
    const values = [difference.estimate, difference.lower, difference.upper];
    records.push(...names.map((name, k) => makeStatistic(place, name, values[k]!, detail)));
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    records.push(...names.map((name) => makeNotEstimable(place, name, error.message, detail)));
  }
  return records;

  function countArm(side: 0 | 1): { n: number; events: number } {
    let n = 0;
    let events = 0;
    for (const row of rows) {
      if (patients.trial[row] !== side) continue;
      n += 1;
      events += data.value[row]!;
    }
    return { n, events };
  }
}
