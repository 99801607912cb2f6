import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fitIntervalWeibull, type IntervalWeibullFit } from "../../src/stats/interval-weibull.js";
import { hasReferenceData, readDataset, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";

interface Case {
  name: string;
  data: Record<string, number[]>;
  X: string[];
  /** Log shape, log scale, log hazard ratios. */
  parameters: number[];
  covariance: number[];
  robustCovariance?: number[];
  logLikelihood: number;
}
const fixture: { cases: Case[]; stratified: Case } = JSON.parse(
  readFileSync(new URL("../../oracles/interval-weibull/fixture.json", import.meta.url), "utf8"),
);

function fitCase({ data, X }: Case, robust: boolean): IntervalWeibullFit {
  return fitIntervalWeibull({
    left: Int32Array.from(data.left!),
    right: Int32Array.from(data.right!),
    rightCensored: Uint8Array.from(data.rightCensored!),
    X: Float64Array.from(X.flatMap((name) => data[name]!)),
    p: X.length,
    names: X,
    robust,
    ...(data.weight === undefined ? {} : { weight: Float64Array.from(data.weight) }),
    ...(data.stratum === undefined ? {} : { stratum: Int32Array.from(data.stratum) }),
    ...(data.cluster === undefined ? {} : { cluster: Int32Array.from(data.cluster) }),
  });
}
const parameters = ({ logShape, logScale, beta }: IntervalWeibullFit) => [...logShape, ...logScale, ...beta];

describe("interval-censored Weibull against R survreg", () => {
  it.each(fixture.cases)("$name", (testCase) => {
    const ours = fitCase(testCase, true);
    expect(relativeError(parameters(ours), testCase.parameters)).toBeLessThan(1e-8);
    expect(relativeError(ours.covariance, testCase.covariance)).toBeLessThan(1e-8);
    expect(relativeError(ours.robustCovariance ?? [], testCase.robustCovariance!)).toBeLessThan(1e-8);
    expect(relativeError([ours.logLikelihood], [testCase.logLikelihood])).toBeLessThan(1e-12);
  });

  it("with strata: the likelihood written out in R", () => {
    const ours = fitCase(fixture.stratified, false);
    // The reference differentiates numerically: parameters come out to 1e-9, second derivatives to 1e-7.
    expect(relativeError(parameters(ours), fixture.stratified.parameters)).toBeLessThan(1e-8);
    expect(relativeError(ours.covariance, fixture.stratified.covariance)).toBeLessThan(1e-6);
    expect(relativeError([ours.logLikelihood], [fixture.stratified.logLikelihood])).toBeLessThan(1e-12);
  });
});

interface Reference {
  dist: string;
  model: string;
  coef: { log_shape: number; log_scale: number; treatmentRadChem: number };
  llk: number;
  var: number[][];
}

describe.skipIf(!hasReferenceData)("interval-censored Weibull against R icenReg", () => {
  it("breast cosmesis: radiotherapy with chemotherapy against without", () => {
    const bcos = readDataset("interval_bcos");
    const right = bcos.right!.map((day) => (day === "Inf" ? 0 : Number(day)));
    const ours = fitIntervalWeibull({
      left: Int32Array.from(bcos.left!, Number),
      right: Int32Array.from(right),
      rightCensored: Uint8Array.from(right, (day) => (day === 0 ? 1 : 0)),
      X: Float64Array.from(bcos.treatment!, (t) => (t === "RadChem" ? 1 : 0)),
      p: 1,
      names: ["RadChem"],
    });
    const models = readExpected<{ ic_par_bcos: Reference[] }>("interval_models").ic_par_bcos;
    const { coef, llk, var: covariance } = models.find(({ dist, model }) => dist === "weibull" && model === "ph")!;
    // icenReg's log scale is that of the mean covariate, its search stops at 1e-7 of a coefficient, its covariance is differentiated numerically.
    const atMean = ours.logScale[0]! - (ours.beta[0]! / Math.exp(ours.logShape[0]!)) * (48 / 94);
    const values = [ours.logShape[0]!, atMean, ours.beta[0]!];
    expect(relativeError(values, [coef.log_shape, coef.log_scale, coef.treatmentRadChem])).toBeLessThan(2e-7);
    const [shape, , hazard] = covariance;
    const variances = [ours.covariance[0]!, ours.covariance[2]!, ours.covariance[8]!];
    expect(relativeError(variances, [shape![0]!, shape![2]!, hazard![2]!])).toBeLessThan(1e-3);
    expect(relativeError([ours.logLikelihood], [llk])).toBeLessThan(1e-12);
  });
});
