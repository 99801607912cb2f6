import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deriveDesign } from "../../src/design/methods.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../src/outcomes/point-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { binaryOf, patientsIn, survivalOf, unadjusted } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

interface Expected {
  estimate: number;
  known: number;
  estimated: number;
}
const fixture: Record<"x1" | "x2" | "trial" | "time" | "status" | "y" | "pseudo", number[]> & {
  tau: number;
  cases: Record<string, Record<string, Expected>>;
} = JSON.parse(readFileSync(new URL("../../oracles/standardisation/fixture.json", import.meta.url), "utf8"));

const patients = patientsIn(fixture.trial);
const column = (name: "x1" | "x2", value: ArrayLike<number> = fixture[name]) => ({
  name,
  label: name,
  kind: "continuous" as const,
  unit: null,
  levels: [],
  value: Float64Array.from(value),
  missing: new Uint8Array(patients.n),
});
const covariates = { n: patients.n, columns: [column("x1"), column("x2")] };
const weighting = (estimand: string) =>
  designSchema.parse({ method: "weighting", label: "D", estimand, propensity: { terms: ["x1", "x2"] } });
const crude = designSchema.parse({ method: "unadjusted", label: "D" });
const survival = survivalOf(fixture.time, fixture.status);
const response = binaryOf(fixture.y);

type Data = typeof survival | typeof response;

function given(fields: Record<string, unknown>, design: typeof crude, matrix = covariates) {
  const { weights } =
    design.method === "unadjusted"
      ? { weights: unadjusted(patients.n) }
      : deriveDesign(design, { name: "d", patients, covariates: matrix, seed: 1 });
  const words = { label: "E", endpoint: "e", design: "d", role: "primary" };
  const estimate = estimateSchema.parse({ ...words, ...fields });
  return { estimate, design, patients, covariates: matrix, weights };
}

function run(fields: Record<string, unknown>, data: Data, design: typeof crude, matrix = covariates): ResultRecord[] {
  const place = { variant: "main", name: "e", role: "primary" } as const;
  return estimateEffect({ ...place, ...given(fields, design, matrix), data, blocked: null });
}

const value = (records: readonly ResultRecord[], statistic: string, group: string | null = null) =>
  selectStatistic(records, { statistic, group }).value!;

const adjustment = (by: string) => ({ by, terms: ["x1", "x2"] });

describe("means by a regression of the outcome", () => {
  it("gives the point alone for a resample", () => {
    const words = { measure: "risk-difference", adjustment: adjustment("aipw") };
    const { risk_difference: difference } = fixture.cases["ATE aipw"]!;
    const { estimate, ...input } = given(words, weighting("ATE"));
    expect(
      relativeError([estimatePointEffect(estimate, { ...input, data: response })], [difference!.estimate]),
    ).toBeLessThan(1e-10);
    const curve = { measure: "rmst-difference", tauDays: fixture.tau, adjustment: adjustment("g-computation") };
    const { estimate: mean, ...rest } = given(curve, weighting("ATT"));
    expect(
      relativeError(
        [estimatePointEffect(mean, { ...rest, data: survival })],
        [fixture.cases["ATT g-computation"]!.rmst_difference!.estimate],
      ),
    ).toBeLessThan(1e-10);
  });
});

describe("an outcome model that cannot be fitted", () => {
  it("gives not estimable with the arm and the covariate, and keeps the arms' own rates", () => {
    // x2 foretells the response of every control.
    const x2 = fixture.trial.map((arm, i) => (arm === 0 ? fixture.y[i]! : fixture.x2[i]!));
    const matrix = { n: patients.n, columns: [column("x1"), column("x2", x2)] };
    const design = designSchema.parse({ method: "weighting", label: "D", propensity: { terms: ["x1"] } });
    const records = run({ measure: "risk-difference", adjustment: adjustment("aipw") }, response, design, matrix);
    const effect = selectStatistic(records, { statistic: "risk_difference", group: null });
    expect(effect.status).toBe("not_estimable");
    expect(effect.note).toMatch(/^the outcome model of the control arm: x2 separates the outcomes/);
    expect(value(records, "n", "control")).toBe(fixture.trial.filter((arm) => arm === 0).length);
  });

  it("nobody with the outcome in the control arm is said so", () => {
    const none = binaryOf(fixture.y.map((y, i) => (fixture.trial[i] === 1 ? y : 0)));
    const records = run({ measure: "risk-ratio", adjustment: adjustment("aipw") }, none, weighting("ATT"));
    const { status, note } = selectStatistic(records, { statistic: "risk_ratio", group: null });
    expect(status).toBe("not_estimable");
    expect(note).toContain("control arm: a logistic model needs both outcomes; got 0 of");
  });
});
