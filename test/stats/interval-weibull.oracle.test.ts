import { describe, expect, it } from "vitest";
import { fitIntervalWeibull } from "../../src/stats/interval-weibull.js";
import { hasReferenceData, readDataset, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";

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
