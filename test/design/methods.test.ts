import { describe, expect, it } from "vitest";
import { runDesign } from "../../src/design/run-design.js";
import type { CovariateColumn } from "../../src/frame/covariate-matrix.js";
import { stream } from "../../src/math/stream.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { type Design, designSchema } from "../../src/spec/design.js";
import { makeWorld, type World } from "../support/design-world.js";
import { hasReferenceData, readDataset, readExpected } from "../support/reference-data.js";

const terms = ["age", "smoker", "stage"];
const parse = (design: Record<string, unknown>): Design => designSchema.parse({ label: "D", ...design });
const run = ({ patients, covariates }: World, design: Record<string, unknown>) =>
  runDesign("main", "d", parse(design), patients, covariates, 1);
const smds = (result: ReturnType<typeof run>) =>
  selectStatistics(result.records, { statistic: "smd" }).map((record) => Math.abs(record.value!));

describe("weights for other populations", () => {
  it("entropy balancing brings every moment's SMD to 0 and the controls' weights to the number of trial patients", () => {
    const world = makeWorld(400, 1);
    const result = run(world, { method: "entropy-balancing", moments: terms });
    expect(Math.max(...smds(result))).toBeLessThan(1e-9);
    expect(selectStatistic(result.records, { group: "control", statistic: "sum_of_weights" }).value).toBeCloseTo(
      134,
      8,
    );
    expect(selectStatistic(result.records, { group: "trial", statistic: "effective_sample_size" }).value).toBe(134);
  });

  it("overlap weights from an unpenalised logistic model balance the mean of every term exactly", () => {
    const result = run(makeWorld(400, 2), { method: "weighting", estimand: "ATO", propensity: { terms } });
    expect(Math.max(...smds(result))).toBeLessThan(1e-8);
  });

  it("stabilised ATE weights sum to about the size of each arm", () => {
    const result = run(makeWorld(900, 3), {
      method: "weighting",
      estimand: "ATE",
      stabilised: true,
      propensity: { terms },
    });
    const sum = (group: string) => selectStatistic(result.records, { group, statistic: "sum_of_weights" }).value!;
    expect(Math.abs(sum("trial") / 300 - 1)).toBeLessThan(0.1);
    expect(Math.abs(sum("control") / 600 - 1)).toBeLessThan(0.1);
  });

  it("truncated weights are counted and never above their limit; ATT leaves trial patients at 1", () => {
    const world = makeWorld(400, 4);
    const result = run(world, { method: "weighting", truncate: { upper: 0.95 }, propensity: { terms } });
    const limit = selectStatistic(result.records, { statistic: "truncated_at" }).value!;
    expect(selectStatistic(result.records, { statistic: "truncated" }).value).toBeGreaterThan(0);
    for (let i = 0; i < 400; i += 1) {
      if (world.patients.trial[i] === 1) expect(result.weights!.weight[i]).toBe(1);
      else expect(result.weights!.weight[i]).toBeLessThanOrEqual(limit);
    }
  });

  it("trimmed patients of both arms weigh 0 and the gate on trial patients left out sees them", () => {
    const result = run(makeWorld(400, 5), {
      method: "weighting",
      trim: { below: 0.25, above: 0.5 },
      propensity: { terms },
    });
    const trimmed = selectStatistic(result.records, { statistic: "trimmed" }).value!;
    const n = selectStatistics(result.records, { statistic: "n", variable: null }).reduce(
      (total, record) => total + record.value!,
      0,
    );
    expect(trimmed).toBeGreaterThan(0);
    expect(n).toBe(400 - trimmed);
    const gate = result.gates.find((each) => each.indicator === "gate_unmatched_trial")!;
    expect(gate.value).toBe(selectStatistic(result.records, { statistic: "unmatched_trial_share" }).value);
  });
});

