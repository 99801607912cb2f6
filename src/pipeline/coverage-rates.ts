import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields, ofRate } from "./coverage-settings.js";
import { differenceIn, meanIn, oddsRatioIn, ratioIn } from "./coverage-truths.js";
import { coverageWorlds } from "./coverage-worlds.js";

const { randomised, confounded, commonDifference, commonOdds } = coverageWorlds;
const { none, att, ate, ato, aten, entropy, entropyOfAll } = coverageDesigns;
const { rate, riskRatio, oddsRatio, wald, influence, stratified, gComputation, aipw } = coverageFields;

const ofScore = { outcome: "response", hasSe: false } as const;
const trialRate = {
  ...{ world: randomised, design: none, ...ofScore, truth: meanIn(randomised, randomised.rate.trial) },
  arm: { group: "trial", statistic: "proportion" },
} as const;
const controlRate = {
  ...{ world: confounded, design: att, ...ofScore, truth: meanIn(confounded, confounded.rate.control) },
} as const;
const crudeDifference = { world: randomised, design: none, truth: differenceIn(randomised, randomised.rate) };
const crudeRatio = { world: randomised, design: none, truth: ratioIn(randomised, randomised.rate) };
const crudeOdds = { world: randomised, design: none, truth: oddsRatioIn(randomised, randomised.rate) };
const difference = { world: confounded, design: att, ...ofRate, truth: differenceIn(confounded, confounded.rate) };
const weightedRatio = { world: confounded, design: att, ...ofRate, truth: ratioIn(confounded, confounded.rate) };
const weightedOdds = { world: confounded, design: att, ...ofRate, truth: oddsRatioIn(confounded, confounded.rate) };
const differenceOf = (estimand: "ATE" | "ATO" | "ATEN") => ({
  ...{ world: confounded, ...ofRate, truth: differenceIn(confounded, confounded.rate, undefined, estimand) },
});
const inStrata = {
  ...{
    world: commonDifference,
    design: none,
    ...ofScore,
    truth: differenceIn(commonDifference, commonDifference.rate),
  },
};

/** Rates of unweighted, weighted and modelled arms, their differences and ratios. */
export const rateMethods: readonly CoverageMethod[] = [
  { name: "rate of an arm, Clopper–Pearson", ...trialRate, fields: rate, isExact: true },
  { name: "rate of an arm, Wilson", ...trialRate, fields: { ...rate, armInterval: "wilson" } },
  { name: "rate of an arm, Jeffreys", ...trialRate, fields: { ...rate, armInterval: "jeffreys" } },
  {
    name: "rate of a weighted arm, logit, ATT weights estimated",
    ...controlRate,
    arm: { group: "control", statistic: "proportion" },
    fields: { ...rate, ...influence },
  },
  {
    name: "rate of an arm in the trial's population, logit, g-computation",
    ...controlRate,
    arm: { group: "control", statistic: "proportion_standardised" },
    fields: { ...rate, ...gComputation },
  },
  { name: "risk difference, Miettinen–Nurminen", ...crudeDifference, ...ofScore, fields: rate },
  { name: "risk difference, Newcombe", ...crudeDifference, ...ofScore, fields: { ...rate, interval: "newcombe" } },
  { name: "risk difference, influence function", ...crudeDifference, ...ofRate, fields: { ...rate, ...wald } },
  { name: "risk difference, stratified Miettinen–Nurminen", ...inStrata, fields: { ...rate, ...stratified } },
  {
    name: "risk difference, stratified Miettinen–Nurminen, Mantel–Haenszel weights",
    ...inStrata,
    fields: { ...rate, ...stratified, stratumWeights: "mantel-haenszel" },
  },
  { name: "risk difference, ATT weights estimated", ...difference, fields: { ...rate, ...influence } },
  { name: "risk difference, ATT weights taken as known", ...difference, fields: rate },
  {
    name: "risk difference, ATE weights estimated",
    ...differenceOf("ATE"),
    design: ate,
    fields: { ...rate, ...influence },
  },
  {
    name: "risk difference, ATO weights estimated",
    ...differenceOf("ATO"),
    design: ato,
    fields: { ...rate, ...influence },
  },
  {
    name: "risk difference, ATEN weights estimated",
    ...differenceOf("ATEN"),
    design: aten,
    fields: { ...rate, ...influence },
  },
  { name: "risk difference, g-computation", ...difference, fields: { ...rate, ...gComputation } },
  {
    name: "risk difference, g-computation, ATE",
    ...differenceOf("ATE"),
    design: ate,
    fields: { ...rate, ...gComputation },
  },
  { name: "risk difference, AIPW, weights estimated", ...difference, fields: { ...rate, ...aipw, ...influence } },
  {
    name: "risk difference, AIPW, ATE, weights estimated",
    ...differenceOf("ATE"),
    design: ate,
    fields: { ...rate, ...aipw, ...influence },
  },
  {
    name: "risk difference, entropy balancing, weights estimated",
    ...{ ...difference, design: entropy },
    fields: { ...rate, ...influence },
  },
  {
    name: "risk difference, entropy balancing, ATE, weights estimated",
    ...differenceOf("ATE"),
    design: entropyOfAll,
    fields: { ...rate, ...influence },
  },
  { name: "risk ratio, Miettinen–Nurminen", ...crudeRatio, ...ofScore, fields: riskRatio },
  { name: "risk ratio, influence function", ...crudeRatio, ...ofRate, fields: { ...riskRatio, ...wald } },
  { name: "risk ratio, ATT weights estimated", ...weightedRatio, fields: { ...riskRatio, ...influence } },
  { name: "risk ratio, g-computation", ...weightedRatio, fields: { ...riskRatio, ...gComputation } },
  { name: "odds ratio, Miettinen–Nurminen", ...crudeOdds, ...ofScore, fields: oddsRatio },
  { name: "odds ratio, influence function", ...crudeOdds, ...ofRate, fields: { ...oddsRatio, ...wald } },
  {
    name: "odds ratio, stratified, Mantel–Haenszel with Robins–Breslow–Greenland",
    ...{ world: commonOdds, design: none, ...ofRate, truth: 1.8 },
    fields: { ...oddsRatio, ...stratified },
  },
  { name: "odds ratio, ATT weights estimated", ...weightedOdds, fields: { ...oddsRatio, ...influence } },
  { name: "odds ratio, AIPW, weights estimated", ...weightedOdds, fields: { ...oddsRatio, ...aipw, ...influence } },
];
