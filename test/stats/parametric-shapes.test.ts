import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { integrate } from "../../src/math/quadrature.js";
import { stream } from "../../src/math/stream.js";
import { fitGeneralisedGamma } from "../../src/stats/fit-generalised-gamma.js";
import { fitGompertz } from "../../src/stats/fit-gompertz.js";
import { generalisedGammaLogDensity, generalisedGammaSurvival } from "../../src/stats/generalised-gamma.js";
import { gompertzMoments } from "../../src/stats/gompertz-moments.js";
import { parametricFamilies } from "../../src/stats/parametric-families.js";
import { fitParametricModel, parametricModelFamilies } from "../../src/stats/parametric-model.js";
import { fitParametricSurvival } from "../../src/stats/parametric-survival.js";
import { relativeError } from "../support/relative-error.js";

interface Fitted {
  family: "gompertz" | "generalised-gamma";
  parameters: number[];
  variance: number[];
  log_likelihood: number;
  aic: number;
  rmst: number;
  rmst_se: number;
}
const fixture: Record<"time" | "status" | "weight", number[]> &
  Record<"plain" | "weighted", Fitted[]> & {
    tau: number;
    grid: Record<"z" | "Q" | "survival" | "density", number[]>;
  } = JSON.parse(readFileSync(new URL("../../oracles/parametric-shapes/fixture.json", import.meta.url), "utf8"));
const time = Int32Array.from(fixture.time);
const status = Uint8Array.from(fixture.status);
const ones = new Float64Array(time.length).fill(1);

describe("Gompertz and generalised gamma against their likelihoods written out in R", () => {
  it.each([
    ["plain", ones],
    ["weighted", Float64Array.from(fixture.weight)],
  ] as const)("parameters, variances, likelihood and restricted mean, %s", (name, weight) => {
    const rows = { time, status, weight };
    for (const expected of fixture[name]) {
      const gompertz = fitGompertz(rows);
      const gamma = fitGeneralisedGamma(rows);
      const [parameters, covariance, logLikelihood] =
        expected.family === "gompertz"
          ? [[gompertz.logRate, gompertz.shape], gompertz.covariance, gompertz.logLikelihood]
          : [[gamma.mu, gamma.logScale, gamma.shape], gamma.covariance, gamma.logLikelihood];
      const k = parameters.length;
      // R's maximum is a Newton's method with numeric derivatives, and so are its variances.
      expect(relativeError(parameters, expected.parameters)).toBeLessThan(1e-7);
      expect(
        relativeError(
          parameters.map((_, i) => covariance[i * k + i]!),
          expected.variance,
        ),
      ).toBeLessThan(1e-6);
      expect(relativeError([logLikelihood], [expected.log_likelihood])).toBeLessThan(1e-10);
      const model = fitParametricModel(rows, expected.family);
      const { estimate, derivative } = model.mean(fixture.tau);
      expect(relativeError([model.aic, estimate], [expected.aic, expected.rmst])).toBeLessThan(1e-8);
      const se = Math.sqrt(derivative.reduce((total, d, i) => total + (weight[i]! * d) ** 2, 0));
      expect(relativeError([se], [expected.rmst_se])).toBeLessThan(1e-6);
    }
  });

  it("survival and density of the generalised gamma by pgamma and dgamma, on both sides of Q = 0", () => {
    const { z, Q, survival, density } = fixture.grid;
    expect(
      relativeError(
        z.map((at, i) => generalisedGammaSurvival(at, Q[i]!)),
        survival,
      ),
    ).toBeLessThan(1e-9);
    expect(
      relativeError(
        z.map((at, i) => Math.exp(generalisedGammaLogDensity(at, Q[i]!))),
        density,
      ),
    ).toBeLessThan(1e-9);
  });
});

describe("the generalised gamma, by hand", () => {
  const points = [-3, -1, -0.2, 0, 0.3, 1, 1.8];

  it("is the Weibull's extreme value at Q = 1, the log-normal at Q = 0, the inverse Weibull at Q = −1", () => {
    for (const z of points) {
      expect(generalisedGammaSurvival(z, 1)).toBeCloseTo(Math.exp(-Math.exp(z)), 13);
      expect(generalisedGammaLogDensity(z, 1)).toBeCloseTo(z - Math.exp(z), 12);
      expect(generalisedGammaSurvival(z, 0)).toBeCloseTo(parametricFamilies["log-normal"].survival(z), 15);
      expect(generalisedGammaSurvival(z, -1)).toBeCloseTo(1 - Math.exp(-Math.exp(-z)), 13);
    }
  });

  it("goes through the normal smoothly: its distance to it is of the order of Q", () => {
    for (const z of points)
      for (const Q of [1e-3, -1e-3, 1e-5]) {
        expect(Math.abs(generalisedGammaSurvival(z, Q) - generalisedGammaSurvival(z, 0))).toBeLessThan(Math.abs(Q));
        expect(Math.abs(generalisedGammaLogDensity(z, Q) - generalisedGammaLogDensity(z, 0))).toBeLessThan(
          6 * Math.abs(Q),
        );
      }
  });

  it("has its density as the slope of its survival", () => {
    for (const Q of [-0.8, 0.05, 1.4]) {
      const mass = integrate((z) => Math.exp(generalisedGammaLogDensity(z, Q)), -0.7, 0.9, 1e-13);
      expect(mass).toBeCloseTo(generalisedGammaSurvival(-0.7, Q) - generalisedGammaSurvival(0.9, Q), 11);
    }
  });

  it("is never fitted worse than the Weibull and the log-normal, which it holds", () => {
    const { logLikelihood } = fitGeneralisedGamma({ time, status });
    for (const family of ["weibull", "log-normal"] as const)
      expect(logLikelihood).toBeGreaterThan(fitParametricSurvival({ time, status }, family).logLikelihood);
  });

  it("is refused with two event days, which three parameters follow exactly", () => {
    const rows = { time: Int32Array.of(10, 10, 20, 20, 30), status: Uint8Array.of(1, 1, 1, 1, 0) };
    expect(() => fitGeneralisedGamma(rows)).toThrow(
      new EstimationError("the generalised gamma model needs three distinct event days; got 2"),
    );
  });
});