describe("matched sets", () => {
  it("of ratio 3 share the weight of one trial patient among their controls", () => {
    const world = makeWorld(400, 6);
    const result = run(world, { method: "nearest", ratio: 3, propensity: { terms } });
    const { weight, pair } = result.weights!;
    const total = new Map<number, number>();
    for (let i = 0; i < 400; i += 1)
      if (pair![i]! >= 0 && world.patients.trial[i] === 0)
        total.set(pair![i]!, (total.get(pair![i]!) ?? 0) + weight[i]!);
    for (const sum of total.values()) expect(sum).toBeCloseTo(1, 12);
  });

  it("agree exactly where the design says so", () => {
    const world = makeWorld(400, 7);
    const result = run(world, { method: "nearest", exact: ["stage", "smoker"], propensity: { terms } });
    const seen = new Map<number, string>();
    for (let i = 0; i < 400; i += 1) {
      const set = result.weights!.pair![i]!;
      if (set < 0) continue;
      const key = `${world.covariates.columns[1]!.value[i]}/${world.covariates.columns[2]!.value[i]}`;
      expect(seen.get(set) ?? key).toBe(key);
      seen.set(set, key);
    }
  });

  it("of optimal pairs are as many as greedy ones or more, and no farther apart in sum at the same number", () => {
    const world = makeWorld(300, 8);
    const greedy = run(world, { method: "nearest", propensity: { terms } });
    const optimal = run(world, { method: "optimal", propensity: { terms } });
    const pairs = (result: typeof greedy) => selectStatistic(result.records, { statistic: "pairs" }).value!;
    expect(pairs(optimal)).toBeGreaterThanOrEqual(pairs(greedy));
  });

  it("of the other kinds have the weights of the trial patients they stand for", () => {
    const world = makeWorld(300, 13);
    for (const design of [
      { method: "full" },
      { method: "with-replacement", ratio: 2 },
      { method: "optimal", ratio: 2 },
      { method: "mahalanobis", distance: ["age", "smoker"] },
    ]) {
      const result = run(world, { ...design, propensity: { terms } });
      expect(result.failure, design.method).toBeNull();
      const sum = (group: string) => selectStatistic(result.records, { group, statistic: "sum_of_weights" }).value!;
      expect(sum("control"), design.method).toBeCloseTo(sum("trial"), 8);
      expect(Math.max(...smds(result)), design.method).toBeLessThan(0.35);
    }
  });

  it("of full matching leave out nobody when there is no caliper", () => {
    const result = run(makeWorld(300, 14), { method: "full", caliper: null, propensity: { terms } });
    expect(selectStatistic(result.records, { statistic: "unmatched_trial" }).value).toBe(0);
    expect(selectStatistic(result.records, { group: "control", statistic: "n", variable: null }).value).toBe(200);
  });

  it("depend on the order of breaking ties where patients tie, and each other set is found once", () => {
    const world = makeWorld(120, 15);
    const age = world.covariates.columns[0]!;
    for (let i = 0; i < 120; i += 1) age.value[i] = 50 + 5 * (i % 4);
    const tied = run(world, { method: "nearest", tieOrders: 20, propensity: { terms: ["age"] } });
    expect(tied.alternatives!.length).toBeGreaterThan(5);
    const distinct = run(makeWorld(120, 16), {
      method: "nearest",
      tieOrders: 20,
      propensity: { terms: ["age", "smoker"] },
    });
    expect(distinct.alternatives).toEqual([]);
  });

  it("say why there are none when the caliper leaves nobody", () => {
    const world = makeWorld(40, 9);
    const apart = world.covariates.columns[0]!;
    for (let i = 0; i < 40; i += 1) apart.value[i] = 50 + ((i * 17) % 40) * 0.731;
    const result = run(world, { method: "nearest", caliper: 1e-6, propensity: { terms: ["age"] } });
    expect(result.failure).toMatch(/matching finds no pair: no control lies within the caliper .* widen the caliper/);
  });
});

