import { describe, expect, it } from "vitest";
import { testCochranMantelHaenszel } from "../../src/stats/cochran-mantel-haenszel.js";
import { fitLogistic } from "../../src/stats/logistic.js";
import { estimateMantelHaenszelOddsRatio } from "../../src/stats/mantel-haenszel-odds-ratio.js";
import { derivePropensityWeights } from "../../src/stats/propensity-weights.js";
import { estimateStratifiedRiskDifference } from "../../src/stats/stratified-risk-difference.js";
import { fitTurnbull } from "../../src/stats/turnbull.js";
import { hasReferenceData, readDataset, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";

describe.skipIf(!hasReferenceData)("NHEFS: quitting smoking and weight (Hernán & Robins, program 12.2)", () => {
  it("inverse-probability weights give 3.4405 kg, standard error 0.5255", () => {
    const nhefs = readDataset("causaldata_nhefs");
    const rows = nhefs.wt82_71!.flatMap((text, i) => (text === "" || text === "NA" ? [] : [i]));
    const column = (name: string) => rows.map((i) => Number(nhefs[name]![i]));
    const square = (name: string) => column(name).map((value) => value ** 2);
    const levels = (name: string, of: readonly number[]) =>
      of.map((level) => column(name).map((value) => (value === level ? 1 : 0)));
    const columns = [
      rows.map(() => 1),
      ...["sex", "race", "age", "smokeintensity", "smokeyrs", "wt71"].map(column),
      ...["age", "smokeintensity", "smokeyrs", "wt71"].map(square),
      ...levels("education", [2, 3, 4, 5]),
      ...levels("exercise", [1, 2]),
      ...levels("active", [1, 2]),
    ];
    const treated = Uint8Array.from(column("qsmk"));
    const fit = fitLogistic({
      X: Float64Array.from(columns.flat()),
      n: rows.length,
      p: columns.length,
      names: columns.map((_, j) => `x${j}`),
      y: treated,
    });
    const weight = derivePropensityWeights(treated, fit.fitted, "ATE");
    const y = column("wt82_71");
    const arm = (side: number) => {
      const own = rows.map((_, k) => (treated[k] === side ? weight[k]! : 0));
      const total = own.reduce((a, b) => a + b, 0);
      const mean = own.reduce((sum, w, k) => sum + w * y[k]!, 0) / total;
      return { mean, variance: own.reduce((sum, w, k) => sum + (w * (y[k]! - mean)) ** 2, 0) / total ** 2 };
    };
    const [quit, kept] = [arm(1), arm(0)];
    expect(rows.length).toBe(1566);
    expect((quit.mean - kept.mean).toFixed(4)).toBe("3.4405");
    expect(Math.sqrt(quit.variance + kept.variance)).toBeCloseTo(0.5255, 4);
  });
});

describe.skipIf(!hasReferenceData)("admissions to Berkeley by department, against R", () => {
  interface Admissions {
    cmh: { ucb: { or: number; ci: number[]; table: number[] }; ucb_nocc: { stat: number; p: number } };
    mh_effects: { measure: string; est: number; se: number }[];
  }
  const reference = hasReferenceData ? readExpected<Admissions>("proportions") : null;
  /** By department: men admitted and rejected, women admitted and rejected. */
  const strata = () => {
    const { table } = reference!.cmh.ucb;
    const of = (...places: number[]) =>
      Array.from({ length: 6 }, (_, k) => places.reduce((total, place) => total + table[4 * k + place]!, 0));
    return { events1: of(0), n1: of(0, 1), events0: of(2), n0: of(2, 3) };
  };

  it("Cochran–Mantel–Haenszel's test without continuity correction", () => {
    const { chiSquared, p } = testCochranMantelHaenszel(strata());
    const { stat, p: expected } = reference!.cmh.ucb_nocc;
    expect(relativeError([chiSquared, p], [stat, expected])).toBeLessThan(1e-12);
  });

  it("the common odds ratio with its interval, and the Mantel–Haenszel risk difference", () => {
    const { estimate, lower, upper, seLog } = estimateMantelHaenszelOddsRatio(strata());
    const { or, ci } = reference!.cmh.ucb;
    expect(relativeError([estimate, lower, upper], [or, ...ci])).toBeLessThan(1e-12);
    const effect = (measure: string) => reference!.mh_effects.find((each) => each.measure === measure)!;
    expect(relativeError([Math.log(estimate!), seLog!], [effect("OR").est, effect("OR").se])).toBeLessThan(1e-12);
    const difference = estimateStratifiedRiskDifference({ ...strata(), weights: "mantel-haenszel" });
    expect(relativeError([difference.estimate], [effect("RD").est])).toBeLessThan(1e-12);
  });
});

describe.skipIf(!hasReferenceData)("Turnbull's estimate on published data", () => {
  it("Turnbull 1974: survival 0.538, 0.295, 0.210 and 0.095 after the four periods", () => {
    const { turnbull1974: data } = readExpected<{
      turnbull1974: { time: number[]; status_0right_1exact_2left: number[]; n: number[]; surv: number[] };
    }>("closed_forms");
    const rows = data.n.flatMap((n, i) => (n > 0 ? [i] : []));
    const [time, status] = [data.time, data.status_0right_1exact_2left];
    const fit = fitTurnbull({
      left: Int32Array.from(rows, (i) => (status[i] === 2 ? 0 : time[i]!)),
      right: Int32Array.from(rows, (i) => (status[i] === 0 ? 0 : time[i]!)),
      rightCensored: Uint8Array.from(rows, (i) => (status[i] === 0 ? 1 : 0)),
      weight: Float64Array.from(rows, (i) => data.n[i]!),
    });
    expect([...fit.right]).toEqual([1, 2, 3, 4]);
    expect([...fit.survival].map((value) => value.toFixed(3))).toEqual(data.surv.map((value) => value.toFixed(3)));
  });

  it("breast cosmesis: survfit's steps at the middle of each interval", () => {
    const { bcos_survfit: expected } = readExpected<{
      bcos_survfit: { strata: number[]; time: number[]; surv: number[] };
    }>("interval_np");
    const bcos = readDataset("interval_bcos");
    for (const [k, treatment] of ["Rad", "RadChem"].entries()) {
      const rows = bcos.treatment!.flatMap((text, i) => (text === treatment ? [i] : []));
      const fit = fitTurnbull({
        left: Int32Array.from(rows, (i) => Number(bcos.left![i])),
        right: Int32Array.from(rows, (i) => (bcos.right![i] === "Inf" ? 0 : Number(bcos.right![i]))),
        rightCensored: Uint8Array.from(rows, (i) => (bcos.right![i] === "Inf" ? 1 : 0)),
      });
      const from = k === 0 ? 0 : expected.strata[0]!;
      const times = expected.time.slice(from, from + expected.strata[k]!);
      const steps = [...fit.mass.keys()].flatMap((j) => {
        const at = times.indexOf((fit.left[j]! + fit.right[j]!) / 2);
        return at < 0 ? [] : [[fit.survival[j]!, expected.surv[from + at]!] as const];
      });
      expect(steps.length).toBeGreaterThan(8);
      // survfit's EM stops at a change of 1e-4 or so; Turnbull's own estimate is held to 1e-8 elsewhere.
      for (const [ours, theirs] of steps) expect(Math.abs(ours - theirs)).toBeLessThan(2e-3);
    }
  });
});
