import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields, noEffect, ofTime } from "./coverage-settings.js";
import { differenceIn, meanIn, meanTo, survivalTo } from "./coverage-truths.js";
import { coverageTau, coverageWorlds } from "./coverage-worlds.js";

const { late, lateProportional, leaving, leavingNull } = coverageWorlds;
const { none } = coverageDesigns;
const { ratio, mean, day, bootstrap, leaving: weighed } = coverageFields;

const lateRatio = lateProportional.hazard.trial[0] / lateProportional.hazard.control[0];
const left = { design: none, ...ofTime };
const hazards = { world: leavingNull, ...left, ...noEffect };
const days = { world: leaving, ...left, truth: differenceIn(leaving, leaving.hazard, survivalTo) };
const means = { world: leaving, ...left, truth: differenceIn(leaving, leaving.hazard, meanTo) };

/** Patients who are not followed from index on, or not to the end for a reason that the outcome hangs together with. */
export const followedMethods: readonly CoverageMethod[] = [
  {
    name: "hazard ratio, delayed entry, model-based",
    ...{ world: lateProportional, design: none, ...ofTime, truth: lateRatio },
    fields: ratio,
  },
  {
    name: "survival of an arm at a day, delayed entry, log",
    ...{ world: late, design: none, outcome: "time", hasSe: false },
    truth: meanIn(late, late.hazard.trial, survivalTo),
    arm: { group: "trial", statistic: "survival", level: `${coverageTau}` },
    fields: { ...day, landmarksDays: [coverageTau] },
  },
  {
    name: "survival at a day, delayed entry, Greenwood",
    ...{ world: late, design: none, ...ofTime, truth: differenceIn(late, late.hazard, survivalTo) },
    fields: day,
  },
  {
    name: "restricted mean, delayed entry, Greenwood",
    ...{ world: late, design: none, ...ofTime, truth: differenceIn(late, late.hazard, meanTo) },
    fields: mean,
  },
  {
    name: "hazard ratio, censoring weights taken as known, by patient (robust)",
    ...hazards,
    fields: { ...ratio, ...weighed },
  },
  {
    name: "hazard ratio, censoring weights, bootstrap of all (200 resamples)",
    ...hazards,
    fields: { ...ratio, ...weighed, ...bootstrap },
  },
  {
    name: "survival at a day, censoring weights taken as known, by patient (robust)",
    ...days,
    fields: { ...day, ...weighed },
  },
  {
    name: "restricted mean, censoring weights taken as known, by patient (robust)",
    ...means,
    fields: { ...mean, ...weighed },
  },
];