describe("what a reader is told of a design", () => {
  it("holds overlap before and after, equipoise, and the balance of further terms", () => {
    const alsoBalance = [{ polynomial: "age", degree: 2 }, { interaction: ["age", "smoker"] }];
    const result = run(makeWorld(600, 17), { method: "weighting", alsoBalance, propensity: { terms } });
    const value = (statistic: string, group: string | null = null) =>
      selectStatistic(result.records, { statistic, group }).value!;
    expect(value("overlap_coefficient")).toBeGreaterThan(value("overlap_coefficient_before"));
    for (const group of ["trial", "control"]) expect(value("equipoise", group)).toBeGreaterThan(0.3);
    expect(selectStatistics(result.records, { statistic: "term_smd" }).map((record) => record.variable)).toEqual([
      "age",
      "age^2",
      "age × smoker",
    ]);
  });

  it("holds the gate on the smallest detectable hazard ratio, from planned events alone", () => {
    const detectableHazardRatio = { atLeast: 0.7, eventProbability: 0.7 };
    const result = run(makeWorld(600, 18), {
      method: "weighting",
      propensity: { terms },
      gates: { detectableHazardRatio },
    });
    const gate = result.gates.find((each) => each.indicator === "gate_detectable_hazard_ratio")!;
    const [n1, n0] = ["trial", "control"].map(
      (group) => selectStatistic(result.records, { group, statistic: "effective_sample_size" }).value!,
    );
    // Schoenfeld by hand: log HR = −(1.959964 + 0.841621) √((n1 + n0) / (n1 n0 × 0.7)).
    expect(gate.value).toBeCloseTo(Math.exp(-2.801585 * Math.sqrt((n1! + n0!) / (n1! * n0! * 0.7))), 5);
  });
});

describe("common support", () => {
  it("leaves out who lies outside the range of the other arm, in matching and in weighting", () => {
    const world = makeWorld(300, 19);
    const all = run(world, { method: "nearest", caliper: null, propensity: { terms } });
    const common = run(world, { method: "nearest", caliper: null, propensity: { terms, commonSupport: true } });
    const pairs = (result: typeof all) => selectStatistic(result.records, { statistic: "pairs" }).value!;
    expect(pairs(all)).toBe(100);
    expect(pairs(common)).toBeLessThanOrEqual(100);
    const weighted = run(world, { method: "weighting", propensity: { terms, commonSupport: true } });
    const outside = selectStatistic(weighted.records, { statistic: "outside_support" }).value!;
    expect(weighted.weights!.weight.filter((weight) => weight === 0).length).toBe(outside);
  });

  it.skipIf(!hasReferenceData)(
    "gives MatchIt 4.7.2's pairs on the CAMIS data: largest first, no caliper, common support (../shared/data/stats)",
    () => {
      const data = readDataset("camis_ps_data");
      const expected = readExpected<{ ps: number[]; treated: string[]; matched: (string | null)[]; nn: number[][] }>(
        "camis_psmatch",
      );
      const n = data.trtp!.length;
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
      const categories = [...new Set(data.bmi_cat!)].sort();
      const patients = {
        n,
        patientId: Array.from({ length: n }, (_, i) => String(i + 1)),
        datasetId: Array.from({ length: n }, () => "camis"),
        indexEpochDay: new Int32Array(n),
        trial: Uint8Array.from(data.trtp!, (arm) => (arm === "trt" ? 1 : 0)),
      };
      const columns = [
        column("sex", "binary", [], (i) => (data.sex![i] === "M" ? 1 : 0)),
        column("weight", "continuous", [], (i) => Number(data.weight![i])),
        column("age", "continuous", [], (i) => Number(data.age![i])),
        column("bmi", "categorical", categories, (i) => categories.indexOf(data.bmi_cat![i]!)),
      ];
      const propensity = { terms: ["sex", "weight", "age", "bmi"], commonSupport: true };
      const { weights } = run(
        { patients, covariates: { n, columns } },
        { method: "nearest", caliper: null, propensity },
      );
      const partner = new Map<number, number>();
      for (let i = 0; i < n; i += 1)
        if (patients.trial[i] === 0 && weights!.pair![i]! >= 0) partner.set(weights!.pair![i]!, i + 1);
      const found = expected.treated.map((id) => {
        const set = weights!.pair![Number(id) - 1]!;
        return set < 0 ? null : String(partner.get(set));
      });
      expect(found).toEqual(expected.matched);
      expect(found.filter((id) => id !== null)).toHaveLength(105);
    },
  );
});

