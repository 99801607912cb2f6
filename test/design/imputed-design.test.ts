import { describe, expect, it } from "vitest";
import { averageRecords } from "../../src/design/average-records.js";
import { compareLocks } from "../../src/design/compare-locks.js";
import { imputeCovariates } from "../../src/design/impute-covariates.js";
import { type DesignLock, lockSchema } from "../../src/design/lock-file.js";
import { fingerprintInputs, lockVariant } from "../../src/design/lock-variant.js";
import { runDesign } from "../../src/design/run-design.js";
import { stream } from "../../src/math/stream.js";
import { makeStatistic } from "../../src/results/make-records.js";
import type { Indicator, Statistic } from "../../src/results/records.js";
import { selectListings, selectStatistic, selectStatistics } from "../../src/results/select.js";
import { type Design, designSchema, imputationOf } from "../../src/spec/design.js";
import { makeWorld, type World } from "../support/design-world.js";

const missing = { method: "multiple-imputation", imputations: 4, iterations: 3 } as const;
const terms = ["age", "stage"];
const weighting = designSchema.parse({ method: "weighting", label: "W", propensity: { terms, missing } });
const nearest = designSchema.parse({
  method: "nearest",
  label: "M",
  exact: ["smoker"],
  propensity: { terms, commonSupport: true, missing },
});

/** A sixth of ages, an eighth of stages and of smoking are missing. */
function withGaps(n: number, seed: number): World {
  const world = makeWorld(n, seed);
  const draw = stream(seed, "gaps");
  for (const [k, column] of world.covariates.columns.entries())
    for (let i = 0; i < n; i += 1) if (draw.uniform() < (k === 0 ? 1 / 6 : 1 / 8)) column.missing[i] = 1;
  return world;
}

const run = ({ patients, covariates }: World, design: Design) =>
  runDesign("main", "d", design, patients, covariates, 1);

describe("a design within imputations", () => {
  const world = withGaps(300, 1);
  const result = run(world, weighting);

  it("is carried out in each on covariates without gaps, known values as they are", () => {
    expect(result.completed).toHaveLength(4);
    for (const { covariates, weights } of result.completed!) {
      for (const name of terms) {
        const [own, full] = [world.covariates, covariates].map(
          (m) => m.columns.find((column) => column.name === name)!,
        );
        expect(full!.missing.includes(1)).toBe(false);
        own!.value.forEach((value, i) => {
          if (own!.missing[i] === 0) expect(full!.value[i]).toBe(value);
        });
      }
      expect(covariates.columns.find(({ name }) => name === "smoker")!.missing).toEqual(
        world.covariates.columns[1]!.missing,
      );
      world.patients.trial.forEach((arm, i) => {
        if (arm === 1) expect(weights.weight[i]).toBe(1);
      });
    }
    expect(new Set(result.completed!.map(({ weights }) => weights.weight.join())).size).toBe(4);
  });

  it("is described by means over them: weights, balance, effective sample size, and the mean size of each SMD", () => {
    const { completed, weights, records } = result;
    weights!.weight.forEach((own, i) => {
      const sum = completed!.reduce((total, each) => total + each.weights.weight[i]!, 0);
      expect(own).toBeCloseTo(sum / 4, 13);
    });
    const alone = completed!.map(({ covariates }) =>
      run(
        { patients: world.patients, covariates },
        designSchema.parse({ method: "weighting", label: "W", propensity: { terms } }),
      ),
    );
    const each = (query: object) => alone.map((one) => selectStatistic(one.records, query).value!);
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
    const age = { variable: "age", statistic: "smd" };
    expect(selectStatistic(records, age).value).toBeCloseTo(mean(each(age)), 13);
    const sizes = each(age).map(Math.abs);
    expect(selectStatistic(records, { variable: "age", statistic: "smd_mean_size" }).value).toBeCloseTo(
      mean(sizes),
      13,
    );
    expect(selectStatistic(records, { variable: "age", statistic: "smd_largest_size" }).value).toBe(Math.max(...sizes));
    const ess = { group: "control", variable: null, statistic: "effective_sample_size" };
    expect(selectStatistic(records, ess).value).toBeCloseTo(mean(each(ess)), 10);
  });

  it("has gates on these means: the largest mean size of a balanced covariate", () => {
    const balanced = selectStatistics(result.records, { statistic: "smd_mean_size" }).filter(({ variable }) =>
      terms.includes(variable!),
    );
    const gate = result.gates.find(({ indicator }: Indicator) => indicator === "gate_smd")!;
    expect(gate.value).toBe(Math.max(...balanced.map(({ value }) => value!)));
    const ess = result.gates.find(({ indicator }) => indicator === "gate_effective_sample_size")!.value;
    expect(ess).toBe(
      selectStatistic(result.records, { group: "control", variable: null, statistic: "effective_sample_size" }).value,
    );
  });

  it("lists what is imputed by which model, and gives whole numbers of patients", () => {
    const listed = selectListings(result.records, { listing: "imputed_covariates" })[0]!.rows;
    expect(listed).toEqual([
      ["age", "balanced", "predictive mean matching"],
      ["stage", "balanced", "polytomous"],
    ]);
    const matched = run(world, nearest);
    const counts = selectStatistics(matched.records, { variable: null }).filter(
      ({ statistic }) => statistic === "n" || statistic.startsWith("n_"),
    );
    expect(counts.every(({ value }) => Number.isInteger(value))).toBe(true);
    for (const group of ["trial", "control"]) {
      const own = counts.filter((count) => count.group === group);
      const everyone = world.patients.trial.filter((arm) => (arm === 1) === (group === "trial")).length;
      expect(own.reduce((total, { value }) => total + value!, 0)).toBe(everyone);
    }
  });

  it("imputes what sets must agree on as well, so that nobody is matched on not knowing", () => {
    for (const { covariates, weights } of run(world, nearest).completed!) {
      const smoker = covariates.columns.find(({ name }) => name === "smoker")!;
      expect(smoker.missing.includes(1)).toBe(false);
      const seen = new Map<number, number>();
      weights.pair!.forEach((pair, i) => {
        if (pair < 0) return;
        expect(seen.get(pair) ?? smoker.value[i]).toBe(smoker.value[i]);
        seen.set(pair, smoker.value[i]!);
      });
      expect(seen.size).toBeGreaterThan(20);
    }
  });

  it("does not carry over to a failure: the imputation that cannot be fitted is named", () => {
    const separated = withGaps(60, 3);
    const age = separated.covariates.columns[0]!;
    for (let i = 0; i < 60; i += 1) age.value[i] = separated.patients.trial[i] === 1 ? 80 + i : 20 - i;
    expect(run(separated, weighting).failure).toMatch(/^in imputation 1 of 4: age separates/);
  });

  it("says which covariate has no value in an arm, where nothing tells what it is", () => {
    const empty = makeWorld(60, 4);
    empty.covariates.columns[0]!.missing.set(empty.patients.trial.map((arm) => 1 - arm));
    expect(run(empty, weighting).failure).toMatch(/age has no value in the control arm: .*drop it from the design/);
  });
});

