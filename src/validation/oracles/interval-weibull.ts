import { fitIntervalWeibull, type IntervalWeibullFit } from "../../stats/interval-weibull.js";
import { agreeRelative, because } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";
import { type IntervalModel, toIntervalModel } from "./interval-columns.js";

interface Case extends IntervalModel {
  readonly name: string;
  /** Log shape, log scale, log hazard ratios. */
  readonly parameters: number[];
  readonly covariance: number[];
  readonly logLikelihood: number;
}

/** Parameters, both covariances and likelihood; with strata against the likelihood written out. */
export const intervalWeibullOracle: Oracle = {
  id: "interval-weibull",
  method: "Weibull regression of interval-censored times",
  reference: "survreg(rel.tolerance = 1e-14); with strata the likelihood written out in R",
  packages: ["R", "survival", "numDeriv"],
  run: (fixture) => {
    const { cases, stratified } = fixture as {
      cases: (Case & { robustCovariance: number[] })[];
      stratified: Case;
    };
    return [
      ...cases.map((each): OracleCase => {
        const fit = fitIntervalWeibull({ ...toIntervalModel(each), robust: true });
        return {
          name: each.name,
          agreements: [
            ...compareFit(fit, each),
            agreeRelative("covariance", fit.covariance, each.covariance, 1e-8),
            agreeRelative("robust covariance", fit.robustCovariance ?? [], each.robustCovariance, 1e-8),
          ],
        };
      }),
      runStratified(stratified),
    ];
  },
};

function runStratified(each: Case): OracleCase {
  const fit = fitIntervalWeibull({ ...toIntervalModel(each), robust: false });
  return {
    name: each.name,
    agreements: [
      ...compareFit(fit, each),
      because(
        "the reference differentiates its likelihood twice by numbers, which leaves seven digits",
        agreeRelative("covariance", fit.covariance, each.covariance, 1e-6),
      ),
    ],
  };
}

const compareFit = ({ logShape, logScale, beta, logLikelihood }: IntervalWeibullFit, expected: Case) => [
  agreeRelative("parameters", [...logShape, ...logScale, ...beta], expected.parameters, 1e-8),
  agreeRelative("log likelihood", [logLikelihood], [expected.logLikelihood], 1e-12),
];
