import { deriveDesign } from "../design/methods.js";
import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { estimateEffect } from "../outcomes/estimate-effect.js";
import type { ResultRecord } from "../results/records.js";
import type { Plan, PlanVariant } from "../spec/plan.js";
import { type StudyEstimateId, studyEstimates } from "./study-catalogue.js";
import { deriveStudyEndpoints } from "./study-endpoints.js";
import { deriveStudyPatients, type StudyPatients } from "./study-patients.js";
import type { StudyTables } from "./study-rows.js";

/** One estimate on its scale (`studyEstimates`). se: of the method where it has one, else null. */
export interface StudyEstimate {
  readonly estimate: number;
  readonly se: number | null;
  readonly lower: number;
  readonly upper: number;
  readonly p: number;
}

/** What one replicate gave; null = not estimable. */
export interface ReplicateEstimates {
  readonly patients: { readonly trial: number; readonly control: number };
  readonly estimates: Readonly<Record<StudyEstimateId, StudyEstimate | null>>;
}

/** Designs, endpoints and estimates of the plan by the engine's own code, from rows in memory, and those the plan cannot name. */
export function estimateReplicate(tables: StudyTables, plan: Plan, horizonDays: number): ReplicateEstimates {
  const main = plan.variants[0]!;
  const study = deriveStudyPatients(tables, main.covariates);
  const data = deriveStudyEndpoints(tables, study, main);
  const weights = deriveWeights(main, study, plan.analysis.seed);
  const { patients } = study;
  const inPlan = (name: string, own = data.get(main.estimates[name]!.endpoint)!) =>
    estimateByEngine(main, name, { patients, data: own, weights });
  const made: Record<string, StudyEstimate | null> = {
    ...Object.fromEntries(Object.keys(main.estimates).map((name) => [name, inPlan(name)])),
    responseWeightedCharts: inPlan(
      "responseWeighted",
      mixArms(patients, data.get("response")!, data.get("chartResponse")!),
    ),
    pfsWeightedCharts: inPlan("pfsWeighted", mixArms(patients, data.get("pfs")!, data.get("chartPfs")!)),
    pfsWeightedHorizon: inPlan("pfsWeighted", cutAt(data.get("pfs")!, horizonDays)),
  };
  const trial = patients.trial.reduce((sum, arm) => sum + arm, 0);
  const names = Object.keys(studyEstimates) as StudyEstimateId[];
  const estimates = Object.fromEntries(names.map((name) => [name, made[name]!])) as ReplicateEstimates["estimates"];
  return { patients: { trial, control: patients.n - trial }, estimates };
}

/** The weights of every design; a design that cannot be carried out has none. */
function deriveWeights(
  { designs }: PlanVariant,
  { patients, covariates }: StudyPatients,
  seed: number,
): ReadonlyMap<string, DesignWeights> {
  const weights = new Map<string, DesignWeights>();
  for (const [name, design] of Object.entries(designs)) {
    const derived = orNull(() => deriveDesign(design, { name, patients, covariates, seed }));
    if (derived !== null) weights.set(name, derived.weights);
  }
  return weights;
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof EstimationError) return null;
    throw error;
  }
}

/** The plan's estimate of that name on the data given, read back from its records. */
function estimateByEngine(
  { estimates, designs }: PlanVariant,
  name: string,
  {
    patients,
    data,
    weights,
  }: {
    readonly patients: PatientFrame;
    readonly data: OutcomeData;
    readonly weights: ReadonlyMap<string, DesignWeights>;
  },
): StudyEstimate | null {
  const estimate = estimates[name]!;
  const own = weights.get(estimate.design);
  if (own === undefined) return null;
  const design = designs[estimate.design]!;
  const place = { variant: "main", name, estimate, design, role: estimate.role, patients, data } as const;
  return readEstimate(estimateEffect({ ...place, weights: own, blocked: null }));
}

/** The effect among the records of one estimate, a hazard ratio on the scale of its logarithm; null where it is not estimable. */
export function readEstimate(records: readonly ResultRecord[]): StudyEstimate | null {
  const value = (name: string): number | null => {
    for (const record of records)
      if (record.kind === "statistic" && record.statistic === name && record.group === null) return record.value;
    return null;
  };
  const isRatio = records.some((record) => record.kind === "statistic" && record.statistic === "hazard_ratio");
  const name = isRatio ? "hazard_ratio" : "risk_difference";
  const found = [name, `${name}_lower`, `${name}_upper`, "p_value"].map(value);
  if (found.some((each) => each === null)) return null;
  const [estimate, lower, upper, p] = found as [number, number, number, number];
  const scaled = (x: number) => (isRatio ? Math.log(x) : x);
  const se = value(isRatio ? "log_hazard_ratio_se" : "risk_difference_se");
  return { estimate: scaled(estimate), se, lower: scaled(lower), upper: scaled(upper), p };
}

/** The outcome of the trial arm from one source and of the control arm from another. */
function mixArms({ trial }: PatientFrame, ofTrial: OutcomeData, ofControl: OutcomeData): OutcomeData {
  const pick = <T extends Uint8Array | Int32Array>(a: T, b: T): T =>
    a.map((value, i) => (trial[i] === 1 ? value : b[i]!)) as T;
  const available = pick(ofTrial.available, ofControl.available);
  if (ofTrial.kind === "binary" && ofControl.kind === "binary")
    return { ...ofTrial, available, value: pick(ofTrial.value, ofControl.value) };
  if (ofTrial.kind === "survival" && ofControl.kind === "survival")
    return {
      kind: "survival",
      endpoint: ofTrial.endpoint,
      available,
      timeDays: pick(ofTrial.timeDays, ofControl.timeDays),
      status: pick(ofTrial.status, ofControl.status),
    };
  throw new Error("arms can share an endpoint of one kind alone");
}

/** Follow-up ends on day `horizonDays` from index, as it does for the truth. */
function cutAt(data: OutcomeData, horizonDays: number): OutcomeData {
  if (data.kind !== "survival") throw new Error("only a time can be cut");
  const last = horizonDays + 1;
  return {
    kind: "survival",
    endpoint: data.endpoint,
    available: data.available,
    timeDays: data.timeDays.map((time) => Math.min(time, last)),
    status: data.status.map((event, i) => (data.timeDays[i]! > last ? 0 : event)),
  };
}
