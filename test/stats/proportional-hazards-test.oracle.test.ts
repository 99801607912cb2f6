import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fitCox } from "../../src/stats/cox.js";
import { testProportionalHazards } from "../../src/stats/proportional-hazards-test.js";
import { relativeError } from "../support/relative-error.js";

interface Case {
  name: string;
  data: Record<string, number[]>;
  X: string[];
  fits: {
    ties: "efron" | "breslow";
    proportionalHazards: { transform: "identity" | "km"; chiSquared: number[]; df: number[]; p: number[] }[];
  }[];
}
const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../oracles/cox/fixture.json", import.meta.url), "utf8"),
);
const tests = fixture.cases.flatMap(({ name, data, X, fits }) =>
  fits.flatMap(({ ties, proportionalHazards }) =>
    proportionalHazards.map((expected) => ({ name, data, X, ties, expected, transform: expected.transform })),
  ),
);

describe("proportional-hazards test against R cox.zph", () => {
  it("has cases unweighted and weighted, with strata, under both ties", () => {
    expect(tests.length).toBeGreaterThanOrEqual(12);
  });

  it.each(tests)("$name, $ties, $transform", ({ data, X, ties, expected }) => {
    const input = {
      time: Int32Array.from(data.time!),
      status: Uint8Array.from(data.status!),
      X: Float64Array.from(X.flatMap((name) => data[name]!)),
      p: X.length,
      names: X,
      ties,
      ...(data.weight === undefined ? {} : { weight: Float64Array.from(data.weight) }),
      ...(data.stratum === undefined ? {} : { stratum: Int32Array.from(data.stratum) }),
    };
    const { beta } = fitCox(input);
    const test = testProportionalHazards({ ...input, beta, transform: expected.transform });
    expect([...test.df, test.global.df]).toEqual(expected.df);
    expect(relativeError([...test.chiSquared, test.global.chiSquared], expected.chiSquared)).toBeLessThan(1e-8);
    expect(relativeError([...test.p, test.global.p], expected.p)).toBeLessThan(1e-8);
  });
});
