import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields, ofTime } from "./coverage-settings.js";
import { differenceIn, meanIn, meanTo, quantileIn, ratioIn, survivalTo } from "./coverage-truths.js";
import { coverageTau, coverageWorlds } from "./coverage-worlds.js";

const { randomised, confounded, proportional, armOnly } = coverageWorlds;
const { none, att, ate, ato, aten } = coverageDesigns;
const { mean, meanRatio, day, robust, influence, gComputation, aipw } = coverageFields;

const ofCurve = { outcome: "time", hasSe: false } as const;
const trialSurvival = {
  ...{ world: randomised, design: none, ...ofCurve, truth: meanIn(randomised, randomised.hazard.trial, survivalTo) },
  arm: { group: "trial", statistic: "survival", level: `${coverageTau}` },
} as const;
const trialMedian = {
  ...{ world: randomised, design: none, ...ofCurve, truth: quantileIn(randomised, randomised.hazard.trial) },
  arm: { group: "trial", statistic: "median" },
} as const;
const controlSurvival = {
  ...{ world: confounded, design: att, ...ofCurve, truth: meanIn(confounded, confounded.hazard.control, survivalTo) },
  arm: { group: "control", statistic: "survival", level: `${coverageTau}` },
} as const;
const onCurve = (curve: string) => ({ ...day, curve, landmarksDays: [coverageTau] });

const crudeMean = {
  world: randomised,
  design: none,
  ...ofTime,
  truth: differenceIn(randomised, randomised.hazard, meanTo),
};
const crudeRatio = {
  world: randomised,
  design: none,
  ...ofTime,
  truth: ratioIn(randomised, randomised.hazard, meanTo),
};
const crudeDay = {
  world: randomised,
  design: none,
  ...ofTime,
  truth: differenceIn(randomised, randomised.hazard, survivalTo),
};
const weightedMean = {
  world: confounded,
  design: att,
  ...ofTime,
  truth: differenceIn(confounded, confounded.hazard, meanTo),
};
const weightedDay = {
  world: confounded,
  design: att,
  ...ofTime,
  truth: differenceIn(confounded, confounded.hazard, survivalTo),
};
const meanOf = (estimand: "ATE" | "ATO" | "ATEN") => ({
  ...{ world: confounded, ...ofTime, truth: differenceIn(confounded, confounded.hazard, meanTo, estimand) },
});

const continuousMean = (hazard: number) => (1 - Math.exp(-hazard * coverageTau)) / hazard;
const parametric = (family: string) => ({ measure: "parametric-rmst-difference", family, tauDays: coverageTau });
const exponential = {
  ...{ world: proportional, design: none, ...ofTime },
  truth: differenceIn(proportional, proportional.hazard, continuousMean),
};

/** Kaplan–Meier curves, medians, restricted means, and such means under a parametric model. */
export const curveMethods: readonly CoverageMethod[] = [
  { name: "survival of an arm at a day, log", ...trialSurvival, fields: onCurve("log") },
  { name: "survival of an arm at a day, log-log", ...trialSurvival, fields: onCurve("log-log") },
  { name: "survival of an arm at a day, plain", ...trialSurvival, fields: onCurve("plain") },
  {
    name: "survival of a weighted arm at a day, log, ATT weights taken as known (robust)",
    ...controlSurvival,
    fields: onCurve("log"),
  },
  {
    name: "survival of a weighted arm at a day, log, ATT weights estimated",
    ...controlSurvival,
    fields: { ...onCurve("log"), ...influence },
  },
  { name: "median of an arm, Brookmeyer–Crowley, log", ...trialMedian, fields: { ...day, curve: "log" } },
  { name: "median of an arm, Brookmeyer–Crowley, log-log", ...trialMedian, fields: { ...day, curve: "log-log" } },
  {
    name: "first quartile of an arm, Brookmeyer–Crowley, log",
    ...{ ...trialMedian, truth: quantileIn(randomised, randomised.hazard.trial, 0.75) },
    arm: { group: "trial", statistic: "q1" },
    fields: { ...day, curve: "log" },
  },
  {
    name: "median of a weighted arm, Brookmeyer–Crowley, log, ATT weights taken as known (robust)",
    ...{ world: confounded, design: att, ...ofCurve, truth: quantileIn(confounded, confounded.hazard.control) },
    arm: { group: "control", statistic: "median" },
    fields: { ...day, curve: "log" },
  },
  { name: "restricted mean, Greenwood", ...crudeMean, fields: mean },
  { name: "restricted mean, infinitesimal jackknife", ...crudeMean, fields: { ...mean, ...robust } },
  { name: "ratio of restricted means, Greenwood", ...crudeRatio, fields: meanRatio },
  { name: "restricted mean, g-computation on pseudo-values", ...crudeMean, fields: { ...mean, ...gComputation } },
  { name: "survival at a day, Greenwood", ...crudeDay, fields: day },
  { name: "survival at a day, infinitesimal jackknife", ...crudeDay, fields: { ...day, ...robust } },
  { name: "restricted mean, ATT weights estimated", ...weightedMean, fields: { ...mean, ...influence } },
  { name: "restricted mean, ATT weights taken as known (robust)", ...weightedMean, fields: mean },
  { name: "restricted mean, ATE weights estimated", ...meanOf("ATE"), design: ate, fields: { ...mean, ...influence } },
  { name: "restricted mean, ATO weights estimated", ...meanOf("ATO"), design: ato, fields: { ...mean, ...influence } },
  {
    name: "restricted mean, ATEN weights estimated",
    ...meanOf("ATEN"),
    design: aten,
    fields: { ...mean, ...influence },
  },
  { name: "restricted mean, AIPW on pseudo-values", ...weightedMean, fields: { ...mean, ...aipw, ...influence } },
  {
    name: "restricted mean, AIPW on pseudo-values, ATE",
    ...meanOf("ATE"),
    design: ate,
    fields: { ...mean, ...aipw, ...influence },
  },
  {
    name: "ratio of restricted means, ATT weights estimated",
    ...{ world: confounded, design: att, ...ofTime, truth: ratioIn(confounded, confounded.hazard, meanTo) },
    fields: { ...meanRatio, ...influence },
  },
  { name: "survival at a day, ATT weights estimated", ...weightedDay, fields: { ...day, ...influence } },
  { name: "survival at a day, ATT weights taken as known (robust)", ...weightedDay, fields: day },
  { name: "restricted mean, exponential model", ...exponential, fields: parametric("exponential") },
  { name: "restricted mean, Weibull model", ...exponential, fields: parametric("weibull") },
  { name: "restricted mean, Gompertz model", ...exponential, fields: parametric("gompertz") },
  { name: "restricted mean, generalised gamma model", ...exponential, fields: parametric("generalised-gamma") },
  {
    name: "restricted mean, Weibull model, ATT weights estimated",
    ...{ ...exponential, world: armOnly, design: att },
    fields: { ...parametric("weibull"), ...influence },
  },
];
