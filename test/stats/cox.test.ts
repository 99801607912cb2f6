import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { type CoxInput, fitCox } from "../../src/stats/cox.js";
import { hasReferenceData, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";
import { rearrange, type SurvivalSample, survivalSample } from "../support/survival-arbitrary.js";

const oneCovariate = (time: number[], status: number[], x: number[]): CoxInput => ({
  time: Int32Array.from(time),
  status: Uint8Array.from(status),
  X: Float64Array.from(x),
  p: 1,
  names: ["x"],
});

describe("Cox by hand", () => {
  // Therneau & Grambsch 2000, appendix E, data 1. With r = exp(β): day 1 has 3r + 3 at risk, day 6 r + 3 with two events, day 9 one row.
  const data1 = oneCovariate([9, 1, 1, 6, 6, 8], [1, 1, 0, 1, 1, 0], [0, 1, 1, 1, 0, 0]);

  it("data 1, Breslow: 2β − log(3r + 3) − 2 log(r + 3) has its maximum at r = (3 + √33)/2", () => {
    const fit = fitCox({ ...data1, ties: "breslow" });
    const r = (3 + Math.sqrt(33)) / 2;
    expect(fit.beta[0]).toBeCloseTo(Math.log(r), 14);
    expect(fit.logLikelihood[0]).toBeCloseTo(-Math.log(6) - 2 * Math.log(4), 14);
    expect(fit.logLikelihood[1]).toBeCloseTo(2 * Math.log(r) - Math.log(3 * r + 3) - 2 * Math.log(r + 3), 14);
    expect(fit.covariance[0]).toBeCloseTo(1 / (r / (r + 1) ** 2 + (6 * r) / (r + 3) ** 2), 12);
    // U(0) = 2 − 1/2 − 2/4 = 1 and I(0) = 1/4 + 2·3/16.
    expect(fit.score).toBeCloseTo(1 / (5 / 8), 14);
    expect([fit.n, fit.events]).toEqual([6, 4]);
  });

  it("data 1, Efron: 2β − log(3r + 3) − log(r + 3) − log(r/2 + 5/2), β = 1.676857", () => {
    const [beta = 0] = fitCox(data1).beta;
    const r = Math.exp(beta);
    expect(beta).toBeCloseTo(1.676857, 6);
    expect(2 - r / (r + 1) - r / (r + 3) - r / (r + 5)).toBeCloseTo(0, 14);
  });

  it("x = 1, 0, 1 with events on days 1, 2, 3: r² = 1/2, and the sandwich from its three score residuals", () => {
    const fit = fitCox({ ...oneCovariate([1, 2, 3], [1, 1, 1], [1, 0, 1]), robust: true });
    const r = Math.SQRT1_2;
    const [h1, h2, m1, m2] = [1 / (2 * r + 1), 1 / (1 + r), (2 * r) / (2 * r + 1), r / (1 + r)];
    const residuals = [1 - m1 - r * (1 - m1) * h1, -m2 + m1 * h1 + m2 * h2, -r * ((1 - m1) * h1 + (1 - m2) * h2)];
    const information = m1 * (1 - m1) + m2 * (1 - m2);
    const squares = residuals.reduce((total, value) => total + value ** 2, 0);
    expect(fit.beta[0]).toBeCloseTo(Math.log(r), 12);
    expect(fit.robustCovariance?.[0]).toBeCloseTo(squares / information ** 2, 12);
  });

  it("a patient who enters on day 1 is not in the risk set of day 1: then r solves 1/(r + 1) = r/(1 + r), r = 1", () => {
    const data = oneCovariate([1, 2, 3], [1, 1, 1], [1, 0, 1]);
    expect(fitCox({ ...data, entry: Int32Array.of(0, 0, 1) }).beta[0]).toBeCloseTo(0, 12);
  });

  it("strata add their likelihoods: a copy of the data in another stratum halves the variance", () => {
    const once = fitCox(data1);
    const twice = (column: ArrayLike<number>) => [...Array.from(column), ...Array.from(column)];
    const stratum = Int32Array.from({ length: 12 }, (_, i) => (i < 6 ? 3 : -8));
    const data = oneCovariate(twice(data1.time), twice(data1.status), twice(data1.X));
    const both = fitCox({ ...data, stratum });
    expect(both.beta[0]).toBeCloseTo(once.beta[0]!, 12);
    expect(both.covariance[0]).toBeCloseTo(once.covariance[0]! / 2, 12);
  });

  it("no robust covariance unless asked for", () => {
    expect(fitCox(data1).robustCovariance).toBeNull();
    expect(fitCox({ ...data1, cluster: Int32Array.of(1, 1, 2, 2, 3, 3) }).robustCovariance).not.toBeNull();
  });
});

interface ClosedForm {
  loglik0: number;
  beta: number;
  loglik: number;
  imat: number;
  score0: number;
}
type Validation = { x: number[]; breslow: ClosedForm; efron: ClosedForm } & Record<string, number[]>;

describe.skipIf(!hasReferenceData)("Cox against the closed forms of Therneau's validation data", () => {
  const forms = hasReferenceData ? readExpected<Record<string, Validation>>("closed_forms") : {};
  const cases = [
    ["data1", "time", "status"],
    ["data2_counting", "stop", "event"],
    ["data3_weighted", "time", "status"],
  ] as const;

  it.each(cases)("%s", (name, time, status) => {
    const data = forms[name]!;
    for (const ties of ["breslow", "efron"] as const) {
      const fit = fitCox({
        ...oneCovariate(data[time]!, data[status]!, data.x),
        ties,
        ...(data.start === undefined ? {} : { entry: Int32Array.from(data.start) }),
        ...(data.wt === undefined ? {} : { weight: Float64Array.from(data.wt) }),
      });
      const { beta, imat, loglik0, loglik, score0 } = data[ties];
      // The stored coefficients come from fits converged to 1e-9 of the likelihood, 1e-7 of a coefficient near 0.
      expect(relativeError([...fit.beta], [beta])).toBeLessThan(1e-7);
      expect(relativeError([1 / fit.covariance[0]!], [imat])).toBeLessThan(1e-8);
      expect(relativeError([...fit.logLikelihood, fit.score], [loglik0, loglik, score0])).toBeLessThan(1e-12);
    }
  });
});

describe("Cox properties", () => {
  const samples = survivalSample(8, 40);
  const settings = { seed: 8, numRuns: 150 };
  const toInput = (sample: SurvivalSample): CoxInput => ({
    ...sample,
    stratum: sample.group,
    p: 2,
    names: ["x", "z"],
    robust: true,
  });
  /** The fit, or the reason there is none: small samples often have an infinite coefficient. */
  const attempt = (input: CoxInput) => {
    try {
      return fitCox(input);
    } catch (error) {
      if (error instanceof EstimationError) return error.message;
      throw error;
    }
  };

  it("the order of rows changes no bit, with weights, strata, entries, clusters, under both ties", () => {
    let fits = 0;
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 5 }), (sample, piles) => {
        const turned = rearrange(sample, piles);
        for (const ties of ["efron", "breslow"] as const) {
          const fit = attempt({ ...toInput(sample), ties, cluster: sample.group });
          expect(attempt({ ...toInput(turned), ties, cluster: turned.group })).toEqual(fit);
          if (typeof fit !== "string") fits += 1;
        }
      }),
      settings,
    );
    expect(fits).toBeGreaterThan(50);
  });

  it("weights times a constant change neither the coefficients nor the robust covariance", () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.5, max: 50, noNaN: true }), (sample, factor) => {
        const fit = attempt(toInput(sample));
        const scaled = attempt(toInput({ ...sample, weight: sample.weight.map((w) => w * factor) }));
        if (typeof fit === "string" || typeof scaled === "string") return;
        const scale = Math.sqrt(fit.covariance[0]! + fit.covariance[3]!);
        for (const j of [0, 1]) expect(Math.abs(scaled.beta[j]! - fit.beta[j]!) / scale).toBeLessThan(1e-7);
        expect(Math.abs(scaled.robustCovariance![0]! / fit.robustCovariance![0]! - 1)).toBeLessThan(1e-6);
      }),
      settings,
    );
  });

  it("weight 2 is two rows under Breslow ties; a row of weight 0 is no row", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const { weight: _, ...unweighted } = toInput(sample);
        const n = sample.time.length;
        const pair = (i: number) => i % n;
        const twice: CoxInput = {
          ...unweighted,
          time: Int32Array.from({ length: 2 * n }, (_, i) => sample.time[pair(i)]!),
          status: Uint8Array.from({ length: 2 * n }, (_, i) => sample.status[pair(i)]!),
          entry: Int32Array.from({ length: 2 * n }, (_, i) => sample.entry[pair(i)]!),
          stratum: Int32Array.from({ length: 2 * n }, (_, i) => sample.group[pair(i)]!),
          X: Float64Array.from({ length: 4 * n }, (_, k) => sample.X[(k < 2 * n ? 0 : n) + pair(k)]!),
          weight: Float64Array.from({ length: 2 * n }, () => 1),
          ties: "breslow",
        };
        const doubled = attempt(twice);
        const weighted = attempt({ ...unweighted, weight: new Float64Array(n).fill(2), ties: "breslow" });
        const halfLeftOut = attempt({
          ...twice,
          weight: Float64Array.from({ length: 2 * n }, (_, i) => (i < n ? 2 : 0)),
        });
        expect(halfLeftOut).toEqual(weighted);
        if (typeof doubled === "string" || typeof weighted === "string") return;
        const scale = Math.sqrt(doubled.covariance[0]! + doubled.covariance[3]!);
        for (const j of [0, 1]) expect(Math.abs(weighted.beta[j]! - doubled.beta[j]!) / scale).toBeLessThan(1e-7);
        expect(weighted.logLikelihood[0]).toBeCloseTo(doubled.logLikelihood[0], 9);
      }),
      settings,
    );
  });
});