describe("imputed covariates", () => {
  it("are the same for two designs that need the same, and do not hang on how patients are arranged", () => {
    const { patients, covariates } = withGaps(120, 5);
    const impute = (world: World, design: Design) =>
      imputeCovariates(design, imputationOf(design)!, { ...world, seed: 1 });
    const first = impute({ patients, covariates }, weighting);
    const entropy = designSchema.parse({ method: "entropy-balancing", label: "E", moments: terms, missing });
    expect(impute({ patients, covariates }, entropy)).toEqual(first);
    const turned = Int32Array.from({ length: 120 }, (_, k) => (k * 7) % 120);
    const world = {
      patients: {
        ...patients,
        patientId: Array.from(turned, (row) => patients.patientId[row]!),
        trial: Uint8Array.from(turned, (row) => patients.trial[row]!),
      },
      covariates: {
        n: 120,
        columns: covariates.columns.map((column) => ({
          ...column,
          value: Float64Array.from(turned, (row) => column.value[row]!),
          missing: Uint8Array.from(turned, (row) => column.missing[row]!),
        })),
      },
    };
    impute(world, weighting).forEach((own, d) => {
      own.columns.forEach(({ value }, v) => {
        const expected = first[d]!.columns[v]!.value;
        expect(Array.from(value)).toEqual(Array.from(turned, (row) => expected[row]!));
      });
    });
  });

  it("draw on auxiliary covariates, which are completed but not balanced", () => {
    const { patients, covariates } = withGaps(120, 6);
    const rule = { ...missing, also: ["smoker"] };
    const design = designSchema.parse({ method: "weighting", label: "W", propensity: { terms, missing: rule } });
    const [helped, alone] = [design, weighting].map(
      (each) => imputeCovariates(each, imputationOf(each)!, { patients, covariates, seed: 1 })[0]!,
    );
    expect(helped!.columns[1]!.missing.includes(1)).toBe(false);
    expect(helped!.columns[0]!.value).not.toEqual(alone!.columns[0]!.value);
  });
});

describe("the lock of an imputed design", () => {
  const hash = "0".repeat(64);
  const lockOf = (world: World, design: Design): DesignLock =>
    lockSchema.parse({
      lockVersion: "1",
      analysis: "a",
      specVersion: "1",
      designHash: hash,
      endpoints: {},
      estimates: {},
      sensitivity: {},
      postIndex: [],
      resultsExisted: false,
      replaced: [],
      variants: [
        lockVariant("main", world.patients, fingerprintInputs(world.patients, world.covariates), [run(world, design)]),
      ],
    });

  it("holds the mean weights and each imputation's sizes and sets, and tells another imputation from it", () => {
    const lock = lockOf(withGaps(90, 7), nearest);
    const held = lock.variants[0]!.designs[0]!.imputations!;
    expect(held).toHaveLength(4);
    expect(compareLocks(lock, lockOf(withGaps(90, 7), nearest))).toEqual([]);
    const changed = structuredClone(lock);
    changed.variants[0]!.designs[0]!.imputations![2]!.pairs = hash;
    expect(compareLocks(lock, changed)).toHaveLength(1);
    const other = structuredClone(lock);
    other.variants[0]!.designs[0]!.imputations![1]!.controlEffectiveSampleSize *= 1 + 1e-8;
    expect(compareLocks(lock, other)).toHaveLength(1);
  });

  it("has no such field where nothing is imputed", () => {
    expect(lockOf(makeWorld(90, 7), weighting).variants[0]!.designs[0]).not.toHaveProperty("imputations");
  });
});

describe("records averaged over imputations", () => {
  const place = { variant: "main", stage: "design", population: "d" } as const;
  const one = (value: number) => [makeStatistic(place, "x", value), makeStatistic({ ...place, variable: "v" }, "n", 3)];

  it("are means, without counts of a covariate, and not estimable where one is not", () => {
    expect(averageRecords([one(1), one(4)]).map((record) => (record as Statistic).value)).toEqual([2.5]);
    const lost: Statistic = { ...(one(1)[0] as Statistic), value: null, status: "not_estimable", note: "why" };
    expect(averageRecords([one(1), [lost]])[0]).toMatchObject({ value: null, status: "not_estimable", note: "why" });
    expect(averageRecords([one(0.1), one(0.1), one(0.1)])[0]).toMatchObject({ value: 0.1 });
  });
});
