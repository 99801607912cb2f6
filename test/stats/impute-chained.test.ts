import { beforeAll, describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { normalDeviate } from "../../src/math/deviates.js";
import { stream } from "../../src/math/stream.js";
import { type ChainedInput, type ChainedVariable, imputeChained } from "../../src/stats/impute-chained.js";
import { poolRubin } from "../../src/stats/pool-rubin.js";

function inputOf(variables: readonly ChainedVariable[], options: Partial<ChainedInput> = {}): ChainedInput {
  const n = variables[0]!.value.length;
  const tieRank = Int32Array.from({ length: n }, (_, i) => i);
  return { n, variables, tieRank, imputations: 3, iterations: 4, seed: 1, streamName: "imputation", ...options };
}

const nothing = (n: number) => new Uint8Array(n);

/** x complete; y = x + noise, a 0/1 and a three-level variable that follow x, all three missing more often where x is large. */
function makePatients(seed: number, n: number) {
  const draws = stream(seed, "patients");
  const x = Float64Array.from({ length: n }, () => normalDeviate(draws));
  const y = x.map((value) => 1 + value + normalDeviate(draws));
  const binary = x.map((value) => (draws.uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
  const level = x.map((value) =>
    draws.uniform() < 0.4 ? 0 : draws.uniform() < 1 / (1 + Math.exp(-2 * value)) ? 1 : 2,
  );
  const lost = () => Uint8Array.from(x, (value) => (draws.uniform() < (value > 0 ? 0.6 : 0.1) ? 1 : 0));
  const variables: ChainedVariable[] = [
    { name: "x", kind: "continuous", value: x, missing: nothing(n) },
    { name: "y", kind: "continuous", value: y, missing: lost() },
    { name: "binary", kind: "binary", value: binary, missing: lost() },
    { name: "level", kind: "categorical", value: level, missing: lost() },
  ];
  return variables;
}

describe("imputeChained, properties", () => {
  const variables = makePatients(1, 120);

  it("known values stay, imputed ones are values that occur", () => {
    for (const { values, trace } of imputeChained(inputOf(variables))) {
      variables.forEach(({ value, missing }, v) => {
        const known = new Set(value.filter((_, i) => missing[i] === 0));
        values[v]!.forEach((own, i) => {
          if (missing[i] === 0) expect(own).toBe(value[i]);
          else expect(known.has(own)).toBe(true);
        });
        expect(trace[v]!.length).toBe(missing.includes(1) ? 4 : 0);
      });
    }
  });

  it("what stands where a value is missing has no influence, not even NaN", () => {
    const hidden = variables.map((variable) => ({
      ...variable,
      value: variable.value.map((own, i) => (variable.missing[i] === 1 ? Number.NaN : own)),
    }));
    expect(imputeChained(inputOf(hidden))).toEqual(imputeChained(inputOf(variables)));
  });

  it("any order of the rows gives the same bytes, another seed another data set, a further one moves none before", () => {
    const turned = Int32Array.from({ length: 120 }, (_, i) => (i * 7) % 120);
    const moved = variables.map((variable) => ({
      ...variable,
      value: Float64Array.from(turned, (i) => variable.value[i]!),
      missing: Uint8Array.from(turned, (i) => variable.missing[i]!),
    }));
    const straight = imputeChained(inputOf(variables));
    imputeChained(inputOf(moved, { tieRank: turned })).forEach(({ values, trace }, d) => {
      expect(trace).toEqual(straight[d]!.trace);
      values.forEach((value, v) => {
        expect([...value]).toEqual([...turned].map((i) => straight[d]!.values[v]![i]));
      });
    });
    expect(imputeChained(inputOf(variables, { seed: 2 }))[0]).not.toEqual(straight[0]);
    expect(straight[1]!.values[1]).not.toEqual(straight[0]!.values[1]);
    expect(imputeChained(inputOf(variables, { imputations: 4 })).slice(0, 3)).toEqual(straight);
  });

  it("a copy of a predictor, one that does not vary, a separated and a one-level variable are no obstacle", () => {
    const n = 40;
    const value = Float64Array.from({ length: n }, (_, i) => i);
    const missing = Uint8Array.from(value, (i) => (i % 5 === 0 ? 1 : 0));
    const odd: ChainedVariable[] = [
      { name: "x", kind: "continuous", value, missing: nothing(n) },
      { name: "copy", kind: "continuous", value: value.map((own) => 2 * own + 1), missing: nothing(n) },
      { name: "flat", kind: "continuous", value: new Float64Array(n).fill(3), missing },
      { name: "separated", kind: "binary", value: value.map((own) => (own > 20 ? 1 : 0)), missing },
      { name: "one level", kind: "categorical", value: new Float64Array(n).fill(2), missing },
    ];
    for (const { values } of imputeChained(inputOf(odd))) {
      expect([...values[2]!].every((own) => own === 3)).toBe(true);
      expect([...values[4]!].every((own) => own === 2)).toBe(true);
      expect([values[3]![0], values[3]![35]]).toEqual([0, 1]);
    }
  });

  it("refuses a variable without values by name, wrong levels, unequal lengths", () => {
    const value = Float64Array.of(0, 1, 2);
    const one =
      (kind: ChainedVariable["kind"], missing: number[], name = "stage") =>
      () =>
        imputeChained(inputOf([{ name, kind, value, missing: Uint8Array.from(missing) }]));
    expect(one("continuous", [1, 1, 1])).toThrow(/stage has no value/);
    expect(one("binary", [0, 0, 0])).toThrow(/stage must be 0 or 1/);
    expect(one("binary", [0, 0, 1])).not.toThrow();
    expect(one("continuous", [0, 1])).toThrow(RangeError);
    const infinite = {
      name: "age",
      kind: "continuous",
      value: Float64Array.of(1, Number.NaN),
      missing: nothing(2),
    } as const;
    expect(() => imputeChained(inputOf([infinite]))).toThrow(EstimationError);
    expect(() => imputeChained(inputOf([infinite, infinite]))).toThrow(/distinct names/);
  });
});

describe("imputeChained by simulation: 60 samples of 250 rows, a third missing, more where x is large", () => {
  // Truth: E y = 1, P(binary) = 0.5, P(level = 1) = 0.3. Complete cases miss them by −0.3, −0.08 and −0.06.
  const truths = { y: 1, binary: 0.5, level: 0.3 };
  const runSample = (s: number) => {
    const variables = makePatients(100 + s, 250);
    const made = imputeChained(inputOf(variables, { imputations: 8, iterations: 5, seed: s }));
    return Object.entries(truths).map(([name, truth]) => {
      const v = variables.findIndex((variable) => variable.name === name);
      const { value, missing } = variables[v]!;
      const valued = (own: number) => (name === "level" ? (own === 1 ? 1 : 0) : own);
      const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
      const complete = mean([...value].filter((_, i) => missing[i] === 0).map(valued));
      const means = made.map(({ values }) => mean([...values[v]!].map(valued)));
      const variances = made.map(({ values }, d) => {
        return mean([...values[v]!].map((own) => (valued(own) - means[d]!) ** 2)) / 249;
      });
      const pooled = poolRubin({ estimate: means, variance: variances, completeDf: 249 });
      return {
        complete: complete - truth,
        pooled: pooled.estimate - truth,
        isCovered: pooled.lower <= truth && truth <= pooled.upper,
      };
    });
  };
  let samples: ReturnType<typeof runSample>[] = [];
  beforeAll(() => {
    samples = Array.from({ length: 60 }, (_, s) => runSample(s));
  });
  const over = (k: number) => samples.map((sample) => sample[k]!);
  const meanOf = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;

  it.each([
    [0, "the mean of a continuous variable", -0.3, 0.012],
    [1, "the share of a 0/1 variable", -0.08, 0.006],
    [2, "the share of a level", -0.06, 0.006],
  ] as const)(
    "%# %s is unbiased where complete cases are not, and its interval covers",
    (k, _, bias, monteCarloError) => {
      expect(meanOf(over(k).map(({ complete }) => complete))).toBeLessThan(bias / 2);
      expect(Math.abs(meanOf(over(k).map(({ pooled }) => pooled)))).toBeLessThan(3 * monteCarloError);
      // 95 % of 60, less three binomial standard errors.
      expect(over(k).filter(({ isCovered }) => isCovered).length).toBeGreaterThanOrEqual(52);
    },
  );
});
