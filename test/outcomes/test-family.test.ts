import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testFamily } from "../../src/outcomes/test-family.js";
import { makeNotEstimable, makeStatistic } from "../../src/results/make-records.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic } from "../../src/results/select.js";
import { type Estimate, estimateSchema } from "../../src/spec/estimate.js";
import { testByHolm } from "../../src/stats/holm.js";
import { testInOrder } from "../../src/stats/test-in-order.js";

describe("Holm's steps", () => {
  it("by hand: 0.01, 0.04, 0.03 at 0.05 hold 0.01 against 0.05/3, 0.03 against 0.05/2, and stop", () => {
    expect(testByHolm([0.01, 0.04, 0.03], 0.05)).toEqual([
      { level: 0.05 / 3, rejected: true },
      { level: null, rejected: null },
      { level: 0.025, rejected: false },
    ]);
  });

  it("a test that could not be made keeps its place in the number of tests and rejects nothing", () => {
    expect(testByHolm([null, 0.02], 0.05)).toEqual([
      { level: null, rejected: null },
      { level: 0.025, rejected: true },
    ]);
  });

  it("reject where R's p.adjust(holm), the running largest of (m − k + 1) p, is at most alpha", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 6 }), (p) => {
        const order = [...p.keys()].sort((a, b) => p[a]! - p[b]! || a - b);
        let running = 0;
        const adjusted = p.slice();
        for (const [step, k] of order.entries()) {
          running = Math.max(running, (p.length - step) * p[k]!);
          adjusted[k] = running;
        }
        const tests = testByHolm(p, 0.05);
        // Where a product lies within rounding of alpha the two ways may differ.
        for (const [k, value] of adjusted.entries())
          if (Math.abs(value - 0.05) > 1e-12) expect(tests[k]!.rejected === true).toBe(value <= 0.05);
      }),
      { seed: 5 },
    );
  });
});

describe("tests in their order", () => {
  it("go on while they reject, each at alpha, and end at the first that does not or cannot be made", () => {
    const level = 0.05;
    expect(testInOrder([0.01, 0.05, 0.051, 0.001], level)).toEqual([
      { level, rejected: true },
      { level, rejected: true },
      { level, rejected: false },
      { level: null, rejected: null },
    ]);
    expect(testInOrder([0.01, null, 0.001], level).map(({ rejected }) => rejected)).toEqual([true, null, null]);
  });
});

describe("a family of tests", () => {
  const estimate = (role: string): Estimate =>
    estimateSchema.parse({ measure: "hazard-ratio", label: role, endpoint: "rfs", design: "d", role });
  const estimates = { a: estimate("primary"), b: estimate("key-secondary"), c: estimate("key-secondary") };
  const at = (variable: string) => ({ variant: "main", stage: "outcomes", population: "d", variable }) as const;
  const pOf = (values: Record<string, number | null>): ResultRecord[] =>
    Object.entries(values).flatMap(([name, p]) => [
      // A p-value of a level or an arm is another.
      makeStatistic(at(name), "p_value", 0.9, { level: "II" }),
      p === null ? makeNotEstimable(at(name), "p_value", "no events") : makeStatistic(at(name), "p_value", p),
    ]);
  const decisions = (procedure: "ordered" | "holm", values: Record<string, number | null>) => {
    const records = testFamily({ procedure, order: ["a", "b", "c"], alpha: 0.05 }, estimates, pOf(values));
    return ["a", "b", "c"].map((variable) => selectStatistic(records, { variable, statistic: "null_rejected" }).value);
  };

  it.each([
    ["ordered", { a: 0.01, b: 0.2, c: 0.001 }, [1, 0, null]],
    ["ordered", { a: 0.2, b: 0.001, c: 0.001 }, [0, null, null]],
    ["holm", { a: 0.01, b: 0.04, c: 0.02 }, [1, 1, 1]],
    ["holm", { a: 0.01, b: 0.03, c: 0.026 }, [1, null, 0]],
    ["holm", { a: 0.06, b: 0.001, c: 0.001 }, [0, null, null]],
    ["holm", { a: null, b: 0.001, c: 0.001 }, [null, null, null]],
  ] as const)("%s with %j comes to %j", (procedure, values, expected) => {
    expect(decisions(procedure, values)).toEqual(expected);
  });

  it("says at what level each was tested, why one was not, and is Holm's alone without a primary estimate", () => {
    const values = pOf({ a: 0.01, b: 0.03, c: 0.02 });
    const records = testFamily({ procedure: "holm", order: ["a", "b", "c"], alpha: 0.05 }, estimates, values);
    const level = (variable: string) => selectStatistic(records, { variable, statistic: "local_alpha" }).value;
    expect([level("a"), level("c"), level("b")]).toEqual([0.05, 0.025, 0.05]);
    const stopped = testFamily({ procedure: "ordered", order: ["a", "b"], alpha: 0.005 }, estimates, values);
    expect(selectStatistic(stopped, { variable: "b", statistic: "null_rejected" }).note).toBe(
      "not tested: one before it is not significant or has no p-value",
    );
    const equals = { a: estimate("key-secondary"), b: estimates.b };
    const alone = testFamily({ procedure: "holm", order: ["a", "b"], alpha: 0.05 }, equals, values);
    expect(selectStatistic(alone, { variable: "a", statistic: "local_alpha" }).value).toBe(0.025);
  });
});
