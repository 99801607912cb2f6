import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CoxInput, fitCox } from "../../src/stats/cox.js";

interface Case {
  name: string;
  data: Record<string, number[]>;
  X: string[];
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

describe("Cox on data with published answers", () => {
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
