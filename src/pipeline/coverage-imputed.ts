import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields, ofRate } from "./coverage-settings.js";
import { differenceIn } from "./coverage-truths.js";
import { coverageWorlds } from "./coverage-worlds.js";

const { randomisedMissing, confoundedMissing } = coverageWorlds;
const { imputed } = coverageDesigns;
const { rate } = coverageFields;

const confounder = {
  ...{ world: confoundedMissing, design: imputed, ...ofRate },
  truth: differenceIn(confoundedMissing, confoundedMissing.rate),
};

/** Covariates with missing values, imputed ten times over and pooled by Rubin's rules. */
export const imputedMethods: readonly CoverageMethod[] = [
  {
    name: "risk difference, ATT weights in 10 imputations, Rubin, x alike in the arms",
    ...{ world: randomisedMissing, design: imputed, ...ofRate },
    truth: differenceIn(randomisedMissing, randomisedMissing.rate),
    fields: rate,
  },
  {
    name: "risk difference, ATT weights in 10 imputations, Rubin, x a confounder",
    ...confounder,
    fields: rate,
    limit:
      "values are imputed without the outcome, because the design is blind: what is imputed is less related to it than in truth, and adjusting for it removes less confounding. The interval is as wide as it should be, about an estimate that is off. Where x is alike in the arms (above) nothing is off; where it is not, imputation after the lock is for",
  },
  {
    name: "risk difference, ATT weights in 10 imputations made after the lock with the outcome, Rubin, x a confounder",
    ...confounder,
    fields: { ...rate, imputation: "after-lock" },
  },
];
