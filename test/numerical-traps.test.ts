import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { deriveDesign } from "../src/design/methods.js";
import { estimatePointEffect } from "../src/outcomes/point-effect.js";
import { covariateOf, patientsIn, survivalOf, unadjusted } from "../src/pipeline/oracles/fixture-frames.js";
import { designSchema } from "../src/spec/design.js";
import { estimateSchema } from "../src/spec/estimate.js";
import { refuseOptions } from "../src/spec/refuse-options.js";
import { unadjustedSd } from "../src/stats/balance.js";
import { type CoxInput, fitCox } from "../src/stats/cox.js";
import { estimateEValue } from "../src/stats/e-value.js";
import { estimateKaplanMeier } from "../src/stats/kaplan-meier.js";
import { fitLogistic } from "../src/stats/logistic.js";
import { matchOptimal } from "../src/stats/match-optimal.js";
import { estimateRiskDifference } from "../src/stats/miettinen-nurminen.js";
import { matchNearest } from "../src/stats/nearest.js";
import { estimateNewcombeDifference } from "../src/stats/newcombe.js";
import { poolRubin } from "../src/stats/pool-rubin.js";
import { testProportionalHazards } from "../src/stats/proportional-hazards-test.js";
import { toRiskRatio } from "../src/stats/risk-ratio-scale.js";
import { estimateSurvivalQuantile } from "../src/stats/survival-quantile.js";
import { fitTurnbull } from "../src/stats/turnbull.js";
import { deriveWeightedRate } from "../src/stats/weighted-rate.js";

const cox = (time: number[], status: number[], x: number[], rest: Partial<CoxInput> = {}): ReturnType<typeof fitCox> =>
  fitCox({
    time: Int32Array.from(time),
    status: Uint8Array.from(status),
    X: Float64Array.from(x),
    p: 1,
    names: ["x"],
    ...rest,
  });
const curve = (time: number[], status: number[], rest: { entry?: Int32Array } = {}) =>
  estimateKaplanMeier({ time: Int32Array.from(time), status: Uint8Array.from(status), ...rest });

