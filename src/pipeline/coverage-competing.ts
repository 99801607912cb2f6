import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields, noEffect, ofCompeting } from "./coverage-settings.js";
import { differenceIn, incidenceTo, meanIn } from "./coverage-truths.js";
import { coverageTau, coverageWorlds } from "./coverage-worlds.js";

const { randomised, randomisedNull, confounded, confoundedNull } = coverageWorlds;
const { none, att } = coverageDesigns;
const { incidence, subdistribution, influence } = coverageFields;

const weighted = { world: confoundedNull, design: att, ...ofCompeting, ...noEffect };

/** Events that rule one another out. */
export const competingMethods: readonly CoverageMethod[] = [
  {
    name: "subdistribution hazard ratio, Fine–Gray",
    ...{ world: randomisedNull, design: none, ...ofCompeting, ...noEffect },
    fields: subdistribution,
  },
  {
    name: "subdistribution hazard ratio, ATT weights estimated",
    ...weighted,
    fields: { ...subdistribution, ...influence },
  },
  { name: "subdistribution hazard ratio, ATT weights taken as known (robust)", ...weighted, fields: subdistribution },
  {
    name: "cumulative incidence of an arm at a day, Aalen–Johansen, log",
    ...{ world: randomised, design: none, outcome: "competing", hasSe: false },
    truth: meanIn(randomised, randomised.hazard.trial, incidenceTo),
    arm: { group: "trial", statistic: "incidence", level: `${coverageTau}` },
    fields: incidence,
  },
  {
    name: "cumulative incidence at a day, Aalen–Johansen",
    ...{ world: randomised, design: none, ...ofCompeting },
    truth: differenceIn(randomised, randomised.hazard, incidenceTo),
    fields: incidence,
  },
  {
    name: "cumulative incidence at a day, ATT weights estimated",
    ...{ world: confounded, design: att, ...ofCompeting },
    truth: differenceIn(confounded, confounded.hazard, incidenceTo),
    fields: { ...incidence, ...influence },
  },
];