describe("terms of a propensity model", () => {
  const names = (design: Record<string, unknown>) => {
    const model = run(makeWorld(500, 10), design).records.find(
      (record) => record.kind === "listing" && record.listing === "propensity_model",
    );
    return model?.kind === "listing" ? model.rows.map((row) => row[0]) : [];
  };

  it("are linear, polynomial, spline, categorical by level, and interactions of those", () => {
    const propensity = {
      terms: [{ polynomial: "age", degree: 3 }, "smoker", "stage", { interaction: ["smoker", "stage"] }],
    };
    expect(names({ method: "weighting", propensity })).toEqual([
      "(intercept)",
      "age",
      "age^2",
      "age^3",
      "smoker",
      "stage = II",
      "stage = III",
      "smoker × stage = II",
      "smoker × stage = III",
    ]);
    expect(names({ method: "weighting", propensity: { terms: [{ spline: "age", df: 3 }] } })).toEqual([
      "(intercept)",
      "age (spline 1)",
      "age (spline 2)",
      "age (spline 3)",
    ]);
  });

  it("give one score for any way to write the same model", () => {
    const world = makeWorld(500, 11);
    const a = run(world, { method: "weighting", propensity: { terms: ["age", "smoker"] } }).weights!.weight;
    const b = run(world, { method: "weighting", propensity: { terms: ["smoker", "age"] } }).weights!.weight;
    for (let i = 0; i < 500; i += 1) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-9 * Math.max(1, a[i]!));
  });

  it("of a wide set are chosen by LASSO with a cross-validated penalty, the same for any order of the rows", () => {
    const world = makeWorld(400, 20);
    const draw = stream(3, "noise");
    const noise = Array.from({ length: 60 }, (_, j) => ({
      ...world.covariates.columns[0]!,
      name: `noise${j}`,
      value: Float64Array.from({ length: 400 }, () => draw.uniform()),
    }));
    const wide = { ...world, covariates: { n: 400, columns: [...world.covariates.columns, ...noise] } };
    const propensity = { fit: "lasso", terms: [...terms, ...noise.map(({ name }) => name)] };
    const result = run(wide, { method: "weighting", propensity });
    const value = (statistic: string) => selectStatistic(result.records, { statistic }).value!;
    expect(result.failure).toBeNull();
    expect(value("lasso_terms")).toBeLessThan(50);
    const sparse = run(wide, { method: "weighting", propensity: { ...propensity, penalty: "cv-one-se" } });
    expect(selectStatistic(sparse.records, { statistic: "lasso_penalty" }).value!).toBeGreaterThanOrEqual(
      value("lasso_penalty"),
    );
    const none = run(wide, { method: "weighting", propensity: { ...propensity, penalty: 10 } });
    expect(none.failure).toMatch(/the lasso leaves no term/);
  });

  it("that separate are answered by Firth where the design asks for it", () => {
    const world = makeWorld(300, 12);
    const stage = world.covariates.columns[2]!;
    for (let i = 0; i < 300; i += 1) if (world.patients.trial[i] === 0 && stage.value[i] === 2) stage.value[i] = 1;
    expect(run(world, { method: "weighting", propensity: { terms } }).failure).toMatch(/stage = III/);
    const firth = run(world, { method: "weighting", propensity: { terms, fit: "firth" } });
    expect(firth.failure).toBeNull();
    expect(firth.weights!.weight.every(Number.isFinite)).toBe(true);
  });
});
