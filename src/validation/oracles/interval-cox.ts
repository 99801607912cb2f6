import { fitIntervalCox, type IntervalCoxFit } from "../../stats/interval-cox.js";
import { type Agreement, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";
import { type IntervalModel, toIntervalModel } from "./interval-columns.js";

interface Case extends IntervalModel {
  readonly name: string;
  readonly beta: number[];
}
interface Fit extends Case {
  readonly covariance: number[];
  readonly robustCovariance: number[];
}
interface Fixture {
  readonly cox: Fit[];
  readonly grouped: (Case & { hazard: number[] })[];
  readonly direct: (Fit & { logLikelihood: number })[];
}

/** Rows exact or right-censored are Cox's; visits common to all are a grouped model; visits of each patient's own are the likelihood itself. */
export const intervalCoxOracle: Oracle = {
  id: "interval-cox",
  method: "Semi-parametric proportional hazards of interval-censored times",
  reference: "coxph(ties = breslow), glm(link = cloglog), and the likelihood written out in R",
  packages: ["R", "survival", "numDeriv"],
  run: (fixture) => {
    const { cox, grouped, direct } = fixture as Fixture;
    return [
      ...runEach(cox, compareFit),
      ...runEach(grouped, (fit, { hazard }) => [agreeRelative("baseline hazard", fit.baseline.hazard, hazard, 1e-8)]),
      ...runEach(direct, (fit, expected) => [
        ...compareFit(fit, expected),
        agreeRelative("log likelihood", [fit.logLikelihood], [expected.logLikelihood], 1e-12),
      ]),
    ];
  },
};

function runEach<C extends Case>(cases: readonly C[], compare: (fit: IntervalCoxFit, expected: C) => Agreement[]) {
  return cases.map((each) => {
    const fit = fitIntervalCox({ ...toIntervalModel(each), robust: true });
    return {
      name: each.name,
      agreements: [agreeRelative("coefficients", fit.beta, each.beta, 1e-8), ...compare(fit, each)],
    };
  });
}

const compareFit = (fit: IntervalCoxFit, { covariance, robustCovariance }: Fit) => [
  agreeRelative("covariance", fit.covariance, covariance, 1e-8),
  agreeRelative("robust covariance", fit.robustCovariance ?? [], robustCovariance, 1e-8),
];