describe("numerical traps", () => {
  it("1: Efron and Breslow differ where events are tied, and agree where none are", () => {
    const tied = [
      [1, 1, 6, 6, 8, 9],
      [1, 0, 1, 1, 0, 1],
      [1, 1, 1, 0, 0, 0],
    ] as const;
    const beta = (ties: "efron" | "breslow") => cox([...tied[0]], [...tied[1]], [...tied[2]], { ties }).beta[0]!;
    expect(beta("breslow")).toBeCloseTo(Math.log((3 + Math.sqrt(33)) / 2), 10);
    expect(beta("efron")).toBeCloseTo(1.676857, 6);
    const apart = (ties: "efron" | "breslow") => cox([1, 2, 3, 4], [1, 1, 1, 1], [1, 0, 0, 1], { ties }).beta[0]!;
    expect(apart("efron")).toBeCloseTo(apart("breslow"), 12);
  });

  it("2: the standard error of a curve is that of its logarithm: √½ at S = ½ of two patients", () => {
    const { survival, standardErrorLog } = curve([1, 2], [1, 0]);
    expect([survival[0], standardErrorLog[0]]).toEqual([0.5, Math.SQRT1_2]);
  });

  it("3: a median on a flat at just one half is the middle of the flat", () => {
    expect(estimateSurvivalQuantile(curve([1, 2, 5, 9], [1, 1, 1, 1]), 0.5).estimate).toBe(3.5);
  });

  it("4: times are whole days: what differs by a rounding error alone is tied", () => {
    const { time, events } = curve([0.1 + 0.2 + 2.7, 3, 3 + 1e-12, 4], [1, 1, 1, 0]);
    expect([[...time], [...events]]).toEqual([
      [3, 4],
      [3, 0],
    ]);
  });

  it("5: a patient who enters on day 10 is not at risk of an event on day 10", () => {
    const { atRisk } = curve([10, 11, 30], [1, 1, 0], { entry: Int32Array.of(0, 0, 10) });
    expect([...atRisk]).toEqual([2, 2, 1]);
  });

  it("6: under Efron weight 2 is not two rows, under Breslow it is; robust variances never are", () => {
    const [time, status, x] = [
      [1, 1, 2, 3, 3, 4],
      [1, 1, 1, 0, 1, 1],
      [1, 0, 0, 1, 1, 0],
    ];
    const twice = [time, status, x].map((column) => [...column!, ...column!]) as [number[], number[], number[]];
    const both = (ties: "efron" | "breslow") => [
      cox(time!, status!, x!, { ties, robust: true, weight: new Float64Array(6).fill(2) }),
      cox(...twice, { ties, robust: true }),
    ];
    const [breslow, breslowRows] = both("breslow");
    expect(breslow!.beta[0]).toBeCloseTo(breslowRows!.beta[0]!, 10);
    expect(breslow!.robustCovariance![0]! / breslowRows!.robustCovariance![0]!).toBeCloseTo(2, 8);
    const [efron, efronRows] = both("efron");
    expect(Math.abs(efron!.beta[0]! - efronRows!.beta[0]!)).toBeGreaterThan(1e-3);
  });

  it("7: a caliper counts in the SD of the logit over everybody, or pooled within the arms where asked for", () => {
    const trial = Array.from({ length: 40 }, (_, i) => (i < 20 ? 1 : 0));
    const patients = patientsIn(trial);
    const x = trial.map((arm, i) => 2 * arm + ((i * 7) % 20) / 4);
    const covariates = { n: 40, columns: [covariateOf("x", x)] };
    const caliperOf = (caliperSd: string) => {
      const design = designSchema.parse({ method: "nearest", label: "D", propensity: { terms: ["x"] }, caliperSd });
      return deriveDesign(design, { name: "d", patients, covariates, seed: 1 }).caliper!;
    };
    // The logit is linear in x: the ratio of the calipers is that of x's own SDs.
    const sd = (values: number[]) => {
      const mean = values.reduce((a, b) => a + b) / values.length;
      return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1));
    };
    const pooled = Math.sqrt((sd(x.slice(0, 20)) ** 2 + sd(x.slice(20)) ** 2) / 2);
    expect(caliperOf("pooled") / caliperOf("all")).toBeCloseTo(pooled / sd(x), 8);
  });

  it("8: an SMD's denominator is the treated SD, the pooled one, or √p(1 − p) of a 0/1 column", () => {
    const [x, treated] = [Float64Array.of(1, 3, 0, 2, 4), Uint8Array.of(1, 1, 0, 0, 0)];
    expect(unadjustedSd(x, treated, "treated-sd", false)).toBeCloseTo(Math.SQRT2, 14);
    expect(unadjustedSd(x, treated, "pooled-sd", false)).toBeCloseTo(Math.sqrt(3), 14);
    expect(unadjustedSd(Float64Array.of(1, 0, 0, 0, 1), treated, "treated-sd", true)).toBe(0.5);
  });

  it("9: optimal pairs are by exact assignment: 2 + 2.1 where the closest pairs first give 1 + 5.1", () => {
    const input = {
      score: Float64Array.of(0, 3, 2, 5.1),
      treated: Uint8Array.of(1, 1, 0, 0),
      tieRank: Int32Array.of(0, 1, 2, 3),
    };
    const total = (distance: Float64Array) => distance.reduce((a, b) => a + b, 0);
    expect(total(matchOptimal(input).distance)).toBeCloseTo(4.1, 12);
    expect(total(matchNearest({ ...input, order: "closest" }).distance)).toBeCloseTo(6.1, 12);
  });

  it("10: Miettinen–Nurminen's limits are not Newcombe's, and zero cells have both", () => {
    const arms = { events1: 56, n1: 70, events0: 48, n0: 80 };
    expect(estimateRiskDifference(arms).lower - estimateNewcombeDifference(arms).lower).toBeCloseTo(0.0004, 4);
    const none = { events1: 0, n1: 10, events0: 0, n0: 20 };
    for (const { lower, upper } of [estimateRiskDifference(none), estimateNewcombeDifference(none)]) {
      expect(lower).toBeLessThan(0);
      expect(upper).toBeGreaterThan(0);
      expect(upper).toBeLessThan(0.4);
    }
  });

  it("11: a weighted rate is Hájek's, Σwy/Σw, and not Horvitz and Thompson's Σwy/n", () => {
    const rate = deriveWeightedRate(Uint8Array.of(1, 0, 1), Float64Array.of(1, 2, 3), Uint8Array.of(0, 0, 0), 0);
    expect(rate.estimate).toBeCloseTo(4 / 6, 15);
  });

  it("12: separation is refused by name, never fitted to ±20", () => {
    const fit = () =>
      fitLogistic({
        X: Float64Array.of(1, 1, 1, 1, 1, 2, 3, 4),
        n: 4,
        p: 2,
        names: ["(Intercept)", "age"],
        y: Uint8Array.of(0, 0, 1, 1),
      });
    expect(fit).toThrow(/age separates/);
  });

  it("13: the test of proportional hazards is the score test of survival 3.0 and later", () => {
    interface Case {
      data: { time: number[]; status: number[]; age: number[]; sex: number[]; ecog: number[] };
      fits: { ties: string; proportionalHazards: { transform: "identity" | "km"; chiSquared: number[] }[] }[];
    }
    const { cases }: { cases: Case[] } = JSON.parse(
      readFileSync(new URL("../oracles/cox/fixture.json", import.meta.url), "utf8"),
    );
    const { data, fits } = cases[0]!;
    const input = {
      time: Int32Array.from(data.time),
      status: Uint8Array.from(data.status),
      X: Float64Array.from([...data.age, ...data.sex, ...data.ecog]),
      p: 3,
      names: ["age", "sex", "ecog"],
      ties: "efron" as const,
    };
    const { beta } = fitCox(input);
    const efron = fits.find(({ ties }) => ties === "efron")!;
    for (const { transform, chiSquared } of efron.proportionalHazards) {
      const test = testProportionalHazards({ ...input, beta, transform });
      expect(test.global.chiSquared).toBeCloseTo(chiSquared.at(-1)!, 7);
    }
  });

  it("14: Turnbull's mass is told by interval, since where it lies inside is not determined", () => {
    const fit = fitTurnbull({
      left: Int32Array.of(0, 5),
      right: Int32Array.of(10, 20),
      rightCensored: Uint8Array.of(0, 0),
    });
    expect([[...fit.left], [...fit.right], [...fit.mass]]).toEqual([[5], [10], [1]]);
  });

  it("15: hazard ratios are pooled on their logarithms: 0.5 and 2 make 1, not 1.25", () => {
    const pooled = poolRubin({ estimate: [Math.log(0.5), Math.log(2)], variance: [0.1, 0.1], completeDf: 50 });
    expect(Math.exp(pooled.estimate)).toBeCloseTo(1, 14);
  });

  it("16: resampling after matching with replacement is refused, and a resample without events is a reason", () => {
    const words = { label: "E", endpoint: "e", design: "d", role: "primary", measure: "hazard-ratio" };
    const bootstrapped = estimateSchema.parse({ ...words, variance: "bootstrap", bootstrap: { replicates: 100 } });
    const replacing = designSchema.parse({ method: "with-replacement", label: "D", propensity: { terms: ["x"] } });
    expect(refuseOptions(bootstrapped, replacing)[0]!.rule).toContain("Abadie & Imbens 2008");
    const study = {
      patients: patientsIn([1, 1, 0, 0]),
      covariates: { n: 4, columns: [] },
      weights: unadjusted(4),
      design: designSchema.parse({ method: "unadjusted", label: "D" }),
    };
    const data = survivalOf([5, 6, 7, 8], [0, 0, 0, 0]);
    expect(() => estimatePointEffect(estimateSchema.parse(words), { ...study, data })).toThrow(/at least one event/);
  });

  it("17: a hazard ratio of 0.56 has an E-value of 2.97 where the outcome is rare, 2.35 where it is common", () => {
    const eValue = (outcome: "rare" | "common") => {
      const estimate = toRiskRatio(0.56, "hazard-ratio", outcome);
      return estimateEValue({ estimate, lower: estimate, upper: estimate }).point;
    };
    expect(eValue("rare")).toBeCloseTo(2.97, 2);
    expect(eValue("common")).toBeCloseTo(2.35, 2);
  });

  it("18: nothing random is asked of the database", () => {
    const root = resolve(import.meta.dirname, "../src");
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".ts") && statSync(join(root, path)).isFile(),
    );
    const random = files.filter((path) =>
      /\b(using sample|tablesample \(?\d|order by random|setseed\()/i.test(readFileSync(join(root, path), "utf8")),
    );
    expect(files.length).toBeGreaterThan(500);
    expect(random).toEqual([]);
  });
});
