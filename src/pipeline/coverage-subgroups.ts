import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields, ofRate, ofTime } from "./coverage-settings.js";
import { differenceIn } from "./coverage-truths.js";
import { coverageWorlds } from "./coverage-worlds.js";

const { randomised, modified } = coverageWorlds;
const { none, att } = coverageDesigns;
const { rate, ratio, influence, wald } = coverageFields;

const by = (covariate: string, weights = "kept") => ({ subgroups: { own: { by: covariate, weights } } });
const [, hazardInTrial] = randomised.hazard.trial;
const [, hazardInControl] = randomised.hazard.control;
const whereLarger = {
  ...{ world: modified, design: att, ...ofRate, subgroupLevel: "yes" },
  truth: differenceIn(modified, modified.rate) + modified.z.addsInTrial,
};

/** The effect within a level of a subgroup. */
export const subgroupMethods: readonly CoverageMethod[] = [
  {
    name: "risk difference within a level, influence function",
    ...{ world: randomised, design: none, ...ofRate, subgroupLevel: "yes" },
    truth: randomised.rate.trial[1] - randomised.rate.control[1],
    fields: { ...rate, ...wald, ...by("x") },
  },
  {
    name: "risk difference within a level, ATT weights of everyone, taken as known",
    ...whereLarger,
    fields: { ...rate, ...by("z") },
  },
  {
    name: "risk difference within a level, ATT weights made anew within it and estimated",
    ...whereLarger,
    fields: { ...rate, ...influence, ...by("z", "anew") },
  },
  {
    name: "hazard ratio within a level, model-based",
    ...{ world: randomised, design: none, ...ofTime, subgroupLevel: "yes" },
    truth: hazardInTrial / hazardInControl,
    fields: { ...ratio, ...by("x") },
  },
];
