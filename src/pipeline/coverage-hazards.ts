import type { CoverageMethod } from "./coverage-method.js";
import { coverageDesigns, coverageFields, noEffect, ofScans, ofTime } from "./coverage-settings.js";
import { coverageWorlds } from "./coverage-worlds.js";

const { proportional, confoundedNull, commonHazards } = coverageWorlds;
const { none, att, ate, ato, aten, entropy, entropyOfAll } = coverageDesigns;
const { ratio, robust, influence, stratified, bootstrap, weibullByScans, stepsByScans } = coverageFields;

const ratioOfHazards = proportional.hazard.trial[0] / proportional.hazard.control[0];
const crude = { world: proportional, design: none, ...ofTime, truth: ratioOfHazards };
const weighted = { world: confoundedNull, design: att, ...ofTime, ...noEffect };
const inStrata = { world: commonHazards, design: none, truth: 0.7 };
const byScans = { world: proportional, design: none, ...ofScans, truth: ratioOfHazards };
const weightedByScans = { world: confoundedNull, design: att, ...ofScans, ...noEffect };

/** Cox's hazard ratio, and that of interval-censored times. */
export const hazardMethods: readonly CoverageMethod[] = [
  { name: "hazard ratio, model-based", ...crude, fields: ratio },
  { name: "hazard ratio, robust", ...crude, fields: { ...ratio, ...robust } },
  { name: "hazard ratio, stratified, model-based", ...inStrata, ...ofTime, fields: { ...ratio, ...stratified } },
  { name: "hazard ratio, stratified, robust", ...inStrata, ...ofTime, fields: { ...ratio, ...stratified, ...robust } },
  { name: "hazard ratio, ATT weights estimated", ...weighted, fields: { ...ratio, ...influence } },
  { name: "hazard ratio, ATT weights taken as known (robust)", ...weighted, fields: ratio },
  { name: "hazard ratio, ATE weights estimated", ...weighted, design: ate, fields: { ...ratio, ...influence } },
  { name: "hazard ratio, ATO weights estimated", ...weighted, design: ato, fields: { ...ratio, ...influence } },
  { name: "hazard ratio, ATEN weights estimated", ...weighted, design: aten, fields: { ...ratio, ...influence } },
  {
    name: "hazard ratio, entropy balancing, weights estimated",
    ...{ ...weighted, design: entropy },
    fields: { ...ratio, ...influence },
  },
  {
    name: "hazard ratio, entropy balancing, ATE, weights estimated",
    ...{ ...weighted, design: entropyOfAll },
    fields: { ...ratio, ...influence },
  },
  {
    name: "hazard ratio, ATT weights, bootstrap of the whole design (200 resamples)",
    ...weighted,
    fields: { ...ratio, ...bootstrap },
  },
  { name: "hazard ratio by scans, interval-censored Weibull", ...byScans, fields: weibullByScans },
  { name: "hazard ratio by scans, interval-censored semi-parametric", ...byScans, fields: stepsByScans },
  {
    name: "hazard ratio by scans, interval-censored Weibull, stratified",
    ...{ ...inStrata, ...ofScans },
    fields: { ...weibullByScans, ...stratified },
  },
  {
    name: "hazard ratio by scans, interval-censored semi-parametric, stratified",
    ...{ ...inStrata, ...ofScans },
    fields: { ...stepsByScans, ...stratified },
  },
  {
    name: "hazard ratio by scans, interval-censored Weibull, ATT weights taken as known (robust)",
    ...weightedByScans,
    fields: weibullByScans,
  },
  {
    name: "hazard ratio by scans, interval-censored semi-parametric, ATT weights taken as known (robust)",
    ...weightedByScans,
    fields: stepsByScans,
  },
];
