import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../src/outcomes/point-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { fitParametricModel, parametricModelFamilies } from "../../src/stats/parametric-model.js";
import { patientsIn, survivalOf, unadjusted } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

interface Fit {
  family: string;
  aic: number;
  rmst: number;
  rmst_se: number;
}
const fixture: Record<"time" | "status" | "weight", number[]> & { tau: number } & Record<"plain" | "weighted", Fit[]> =
  JSON.parse(readFileSync(new URL("../../oracles/parametric-survival/fixture.json", import.meta.url), "utf8"));
const n = fixture.time.length;

/** The trial arm is the fixture as it is, the control arm the same times with its weights. */
const patients = patientsIn([...Array(n).fill(1), ...Array(n).fill(0)]);
const data = survivalOf([...fixture.time, ...fixture.time], [...fixture.status, ...fixture.status]);
const weights: DesignWeights = {
  ...unadjusted(2 * n),
  kind: "weighting",
  weight: Float64Array.from([...Array(n).fill(1), ...fixture.weight]),
};
const design = designSchema.parse({ method: "weighting", label: "D", propensity: { terms: ["age"] } });

function run(fields: Record<string, unknown>, outcome = data): ResultRecord[] {
  const words = { measure: "parametric-rmst-difference", label: "E", endpoint: "e", design: "d", role: "exploratory" };
  const estimate = estimateSchema.parse({ ...words, ...fields });
  const common = { variant: "main", name: "e", role: "exploratory" as const, blocked: null };
  return estimateEffect({ ...common, estimate, design, patients, data: outcome, weights });
}
const at = (
  records: readonly ResultRecord[],
  statistic: string,
  group: string | null = null,
  level: string | null = null,
) => selectStatistic(records, { statistic, group, level });

describe("the difference of restricted means under a parametric model, against survreg", () => {
  it.each(["exponential", "weibull", "log-normal", "log-logistic"])("%s", (family) => {
    const records = run({ family, tauDays: fixture.tau });
    const [plain, weighted] = (["plain", "weighted"] as const).map(
      (name) => fixture[name].find((f) => f.family === family)!,
    );
    const difference = at(records, "parametric_rmst_difference").value!;
    expect(Math.abs(difference - (plain!.rmst - weighted!.rmst))).toBeLessThan(1e-6);
    const se = at(records, "parametric_rmst_difference_se").value!;
    // R's gradient of the mean is numeric over a numeric integral.
    expect(relativeError([se], [Math.hypot(plain!.rmst_se, weighted!.rmst_se)])).toBeLessThan(1e-6);
    expect(relativeError([at(records, "aic", "control", family).value!], [weighted!.aic])).toBeLessThan(1e-10);
    const covariates = { n: 2 * n, columns: [] };
    const words = {
      measure: "parametric-rmst-difference",
      label: "E",
      endpoint: "e",
      design: "d",
      role: "exploratory",
    };
    const estimate = estimateSchema.parse({ ...words, family, tauDays: fixture.tau });
    expect(estimatePointEffect(estimate, { patients, covariates, data, weights, design })).toBe(difference);
  });

  it.each(["gompertz", "generalised-gamma"] as const)(
    "%s: each arm's mean under its own fit, its AIC beside the others",
    (family) => {
      const records = run({ family, tauDays: 400 });
      const mean = (weight: Float64Array) =>
        fitParametricModel(
          { time: Int32Array.from(fixture.time), status: Uint8Array.from(fixture.status), weight },
          family,
        );
      const [trial, control] = [mean(new Float64Array(n).fill(1)), mean(Float64Array.from(fixture.weight))];
      expect(at(records, "parametric_rmst_difference").value).toBeCloseTo(
        trial.mean(400).estimate - control.mean(400).estimate,
        8,
      );
      expect(at(records, "aic", "control", family).value).toBe(control.aic);
      expect(at(records, "parametric_rmst_difference").method).toContain(`${family} model within each arm`);
      const levels = selectStatistics(records, { statistic: "aic", group: "trial" }).map(({ level }) => level);
      expect(levels).toEqual([...parametricModelFamilies]);
    },
  );

  it("is marked as an extrapolation where τ lies beyond the follow-up, and only there", () => {
    const beyond = at(run({ family: "weibull", tauDays: 100_000 }), "parametric_rmst_difference");
    expect(beyond.method).toContain("extrapolated beyond the follow-up");
    expect(beyond.params.extrapolated).toBe(true);
    const within = at(run({ family: "weibull", tauDays: 200 }), "parametric_rmst_difference");
    expect(within.method).toContain("within the follow-up");
    expect(within.params.extrapolated).toBe(false);
  });

  it("is not estimable without events in an arm, with the reason", () => {
    const none = survivalOf([...fixture.time, ...fixture.time], [...fixture.status, ...Array(n).fill(0)]);
    const { status, note } = at(run({ family: "weibull", tauDays: 200 }, none), "parametric_rmst_difference");
    expect([status, note]).toEqual([
      "not_estimable",
      `a parametric model needs at least one event; got none in ${n} rows`,
    ]);
  });
});