describe("the Gompertz distribution, by hand", () => {
  it("has the moments of its hazard in closed form and by series alike, and the exponential's at shape 0", () => {
    for (const a of [-2.5, -0.999, -0.2, 0, 1e-9, 0.4, 1.001, 3]) {
      const t = 1.7;
      const expected = [0, 1, 2].map((k) => integrate((s) => s ** k * Math.exp(a * s), 0, t, 1e-14));
      expect(relativeError(Array.from(gompertzMoments(a / 1, t)), expected)).toBeLessThan(1e-12);
    }
    expect(gompertzMoments(0, 3)).toEqual([3, 4.5, 9]);
  });

  it("is fitted with shape 0 and the exponential's rate where the score by the shape is 0 there", () => {
    // Events at t and censorings chosen so that Σ δt = rate Σ t²/2 at rate = events/Σ t: one event at 2, one censoring at c, 2 = (1/(2 + c))(4 + c²)/2, c² − 4c − 4 = 0.
    // With times scaled to whole days the shape is nearly 0.
    const c = 2 + Math.sqrt(8);
    const rows = { time: Int32Array.of(200_000, Math.round(c * 100_000)), status: Uint8Array.of(1, 0) };
    const fit = fitGompertz(rows);
    const exponential = fitParametricSurvival(rows, "exponential");
    expect(Math.abs(fit.shape * 200_000)).toBeLessThan(1e-4);
    expect(fit.logRate).toBeCloseTo(-exponential.mu, 4);
    expect(fitParametricModel(rows, "gompertz").mean(150_000).estimate / 150_000).toBeCloseTo(
      fitParametricModel(rows, "exponential").mean(150_000).estimate / 150_000,
      5,
    );
  });

  it("finds the parameters that times were drawn with", () => {
    const random = stream(7, "gompertz");
    const [rate, shape] = [0.001, 0.002];
    const draws = Array.from({ length: 4000 }, () => Math.log1p((-Math.log(random.uniform()) * shape) / rate) / shape);
    const rows = {
      time: Int32Array.from(draws, (t) => Math.max(1, Math.min(900, Math.round(t)))),
      status: Uint8Array.from(draws, (t) => (t < 900 ? 1 : 0)),
    };
    const fit = fitGompertz(rows);
    expect(Math.abs(fit.logRate - Math.log(rate))).toBeLessThan(4 * Math.sqrt(fit.covariance[0]!));
    expect(Math.abs(fit.shape - shape)).toBeLessThan(4 * Math.sqrt(fit.covariance[3]!));
  });

  it("is refused where all events fall on the last day, and without events", () => {
    const last = { time: Int32Array.of(3, 9, 9), status: Uint8Array.of(0, 1, 1) };
    expect(() => fitGompertz(last)).toThrow(/its shape is infinite without one/);
    expect(() => fitGompertz({ ...last, status: Uint8Array.of(0, 0, 0) })).toThrow(/got none in 3 rows/);
  });
});

describe("every family of the offer", () => {
  it("does not depend on the order of rows, and counts a weight of 2 as two patients", () => {
    const n = time.length;
    const order = Array.from({ length: n }, (_, i) => (i * 5) % n);
    for (const family of parametricModelFamilies) {
      const moved = {
        time: Int32Array.from(order, (i) => time[i]!),
        status: Uint8Array.from(order, (i) => status[i]!),
      };
      const there = fitParametricModel({ time, status }, family);
      expect(fitParametricModel(moved, family).aic).toBe(there.aic);
      const twice = fitParametricModel(
        { time: Int32Array.from([...time, ...time]), status: Uint8Array.from([...status, ...status]) },
        family,
      );
      const weighted = fitParametricModel({ time, status, weight: ones.map(() => 2) }, family);
      expect(
        relativeError([twice.mean(800).estimate, twice.aic], [weighted.mean(800).estimate, weighted.aic]),
      ).toBeLessThan(1e-9);
      expect(() => there.mean(0)).toThrow(RangeError);
    }
  });
});
