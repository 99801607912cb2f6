import type { DesignWeights } from "../frame/design-weights.js";
import { measures } from "../spec/measures.js";
import type { RateEstimate, RateMethod } from "../spec/rate-method.js";
import { estimateAbadieImbens } from "../stats/abadie-imbens.js";
import { estimateRiskDifference } from "../stats/miettinen-nurminen.js";
import { estimateNewcombeDifference } from "../stats/newcombe.js";
import { estimatePairedNewcombeDifference } from "../stats/newcombe-paired.js";
import { estimateOddsRatio } from "../stats/odds-ratio.js";
import { contrastRates as contrastOnScale } from "../stats/rate-contrast.js";
import { estimateRiskRatio } from "../stats/risk-ratio.js";
import { estimateTangoDifference } from "../stats/tango.js";
import { deriveWeightedRate } from "../stats/weighted-rate.js";
import { adjustedContrast, describeAdjustment, type StandardisedArms } from "./adjusted-means.js";
import { type Effect, normalEffect } from "./effect.js";
import { countArms, countPairs, countStrata, type RateRows } from "./rate-rows.js";
import { rateScales } from "./rate-scales.js";
import { describeInterval, effectOf, type Replicates } from "./replicates.js";
import { standardErrorOf, weightVarianceOf } from "./standard-error.js";
import { contrastStrata } from "./stratified-rates.js";

type Measure = RateEstimate["measure"];

export interface ContrastInput {
  readonly weights: DesignWeights;
  /** A number per row where the estimate is stratified; null elsewhere. */
  readonly stratum: Int32Array | null;
  readonly replicates: Replicates | null;
  /** Means by a regression of the outcome, where the estimate asks for them. */
  readonly standardised: StandardisedArms | null;
}

type Contrast = (estimate: RateEstimate, rows: RateRows, input: ContrastInput) => Effect;

const contrasts: Record<RateMethod, Contrast> = {
  "miettinen-nurminen": contrastByScore,
  newcombe: contrastByNewcombe,
  tango: contrastByTango,
  "abadie-imbens": contrastByAbadieImbens,
  wald: contrastByWald,
  adjusted: contrastByRegression,
};

/** The contrast of the rates of both arms. Throws EstimationError where it cannot be made. */
export function contrastRates(
  method: RateMethod,
  estimate: RateEstimate,
  rows: RateRows,
  input: ContrastInput,
): Effect {
  return contrasts[method](estimate, rows, input);
}

const scores = {
  "risk-difference": estimateRiskDifference,
  "risk-ratio": estimateRiskRatio,
  "odds-ratio": estimateOddsRatio,
} as const satisfies Record<Measure, unknown>;

function contrastByScore(estimate: RateEstimate, rows: RateRows, { stratum }: ContrastInput): Effect {
  if (stratum !== null) return contrastStrata(estimate, countStrata(rows, stratum, estimate.level));
  return {
    ...scores[estimate.measure](countArms(rows, estimate.level)),
    linear: null,
    reason: "infinite, or 0/0: nobody (or, of an odds ratio, everybody) has the outcome in an arm",
    method: "Miettinen–Nurminen with the factor n/(n − 1)",
  };
}

function contrastByNewcombe({ level }: RateEstimate, rows: RateRows): Effect {
  const words = { linear: null, reason: "" };
  if (rows.set !== null) {
    const pairs = countPairs(rows, level);
    const method = "Newcombe's hybrid score interval for pairs";
    const { p } = estimateTangoDifference(pairs);
    return { ...estimatePairedNewcombeDifference(pairs), p, ...words, method, test: "McNemar's test" };
  }
  const arms = countArms(rows, level);
  const method = "Newcombe's hybrid score interval";
  const { p } = estimateRiskDifference(arms);
  return { ...estimateNewcombeDifference(arms), p, ...words, method, test: "Miettinen–Nurminen score test" };
}

function contrastByTango({ level }: RateEstimate, rows: RateRows): Effect {
  const result = estimateTangoDifference(countPairs(rows, level));
  return { ...result, linear: null, reason: "", method: "Tango's score interval for pairs", test: "McNemar's test" };
}

function contrastByAbadieImbens({ measure, level }: RateEstimate, rows: RateRows): Effect {
  if (rows.replacement === null) throw new Error("Abadie–Imbens needs the links of matching with replacement");
  const { match, score } = rows.replacement;
  const { att, se } = estimateAbadieImbens({
    outcome: Float64Array.from(rows.value),
    treated: rows.arm,
    match,
    residualVariance: { kind: "by-neighbours", neighbours: 1, score },
  });
  const method =
    "mean matched difference, Abadie–Imbens standard error (residual variance from nearest neighbours, score taken as known)";
  return { ...normalEffect(measures[measure].kind, { estimate: att, se }, level), method };
}

function contrastByWald(estimate: RateEstimate, rows: RateRows, { weights, replicates }: ContrastInput): Effect {
  const { measure } = estimate;
  const rate = (side: 0 | 1) => deriveWeightedRate(rows.value, rows.weight, rows.arm, side);
  const linear = contrastOnScale(rateScales[measure], rate(1), rate(0));
  const se = standardErrorOf(linear, rows, weights, weightVarianceOf(estimate));
  const { kind } = measures[measure];
  const effect = effectOf(kind, { estimate: linear.estimate, se }, estimate, replicates);
  return { ...effect, method: `rates compared, ${describeInterval(estimate, kind)}` };
}

function contrastByRegression(estimate: RateEstimate, rows: RateRows, input: ContrastInput): Effect {
  const { weights, replicates, standardised } = input;
  const { adjustment, measure } = estimate;
  if (standardised === null || adjustment === undefined) throw new Error("an adjusted contrast needs its means");
  const { kind } = measures[measure];
  const linear = adjustedContrast(rateScales[measure], standardised, rows, weights, weightVarianceOf(estimate));
  const effect = effectOf(kind, linear, estimate, replicates);
  return { ...effect, method: `${describeAdjustment(adjustment, "logistic")}, ${describeInterval(estimate, kind)}` };
}
