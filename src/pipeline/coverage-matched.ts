import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields, noEffect, ofCompeting, ofRate, ofTime } from "./coverage-settings.js";
import { differenceIn, meanTo, ratioIn, survivalTo } from "./coverage-truths.js";
import { coverageWorlds } from "./coverage-worlds.js";

const { paired, tripled, line } = coverageWorlds;
const { pairs, twoToOne, full, replacing } = coverageDesigns;
const { rate, riskRatio, ratio, mean, day, incidence, wald, bootstrapOfPairs } = coverageFields;

const ofScore = { outcome: "response", hasSe: false } as const;
const inPairs = { world: paired, design: pairs };
const difference = { ...inPairs, truth: differenceIn(paired, paired.rate) };
const sets = { world: tripled, truth: differenceIn(tripled, tripled.rate) };

/** What is estimated from matched sets. */
export const matchedMethods: readonly CoverageMethod[] = [
  { name: "risk difference of 1:1 pairs, Tango", ...difference, ...ofScore, fields: rate },
  {
    name: "risk difference of 1:1 pairs, Newcombe",
    ...difference,
    ...ofScore,
    fields: { ...rate, interval: "newcombe" },
  },
  {
    name: "risk difference of 1:1 pairs, clustered by pair",
    ...difference,
    ...ofRate,
    fields: { ...rate, ...wald },
  },
  {
    name: "risk ratio of 1:1 pairs, clustered by pair",
    ...{ ...inPairs, ...ofRate, truth: ratioIn(paired, paired.rate) },
    fields: riskRatio,
  },
  { name: "risk difference of 1:2 sets, clustered by set", ...sets, design: twoToOne, ...ofRate, fields: rate },
  { name: "risk difference, full matching, clustered by set", ...sets, design: full, ...ofRate, fields: rate },
  {
    name: "risk difference, matched with replacement, Abadie–Imbens",
    ...{ world: line, design: replacing, ...ofRate, truth: line.rate.trial[0] - line.rate.control[0] },
    fields: rate,
  },
  {
    name: "hazard ratio of 1:1 pairs, robust, clustered by pair",
    ...{ ...inPairs, ...ofTime, ...noEffect },
    fields: ratio,
  },
  {
    name: "hazard ratio of 1:1 pairs, bootstrap of pairs (200 resamples)",
    ...{ ...inPairs, ...ofTime, ...noEffect },
    fields: { ...ratio, ...bootstrapOfPairs },
  },
  {
    name: "hazard ratio of 1:2 sets, robust, clustered by set",
    ...{ world: tripled, design: twoToOne, ...ofTime, ...noEffect },
    fields: ratio,
  },
  {
    name: "hazard ratio, full matching, robust, clustered by set",
    ...{ world: tripled, design: full, ...ofTime, ...noEffect },
    fields: ratio,
  },
  {
    name: "restricted mean of 1:1 pairs, clustered by pair",
    ...{ ...inPairs, ...ofTime, truth: differenceIn(paired, paired.hazard, meanTo) },
    fields: mean,
  },
  {
    name: "survival at a day of 1:1 pairs, clustered by pair",
    ...{ ...inPairs, ...ofTime, truth: differenceIn(paired, paired.hazard, survivalTo) },
    fields: day,
  },
  {
    name: "cumulative incidence at a day of 1:1 pairs, clustered by pair",
    ...{ ...inPairs, ...ofCompeting, truth: 0 },
    fields: incidence,
  },
];
