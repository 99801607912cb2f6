import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields } from "./coverage-settings.js";
import { coverageWorlds } from "./coverage-worlds.js";

const { proportional, randomisedNull, confoundedNull, commonHazards, commonDifference, late } = coverageWorlds;
const { none } = coverageDesigns;
const { ratio, rate, oddsRatio, wald, stratified, subdistribution } = coverageFields;

const sized = { design: none, hasSe: false, truth: 0.5 };
const ofCurves = { ...sized, world: randomisedNull, outcome: "time" } as const;
const byX = { subgroups: { own: { by: "x" } } };

/** Tests where what they test is true. */
export const sizedTests: readonly CoverageMethod[] = [
  { name: "log-rank", ...ofCurves, fields: ratio, test: "log_rank_p" },
  {
    name: "log-rank, stratified",
    ...{ ...ofCurves, world: confoundedNull },
    fields: { ...ratio, ...stratified },
    test: "log_rank_p",
  },
  {
    name: "log-rank, delayed entry",
    ...{ ...ofCurves, world: { ...late, name: "late-null", hazard: randomisedNull.hazard } },
    fields: ratio,
    test: "log_rank_p",
  },
  {
    name: "log-rank, Fleming–Harrington weights (0, 1)",
    ...ofCurves,
    fields: { ...ratio, tests: [{ rho: 0, gamma: 1 }] },
    test: "fleming_harrington_p",
  },
  { name: "MaxCombo", ...ofCurves, fields: { ...ratio, tests: ["max-combo"] }, test: "max_combo_p" },
  {
    name: "proportional hazards",
    ...{ ...sized, world: proportional, outcome: "time" },
    fields: ratio,
    test: "proportional_hazards_p",
  },
  {
    name: "Gray's test",
    ...{ ...sized, world: randomisedNull, outcome: "competing" },
    fields: subdistribution,
    test: "gray_p",
  },
  {
    name: "Cochran–Mantel–Haenszel",
    ...{ ...sized, world: confoundedNull, outcome: "response" },
    fields: { ...oddsRatio, ...stratified },
    test: "cmh_p",
  },
  {
    name: "one risk difference in all levels of a subgroup (contrast of levels)",
    ...{ ...sized, world: commonDifference, outcome: "response" },
    fields: { ...rate, ...wald, ...byX },
    test: "interaction_p",
  },
  {
    name: "one hazard ratio in all levels of a subgroup (contrast of levels)",
    ...{ ...sized, world: commonHazards, outcome: "time" },
    fields: { ...ratio, ...byX },
    test: "interaction_p",
  },
];
