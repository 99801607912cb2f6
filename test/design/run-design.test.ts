import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareLocks } from "../../src/design/compare-locks.js";
import type { DesignLock } from "../../src/design/lock-file.js";
import { fingerprintInputs, lockVariant } from "../../src/design/lock-variant.js";
import { type DesignResult, runDesign } from "../../src/design/run-design.js";
import type { CovariateColumn, CovariateMatrix } from "../../src/frame/covariate-matrix.js";
import type { PatientFrame } from "../../src/frame/patient-frame.js";
import { stream } from "../../src/math/stream.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";

interface World {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
}

/** n patients, a third of them in the trial, with a continuous, a binary and a three-level covariate. */
function world(n: number, seed: number): World {
  const draw = stream(seed, "design-test");
  const trial = Uint8Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const column = (
    name: string,
    kind: CovariateColumn["kind"],
    levels: readonly string[],
    value: (i: number) => number,
  ): CovariateColumn => ({
    name,
    label: name,
    kind,
    unit: null,
    levels,
    value: Float64Array.from({ length: n }, (_, i) => value(i)),
    missing: new Uint8Array(n),
  });
  const patients = {
    n,
    patientId: Array.from({ length: n }, (_, i) => `p${String(i).padStart(5, "0")}`),
    datasetId: Array.from({ length: n }, () => "d"),
    indexEpochDay: new Int32Array(n),
    trial,
  };
  const columns = [
    column("age", "continuous", [], (i) => 50 + 20 * draw.uniform() - 4 * trial[i]!),
    column("smoker", "binary", [], (i) => (draw.uniform() < 0.4 + 0.2 * trial[i]! ? 1 : 0)),
    column("stage", "categorical", ["I", "II", "III"], () => draw.integer(3)),
  ];
  return { patients, covariates: { n, columns } };
}

const terms = ["age", "smoker", "stage"];
const weighting = designSchema.parse({ method: "weighting", label: "W", propensity: { terms } });
const nearest = designSchema.parse({ method: "nearest", label: "M", propensity: { terms } });

const run = ({ patients, covariates }: World, design = weighting): DesignResult =>
  runDesign("main", "d", design, patients, covariates, 1);

describe("a design", () => {
  it("by ATT weights leaves every trial patient at exactly 1 and balances the arms", () => {
    const w = world(600, 1);
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
    const w = world(300, 2);
    const result = run(w, nearest);
    const pairs = new Map<number, number[]>();
    result.weights!.pair!.forEach((pair, i) => {
      if (pair >= 0) pairs.set(pair, [...(pairs.get(pair) ?? []), w.patients.trial[i]!]);
    });
    expect([...pairs.values()].every((arms) => arms.length === 2 && arms[0] !== arms[1])).toBe(true);
    expect(selectStatistic(result.records, { statistic: "pairs" }).value).toBe(pairs.size);
  });

  it("refuses missing values in its terms by name, and counts nobody twice when it may leave them out", () => {
    const w = world(300, 3);
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
    const w = world(300, 4);
    const stage = w.covariates.columns[2]!;
    for (let i = 0; i < 300; i += 1) if (w.patients.trial[i] === 0 && stage.value[i] === 2) stage.value[i] = 1;
    expect(run(w).failure).toMatch(/stage = III/);
    expect(run(w).weights).toBeNull();
  });

  it("refuses a constant covariate and collinear terms by name", () => {
    const w = world(300, 5);
    w.covariates.columns[1]!.value.fill(1);
    expect(run(w).failure).toMatch(/smoker/);
    const twin = world(300, 6);
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
      const w = world(60, 7);
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
    const w = world(90, 8);
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
        variants: [lockVariant("main", w.patients, w.covariates, [result])],
      };
    };
    expect(compareLocks(lock(1), lock(1 + 1e-13))).toEqual([]);
    expect(compareLocks(lock(1), lock(1 + 1e-7))).toHaveLength(1);
  });

  it("hold no patient id", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (seed) => {
        const w = world(60, seed);
        expect(JSON.stringify(lockVariant("main", w.patients, w.covariates, [run(w)]))).not.toMatch(/p0\d{4}/);
      }),
      { seed: 1, numRuns: 10 },
    );
  });
});
