import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CoxInput, fitCox } from "../../src/stats/cox.js";
import { relativeError } from "../support/relative-error.js";

interface Case {
  name: string;
  data: Record<string, number[]>;
  X: string[];
  fits: {
    ties: "efron" | "breslow";
    robust: boolean;
    n: number;
    events: number;
    beta: number[];
    covariance: number[];
    robustCovariance: number[] | null;
    logLikelihood: number[];
    score: number;
  }[];
}
const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../oracles/cox/fixture.json", import.meta.url), "utf8"),
);

function toInput({ data, X }: Case): CoxInput {
  return {
    time: Int32Array.from(data.time!),
    status: Uint8Array.from(data.status!),
    X: Float64Array.from(X.flatMap((name) => data[name]!)),
    p: X.length,
    names: X,
    ...(data.weight === undefined ? {} : { weight: Float64Array.from(data.weight) }),
    ...(data.entry === undefined ? {} : { entry: Int32Array.from(data.entry) }),
    ...(data.stratum === undefined ? {} : { stratum: Int32Array.from(data.stratum) }),
    ...(data.cluster === undefined ? {} : { cluster: Int32Array.from(data.cluster) }),
  };
}

describe("Cox against R coxph", () => {
  it.each(fixture.cases)("$name", (testCase) => {
    for (const { ties, robust, ...expected } of testCase.fits) {
      const fit = fitCox({ ...toInput(testCase), ties, robust });
      expect([fit.n, fit.events]).toEqual([expected.n, expected.events]);
      expect(relativeError(fit.beta, expected.beta)).toBeLessThan(1e-8);
      expect(relativeError(fit.covariance, expected.covariance)).toBeLessThan(1e-8);
      expect(relativeError(fit.logLikelihood, expected.logLikelihood)).toBeLessThan(1e-12);
      expect(relativeError([fit.score], [expected.score])).toBeLessThan(1e-10);
      if (expected.robustCovariance === null) expect(fit.robustCovariance).toBeNull();
      else expect(relativeError(fit.robustCovariance ?? [], expected.robustCovariance)).toBeLessThan(1e-8);
    }
  });

  it("hormone therapy against the registry: HR 0.6487 (0.5232–0.8042) crude, 0.7006820551 (0.5434774400–0.9033591943) with ATT weights", () => {
    const [crude, weighted] = fixture.cases.slice(-2).map((testCase) => fitCox({ ...toInput(testCase), robust: true }));
    const interval = (beta: number, variance: number) =>
      [-1, 0, 1].map((side) => Math.exp(beta + side * 1.959963984540054 * Math.sqrt(variance)));
    const rounded = (values: number[], digits: number) => values.map((value) => value.toFixed(digits));
    expect(rounded(interval(crude!.beta[0]!, crude!.covariance[0]!), 4)).toEqual(["0.5232", "0.6487", "0.8042"]);
    const hr = interval(weighted!.beta[0]!, weighted!.robustCovariance![0]!);
    expect(rounded(hr, 10)).toEqual(["0.5434774400", "0.7006820551", "0.9033591943"]);
  });

  it("lung: age, sex, ecog are 0.0110668, −0.552612, 0.463728 (Efron)", () => {
    const fit = fitCox(toInput(fixture.cases[0]!));
    expect([...fit.beta].map((b) => b.toFixed(6))).toEqual(["0.011067", "-0.552612", "0.463728"]);
  });
});
