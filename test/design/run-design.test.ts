import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareLocks } from "../../src/design/compare-locks.js";
import type { DesignLock } from "../../src/design/lock-file.js";
import { fingerprintInputs, lockVariant } from "../../src/design/lock-variant.js";
import { type DesignResult, runDesign } from "../../src/design/run-design.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { makeWorld, type World } from "../support/design-world.js";

const terms = ["age", "smoker", "stage"];
const weighting = designSchema.parse({ method: "weighting", label: "W", propensity: { terms } });
const nearest = designSchema.parse({ method: "nearest", label: "M", propensity: { terms } });

const run = ({ patients, covariates }: World, design = weighting): DesignResult =>
  runDesign("main", "d", design, patients, covariates, 1);

describe("a design", () => {
  it("by ATT weights leaves every trial patient at exactly 1 and balances the arms", () => {
    const w = makeWorld(600, 1);
    const result = run(w);
    for (let i = 0; i < 600; i += 1) if (w.patients.trial[i] === 1) expect(result.weights!.weight[i]).toBe(1);
    const before = Math.abs(
      selectStatistic(
        runDesign("main", "d", designSchema.parse({ method: "unadjusted", label: "C" }), w.patients, w.covariates, 1)
          .records,
        { variable: "age", statistic: "smd" },
      ).value!,
    );
    expect(Math.abs(selectStatistic(result.records, { variable: "age", statistic: "smd" }).value!)).toBeLessThan(
      before / 4,
    );
  });

  it("by matching pairs one trial patient with one control and nobody beyond the caliper", () => {
    const w = makeWorld(300, 2);
    const result = run(w, nearest);
    const pairs = new Map<number, number[]>();
    result.weights!.pair!.forEach((pair, i) => {
      if (pair >= 0) pairs.set(pair, [...(pairs.get(pair) ?? []), w.patients.trial[i]!]);
    });
    expect([...pairs.values()].every((arms) => arms.length === 2 && arms[0] !== arms[1])).toBe(true);
    expect(selectStatistic(result.records, { statistic: "pairs" }).value).toBe(pairs.size);
  });

  it("refuses missing values in its terms by name, and counts nobody twice when it may leave them out", () => {
    const w = makeWorld(300, 3);
    w.covariates.columns[0]!.missing[7] = 1;
    expect(run(w).failure).toMatch(/missing: age \(1 patients\); .*complete-case/);
    const complete = designSchema.parse({
      method: "weighting",
      label: "W",
      propensity: { terms, missing: "complete-case" },
    });
    const result = run(w, complete);
    expect(result.weights!.weight[7]).toBe(0);
    expect(
      selectStatistics(result.records, { statistic: "n", variable: null })
        .map((s) => s.value)
        .reduce((a, b) => a! + b!),
    ).toBe(299);
  });

  it("refuses a level that one arm does not have", () => {
    const w = makeWorld(300, 4);
    const stage = w.covariates.columns[2]!;
    for (let i = 0; i < 300; i += 1) if (w.patients.trial[i] === 0 && stage.value[i] === 2) stage.value[i] = 1;
    expect(run(w).failure).toMatch(/stage = III/);
    expect(run(w).weights).toBeNull();
  });

  it("refuses a constant covariate and collinear terms by name", () => {
    const w = makeWorld(300, 5);
    w.covariates.columns[1]!.value.fill(1);
    expect(run(w).failure).toMatch(/smoker/);
    const twin = makeWorld(300, 6);
    const columns = [
      ...twin.covariates.columns,
      { ...twin.covariates.columns[0]!, name: "months", value: twin.covariates.columns[0]!.value.map((v) => 12 * v) },
    ];
    const design = designSchema.parse({ method: "weighting", label: "W", propensity: { terms: [...terms, "months"] } });
    expect(runDesign("main", "d", design, twin.patients, { n: 300, columns }, 1).failure).toMatch(/months/);
  });
});

describe("the fingerprint of design inputs and the lock", () => {
  it("change with any covariate, arm, index or id", () => {
    const at = (change: (w: World) => void) => {
      const w = makeWorld(60, 7);
      change(w);
      return fingerprintInputs(w.patients, w.covariates);
    };
    const same = at(() => {});
    expect(at(() => {})).toBe(same);
    const changes: ((w: World) => void)[] = [
      (w) => {
        w.covariates.columns[0]!.value[3]! += 1e-9;
      },
      (w) => {
        w.covariates.columns[0]!.missing[3] = 1;
      },
      (w) => {
        w.patients.trial[1] = 1;
      },
      (w) => {
        w.patients.indexEpochDay[1] = 5;
      },
      (w) => {
        (w.patients.patientId as string[])[1] = "other";
      },
    ];
    expect(new Set([same, ...changes.map(at)]).size).toBe(changes.length + 1);
  });

  it("compare weights with the tolerance of another processor and no more", () => {
    const w = makeWorld(90, 8);
    const lock = (scale: number): DesignLock => {
      const result = run(w);
      result.weights!.weight[1]! *= scale;
      const hash = "0".repeat(64);
      return {
        lockVersion: "1",
        analysis: "x",
        specVersion: "1",
        designHash: hash,
        endpoints: {},
        estimates: {},
        sensitivity: {},
        postIndex: [],
        resultsExisted: false,
        replaced: [],
        variants: [lockVariant("main", w.patients, fingerprintInputs(w.patients, w.covariates), [result])],
      };
    };
    expect(compareLocks(lock(1), lock(1 + 1e-13))).toEqual([]);
    expect(compareLocks(lock(1), lock(1 + 1e-7))).toHaveLength(1);
  });

  it("hold no patient id", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (seed) => {
        const w = makeWorld(60, seed);
        expect(
          JSON.stringify(lockVariant("main", w.patients, fingerprintInputs(w.patients, w.covariates), [run(w)])),
        ).not.toMatch(/p0\d{4}/);
      }),
      { seed: 1, numRuns: 10 },
    );
  });
});
