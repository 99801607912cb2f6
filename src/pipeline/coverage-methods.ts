import {
  type ByArm,
  type CoverageOutcome,
  type CoverageWorld,
  coverageTau,
  coverageWorlds,
} from "./coverage-worlds.js";

/** A variance method in a setting of its own: what is estimated, how, and what is true. */
export interface CoverageMethod {
  readonly name: string;
  readonly world: CoverageWorld;
  readonly outcome: CoverageOutcome;
  /** Of the design, as the spec has them. */
  readonly design: Readonly<Record<string, unknown>>;
  /** Of the estimate, as the spec has them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The effect in the trial's population, as it is reported: a ratio's is 1 where there is no effect. */
  readonly truth: number;
  /** Whether the standard error on the linear scale is held against the spread of the estimates. */
  readonly hasSe: boolean;
  /** A number of the trial arm alone in place of the effect. */
  readonly arm?: { readonly statistic: string; readonly level?: string };
  /** An exact interval: its coverage is at least nominal, however far above. */
  readonly isExact?: boolean;
  /** Why the method misses, where it is known to, in one clause. */
  readonly misses?: string;
}

const { randomised, confounded, confoundedNull, proportional, paired, commonDifference, line } = coverageWorlds;
const { randomisedMissing, confoundedMissing } = coverageWorlds;

/** The mean over the trial's patients of a number at each x. */
function inTrial({ x }: CoverageWorld, [low, high]: readonly [number, number], of = (value: number) => value): number {
  if (x === "line") throw new Error("a mean over a line of values is not in closed form here");
  return (1 - x.trial) * of(low) + x.trial * of(high);
}

const difference = (world: CoverageWorld, { trial, control }: ByArm, of?: (value: number) => number): number =>
  inTrial(world, trial, of) - inTrial(world, control, of);
const rateDifference = (world: CoverageWorld): number => difference(world, world.rate!);
/** Of a time in whole days, rounded up: Σ S(k) over the days before τ. */
const meanTo = (hazard: number): number => (1 - Math.exp(-hazard * coverageTau)) / (1 - Math.exp(-hazard));
const survivalTo = (hazard: number): number => Math.exp(-hazard * coverageTau);
/** Of the event, the competing one having half its hazard. */
const incidenceTo = (hazard: number): number => (1 - Math.exp(-1.5 * hazard * coverageTau)) / 1.5;
/** The first day on which no more than half are left. */
function medianInTrial(world: CoverageWorld): number {
  for (let day = 1; ; day += 1)
    if (inTrial(world, world.hazard!.trial, (hazard) => Math.exp(-hazard * day)) <= 0.5) return day;
}

const none = { method: "unadjusted" };
const attWeights = { method: "weighting", propensity: { terms: ["x"] } };
const entropy = { method: "entropy-balancing", moments: ["x"] };
const pairs = { method: "nearest", propensity: { terms: ["x"] } };
const replacing = { method: "with-replacement", propensity: { terms: ["x"] }, caliper: null };
const imputed = (iterations: number) => ({
  ...attWeights,
  propensity: { terms: ["x"], missing: { method: "multiple-imputation", imputations: 10, iterations } },
});

type Setting = Pick<CoverageMethod, "world" | "design">;
const crude: Setting = { world: randomised, design: none };
const att: Setting = { world: confounded, design: attWeights };
const nullWeighted: Setting = { world: confoundedNull, design: attWeights };
const ofRate = { outcome: "response", hasSe: true } as const;
const ofTime = { outcome: "time", hasSe: true } as const;
const ofScore = { outcome: "response", hasSe: false } as const;
const rate = { measure: "risk-difference" } as const;
const ratio = { measure: "hazard-ratio" } as const;
const mean = { measure: "rmst-difference", tauDays: coverageTau } as const;
const day = { measure: "survival-difference", timeDays: coverageTau } as const;
const underCompetition = { composite: "c" } as const;
const influence = { variance: "influence" } as const;
const adjusted = (by: string) => ({ adjustment: { by, terms: ["x"] } });
const bootstrap = { variance: "bootstrap", bootstrap: { replicates: 200 } } as const;
const noEffect = { truth: 1 } as const;

