import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import { normalIntervalFactor, normalTwoSided } from "../math/normal.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { Params, ResultRecord, Role } from "../results/records.js";
import { fitCox } from "../stats/cox.js";
import { testLogRank } from "../stats/log-rank.js";
import { type ProportionalHazardsInput, testProportionalHazards } from "../stats/proportional-hazards-test.js";
import { requireBothArms, selectRows, takeFloat64, takeInt32, takeUint8 } from "./analysis-rows.js";
import { describeSurvival } from "./describe-survival.js";
import type { HazardRatioInput } from "./measure-input.js";
import { riskTicks } from "./risk-ticks.js";

const effectNames = [
  "hazard_ratio",
  "hazard_ratio_lower",
  "hazard_ratio_upper",
  "log_hazard_ratio",
  "log_hazard_ratio_se",
  "p_value",
] as const;

/** How the variance is found, by what the design did. */
const variances = {
  unadjusted: "inverse of the information",
  weighting: "sandwich (weights taken as known)",
  matching: "sandwich, clustered by matched set",
  "matching-with-replacement": "sandwich (not validated after matching with replacement)",
} as const;

/** The hazard ratio of the trial arm against the control arm from a Cox model of the arm alone, with Kaplan–Meier of both arms. */
export function estimateHazardRatio(input: HazardRatioInput): ResultRecord[] {
  const { place, estimate, role, patients, data, weights } = input;
  const rows = selectRows(patients, data, weights);
  const params: Params = {
    endpoint: estimate.endpoint,
    design: estimate.design,
    ties: estimate.ties,
    level: estimate.level,
    variance: variances[weights.kind],
  };
  const arms = {
    time: takeInt32(data.timeDays, rows),
    status: takeUint8(data.status, rows),
    trial: takeUint8(patients.trial, rows),
    weight: takeFloat64(weights.weight, rows),
    pair: weights.pair === null ? null : takeInt32(weights.pair, rows),
  };
  const records: ResultRecord[] = [];
  const ticks = riskTicks(arms.time);
  for (const [group, side] of [
    ["trial", 1],
    ["control", 0],
  ] as const) {
    const mine = Int32Array.from(arms.trial.keys()).filter((k) => arms.trial[k] === side);
    if (mine.length === 0) continue;
    const arm = {
      time: takeInt32(arms.time, mine),
      status: takeUint8(arms.status, mine),
      weight: takeFloat64(arms.weight, mine),
      weighted: mine.some((k) => arms.weight[k] !== 1),
    };
    records.push(...describeSurvival({ ...place, group }, arm, { role, level: estimate.level, params, ticks }));
  }
  try {
    requireBothArms(patients, rows);
    records.push(...effect(place, estimate, role, params, arms, weights.kind));
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    records.push(...effectNames.map((name) => makeNotEstimable(place, name, error.message, { role, params })));
  }
  return records;
}

interface Arms {
  readonly time: Int32Array;
  readonly status: Uint8Array;
  readonly trial: Uint8Array;
  readonly weight: Float64Array;
  readonly pair: Int32Array | null;
}

function effect(
  place: Place,
  estimate: HazardRatioInput["estimate"],
  role: Role,
  params: Params,
  arms: Arms,
  kind: DesignWeights["kind"],
): ResultRecord[] {
  const { time, status } = arms;
  const data = {
    time,
    status,
    X: Float64Array.from(arms.trial),
    p: 1,
    names: ["trial arm"],
    ties: estimate.ties,
    ...(arms.weight.some((w) => w !== 1) ? { weight: arms.weight } : {}),
  };
  const fit = fitCox({
    ...data,
    ...(kind === "weighting" || kind === "matching-with-replacement" ? { robust: true } : {}),
    ...(arms.pair === null ? {} : { cluster: arms.pair }),
  });
  const logHazardRatio = fit.beta[0]!;
  const se = Math.sqrt((fit.robustCovariance ?? fit.covariance)[0]!);
  const factor = normalIntervalFactor(estimate.level);
  const bounds = [logHazardRatio, logHazardRatio - factor * se, logHazardRatio + factor * se];
  const values = [...bounds.map(Math.exp), logHazardRatio, se, normalTwoSided(logHazardRatio / se)];
  const method = `Cox proportional hazards, ${estimate.ties === "efron" ? "Efron" : "Breslow"} ties`;
  const records: ResultRecord[] = effectNames.map((name, k) =>
    makeStatistic(place, name, values[k]!, { method, role, params }),
  );
  records.push(...proportionality(place, data, fit.beta, { role, params }));
  if (kind === "unadjusted") {
    const test = testLogRank({ time, status, group: Int32Array.from(arms.trial), groups: 2 });
    records.push(makeStatistic(place, "log_rank_chi_squared", test.chiSquared, { method: "log-rank", role, params }));
    records.push(makeStatistic(place, "log_rank_p", test.p, { method: "log-rank", role, params }));
  }
  return records;
}

/** Whether the hazard ratio changes with time: one number cannot stand for the whole follow-up where it does. */
function proportionality(
  place: Place,
  data: Omit<ProportionalHazardsInput, "beta" | "transform">,
  beta: Float64Array,
  detail: { readonly role: Role; readonly params: Params },
): ResultRecord[] {
  const names = ["proportional_hazards_chi_squared", "proportional_hazards_p"] as const;
  const full = {
    ...detail,
    method: "score test of proportional hazards (Grambsch–Therneau), time on the Kaplan–Meier scale",
  };
  try {
    const { chiSquared, p } = testProportionalHazards({ ...data, beta, transform: "km" }).global;
    return [makeStatistic(place, names[0], chiSquared, full), makeStatistic(place, names[1], p, full)];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, full));
  }
}
