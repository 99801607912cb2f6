import { testCochranMantelHaenszel } from "../../stats/cochran-mantel-haenszel.js";
import { estimateMantelHaenszelOddsRatio } from "../../stats/mantel-haenszel-odds-ratio.js";
import { estimateOddsRatio } from "../../stats/odds-ratio.js";
import { estimateRiskRatio } from "../../stats/risk-ratio.js";
import { estimateStratifiedRiskDifference, type StratumWeights } from "../../stats/stratified-risk-difference.js";
import type { TwoProportions } from "../../stats/two-proportions.js";
import { agreeAbsolute, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Strata {
  readonly name: string;
  readonly events1: number[];
  readonly n1: number[];
  readonly events0: number[];
  readonly n0: number[];
}
type Ratios = TwoProportions & { readonly riskRatio: number[]; readonly oddsRatio: number[] };
type Stratified = Strata & {
  readonly weights: StratumWeights;
  readonly level: number;
  readonly estimate: number;
  readonly limits: number[];
  readonly p: number;
};
type Common = Strata & {
  readonly chiSquared: number;
  readonly p: number;
  readonly oddsRatio: number;
  readonly limits: number[];
};

/** Ratios of two proportions, stratified difference, Cochran–Mantel–Haenszel test and common odds ratio. */
export const twoByTwoOracle: Oracle = {
  id: "two-by-two",
  method: "Risk ratio, odds ratio, stratified risk difference, Cochran–Mantel–Haenszel test",
  reference: "mantelhaen.test and the published formulas",
  packages: ["R"],
  run: (fixture) => {
    const { ratios, stratified, common } = fixture as { ratios: Ratios[]; stratified: Stratified[]; common: Common[] };
    return [...ratios.map(runRatios), ...stratified.map(runStratified), ...common.map(runCommon)];
  },
};

function runRatios(table: Ratios) {
  const [risk, odds] = [estimateRiskRatio(table), estimateOddsRatio(table)];
  return {
    name: `${table.events1}/${table.n1} and ${table.events0}/${table.n0} at level ${table.level}`,
    agreements: [
      agreeRelative("limits of the risk ratio", [risk.lower, risk.upper], table.riskRatio, 1e-10),
      agreeRelative("limits of the odds ratio", [odds.lower, odds.upper], table.oddsRatio, 1e-10),
    ],
  };
}

function runStratified(strata: Stratified) {
  const { estimate, lower, upper, p } = estimateStratifiedRiskDifference(strata);
  return {
    name: `${strata.name}, ${strata.weights} weights`,
    agreements: [
      // The reference differentiates its cubic numerically: its constrained proportions are right to about 1e-11.
      agreeAbsolute("stratified risk difference", [estimate, lower, upper], [strata.estimate, ...strata.limits], 1e-9),
      agreeRelative("p", [p], [strata.p], 1e-8),
    ],
  };
}

function runCommon(strata: Common) {
  const test = testCochranMantelHaenszel(strata);
  const { estimate, lower, upper } = estimateMantelHaenszelOddsRatio(strata);
  return {
    name: `${strata.name}, common odds ratio`,
    agreements: [
      agreeRelative("χ² and p", [test.chiSquared, test.p], [strata.chiSquared, strata.p], 1e-12),
      agreeRelative("common odds ratio", [estimate, lower, upper], [strata.oddsRatio, ...strata.limits], 1e-12),
    ],
  };
}