const randomisedRate = { ...crude, truth: rateDifference(randomised) };
const confoundedRate = { ...att, ...ofRate, truth: rateDifference(confounded) };
const confoundedMean = { ...att, ...ofTime, truth: difference(confounded, confounded.hazard, meanTo) };
const trialRate = { ...crude, ...ofScore, truth: inTrial(randomised, randomised.rate.trial) };
const ofCurve = { outcome: "time", hasSe: false } as const;
const trialSurvival = {
  ...{ ...crude, ...ofCurve, truth: inTrial(randomised, randomised.hazard.trial, survivalTo) },
  arm: { statistic: "survival", level: `${coverageTau}` },
} as const;
const trialMedian = { ...crude, ...ofCurve, truth: medianInTrial(randomised), arm: { statistic: "median" } } as const;
const onCurve = (curve: string) => ({ ...day, curve, landmarksDays: [coverageTau] });

/** Every method that is held to its nominal coverage. */
export const coverageMethods: readonly CoverageMethod[] = [
  {
    name: "rate of an arm, Clopper–Pearson",
    ...trialRate,
    fields: rate,
    arm: { statistic: "proportion" },
    isExact: true,
  },
  {
    name: "rate of an arm, Wilson",
    ...trialRate,
    fields: { ...rate, armInterval: "wilson" },
    arm: { statistic: "proportion" },
  },
  {
    name: "rate of an arm, Jeffreys",
    ...trialRate,
    fields: { ...rate, armInterval: "jeffreys" },
    arm: { statistic: "proportion" },
  },
  { name: "risk difference, Miettinen–Nurminen", ...randomisedRate, ...ofScore, fields: rate },
  { name: "risk difference, Newcombe", ...randomisedRate, ...ofScore, fields: { ...rate, interval: "newcombe" } },
  { name: "risk difference, influence function", ...randomisedRate, ...ofRate, fields: { ...rate, interval: "wald" } },
  {
    name: "risk difference, stratified Miettinen–Nurminen",
    ...{ world: commonDifference, design: none, ...ofScore, truth: rateDifference(commonDifference) },
    fields: { ...rate, strata: ["x"] },
  },
  {
    name: "risk difference of 1:1 pairs, Tango",
    ...{ world: paired, design: pairs, ...ofScore, truth: rateDifference(paired) },
    fields: rate,
  },
  {
    name: "risk difference of 1:1 pairs, clustered by pair",
    ...{ world: paired, design: pairs, ...ofRate, truth: rateDifference(paired) },
    fields: { ...rate, interval: "wald" },
  },
  {
    name: "risk difference, matched with replacement, Abadie–Imbens",
    ...{ world: line, design: replacing, ...ofRate, truth: line.rate.trial[0] - line.rate.control[0] },
    fields: rate,
  },
  { name: "risk difference, ATT weights estimated", ...confoundedRate, fields: { ...rate, ...influence } },
  { name: "risk difference, g-computation", ...confoundedRate, fields: { ...rate, ...adjusted("g-computation") } },
  {
    name: "risk difference, AIPW, weights estimated",
    ...confoundedRate,
    fields: { ...rate, ...adjusted("aipw"), ...influence },
  },
  {
    name: "risk difference, entropy balancing, weights estimated",
    ...{ ...confoundedRate, design: entropy },
    fields: { ...rate, ...influence },
  },
  {
    name: "risk difference, ATT weights in 10 imputations, Rubin, x alike in the arms",
    ...{ world: randomisedMissing, design: imputed(2), ...ofRate, truth: rateDifference(randomisedMissing) },
    fields: rate,
  },
  {
    name: "risk difference, ATT weights in 10 imputations, Rubin, x a confounder",
    ...{ world: confoundedMissing, design: imputed(2), ...ofRate, truth: rateDifference(confoundedMissing) },
    fields: rate,
    misses:
      "values are imputed without the outcome, because the design is blind: what is imputed is less related to it than in truth, and adjusting for it removes less confounding",
  },
  {
    name: "risk difference, ATT weights in 10 imputations made after the lock with the outcome, Rubin, x a confounder",
    ...{ world: confoundedMissing, design: imputed(2), ...ofRate, truth: rateDifference(confoundedMissing) },
    fields: { ...rate, imputation: "after-lock" },
  },
  { name: "survival of an arm at a day, log", ...trialSurvival, fields: onCurve("log") },
  { name: "survival of an arm at a day, log-log", ...trialSurvival, fields: onCurve("log-log") },
  { name: "survival of an arm at a day, plain", ...trialSurvival, fields: onCurve("plain") },
  { name: "median of an arm, Brookmeyer–Crowley, log", ...trialMedian, fields: { ...day, curve: "log" } },
  { name: "median of an arm, Brookmeyer–Crowley, log-log", ...trialMedian, fields: { ...day, curve: "log-log" } },
  {
    name: "restricted mean, Greenwood",
    ...crude,
    ...ofTime,
    fields: mean,
    truth: difference(randomised, randomised.hazard, meanTo),
  },
  {
    name: "survival at a day, Greenwood",
    ...crude,
    ...ofTime,
    fields: day,
    truth: difference(randomised, randomised.hazard, survivalTo),
  },
  { name: "restricted mean, ATT weights estimated", ...confoundedMean, fields: { ...mean, ...influence } },
  {
    name: "restricted mean, AIPW on pseudo-values",
    ...confoundedMean,
    fields: { ...mean, ...adjusted("aipw"), ...influence },
  },
  {
    name: "survival at a day, ATT weights estimated",
    ...{ ...att, ...ofTime, truth: difference(confounded, confounded.hazard, survivalTo) },
    fields: { ...day, ...influence },
  },
  {
    name: "hazard ratio, model-based",
    ...{
      world: proportional,
      design: none,
      ...ofTime,
      truth: proportional.hazard.trial[0] / proportional.hazard.control[0],
    },
    fields: ratio,
  },
  {
    name: "hazard ratio, ATT weights estimated",
    ...nullWeighted,
    ...ofTime,
    ...noEffect,
    fields: { ...ratio, ...influence },
  },
  {
    name: "hazard ratio, ATT weights taken as known (robust)",
    ...{ ...nullWeighted, ...ofTime, ...noEffect },
    fields: ratio,
  },
  {
    name: "hazard ratio, entropy balancing, weights estimated",
    ...{ ...nullWeighted, design: entropy, ...ofTime, ...noEffect },
    fields: { ...ratio, ...influence },
  },
  {
    name: "hazard ratio, ATT weights, bootstrap of the whole design (200 resamples)",
    ...{ ...nullWeighted, ...ofTime, ...noEffect },
    fields: { ...ratio, ...bootstrap },
  },
  {
    name: "hazard ratio of 1:1 pairs, robust, clustered by pair",
    ...{ world: paired, design: pairs, ...ofTime, ...noEffect },
    fields: ratio,
  },
  {
    name: "hazard ratio by scans, interval-censored Weibull",
    ...{ world: proportional, design: none, outcome: "scans", hasSe: true },
    ...{ truth: proportional.hazard.trial[0] / proportional.hazard.control[0] },
    fields: { measure: "interval-hazard-ratio", model: "weibull" },
  },
  {
    name: "hazard ratio by scans, interval-censored semi-parametric",
    ...{ world: proportional, design: none, outcome: "scans", hasSe: true },
    ...{ truth: proportional.hazard.trial[0] / proportional.hazard.control[0] },
    fields: { measure: "interval-hazard-ratio", model: "semiparametric" },
  },
  {
    name: "subdistribution hazard ratio, Fine–Gray",
    ...{
      ...crude,
      world: { ...confoundedNull, x: randomised.x, name: "randomised-null" },
      outcome: "competing",
      hasSe: true,
    },
    ...noEffect,
    fields: { measure: "subdistribution-hazard-ratio", ...underCompetition },
  },
  {
    name: "cumulative incidence at a day, Aalen–Johansen",
    ...{ ...crude, outcome: "competing", hasSe: true, truth: difference(randomised, randomised.hazard, incidenceTo) },
    fields: { measure: "incidence-difference", timeDays: coverageTau, ...underCompetition },
  },
  {
    name: "cumulative incidence at a day, ATT weights estimated",
    ...{ ...att, outcome: "competing", hasSe: true, truth: difference(confounded, confounded.hazard, incidenceTo) },
    fields: { measure: "incidence-difference", timeDays: coverageTau, ...underCompetition, ...influence },
  },
];
