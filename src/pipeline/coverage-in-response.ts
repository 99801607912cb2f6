import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields, ofCourse } from "./coverage-settings.js";
import { differenceIn, inResponseTo, meanIn } from "./coverage-truths.js";
import { coverageTau, coverageWorlds } from "./coverage-worlds.js";

const { randomised, confounded, paired } = coverageWorlds;
const { none, att, pairs } = coverageDesigns;
const { inResponse, influence, bootstrapOfPairs } = coverageFields;

const inPairs = { world: paired, design: pairs, ...ofCourse, truth: differenceIn(paired, paired.hazard, inResponseTo) };

/** Being in response on a day: of an arm, and its difference. */
export const inResponseMethods: readonly CoverageMethod[] = [
  {
    name: "probability of being in response of an arm at a day, logit",
    ...{ world: randomised, design: none, outcome: "course", hasSe: false },
    truth: meanIn(randomised, randomised.hazard.trial, inResponseTo),
    arm: { group: "trial", statistic: "in_response", level: `${coverageTau}` },
    fields: inResponse,
  },
  {
    name: "probability of being in response at a day, influence function",
    ...{ world: randomised, design: none, ...ofCourse },
    truth: differenceIn(randomised, randomised.hazard, inResponseTo),
    fields: inResponse,
  },
  {
    name: "probability of being in response at a day, ATT weights estimated",
    ...{ world: confounded, design: att, ...ofCourse },
    truth: differenceIn(confounded, confounded.hazard, inResponseTo),
    fields: { ...inResponse, ...influence },
  },
  {
    name: "probability of being in response at a day, 1:1 pairs, clustered by pair",
    ...inPairs,
    fields: inResponse,
  },
  {
    name: "probability of being in response at a day, 1:1 pairs, bootstrap of pairs (200 resamples)",
    ...inPairs,
    fields: { ...inResponse, ...bootstrapOfPairs },
  },
];
