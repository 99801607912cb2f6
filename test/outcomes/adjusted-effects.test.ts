import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deriveDesign } from "../../src/design/methods.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../src/outcomes/point-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { derivePseudoRmst } from "../../src/stats/pseudo-rmst.js";
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

describe("means by a regression of the outcome, against R's refitted models", () => {
  const measures = [
    ["risk-difference", {}, response, "risk_difference", "risk_difference"],
    ["risk-ratio", {}, response, "log_risk_ratio", "log_risk_ratio"],
    ["odds-ratio", {}, response, "log_odds_ratio", "log_odds_ratio"],
    ["rmst-difference", { tauDays: fixture.tau }, survival, "rmst_difference", "rmst_difference"],
    ["rmst-ratio", { tauDays: fixture.tau }, survival, "log_rmst_ratio", "log_rmst_ratio"],
  ] as const;

  it.each(
    ["ATT", "ATE"].flatMap((estimand) =>
      ["g-computation", "aipw"].flatMap((by) => measures.map((measure) => [estimand, by, ...measure] as const)),
    ),
  )("%s by %s: %s", (estimand, by, measure, fields, data, name, key) => {
    const expected = fixture.cases[`${estimand} ${by}`]![key]!;
    const words = { measure, ...fields, adjustment: adjustment(by) };
    const known = run(words, data, weighting(estimand));
    expect(relativeError([value(known, name)], [expected.estimate])).toBeLessThan(1e-10);
    // R's standard errors are central differences of refitted models.
    expect(relativeError([value(known, `${name}_se`)], [expected.known])).toBeLessThan(1e-8);
    if (by === "aipw") {
      const full = run({ ...words, variance: "influence" }, data, weighting(estimand));
      expect(relativeError([value(full, `${name}_se`)], [expected.estimated])).toBeLessThan(1e-8);
    }
  });

  it("gives the rate of each arm in the population, and the point alone for a resample", () => {
    const words = { measure: "risk-difference", adjustment: adjustment("aipw") };
    const records = run(words, response, weighting("ATE"));
    const { trial, control, risk_difference: difference } = fixture.cases["ATE aipw"]!;
    expect(
      relativeError(
        (["trial", "control"] as const).map((group) => value(records, "proportion_standardised", group)),
        [trial!.estimate, control!.estimate],
      ),
    ).toBeLessThan(1e-10);
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

  it("under an unadjusted design g-computation carries the controls to the trial's patients", () => {
    const records = run({ measure: "risk-difference", adjustment: adjustment("g-computation") }, response, crude);
    const expected = fixture.cases["ATT g-computation"]!.risk_difference!;
    expect(relativeError([value(records, "risk_difference")], [expected.estimate])).toBeLessThan(1e-10);
  });

  it("pseudo-values are those of survival::pseudo", () => {
    for (const side of [0, 1]) {
      const mine = [...patients.trial.keys()].filter((i) => patients.trial[i] === side);
      const rows = {
        time: Int32Array.from(mine, (i) => fixture.time[i]!),
        status: Uint8Array.from(mine, (i) => fixture.status[i]!),
      };
      const expected = mine.map((i) => fixture.pseudo[i]!);
      expect(relativeError(derivePseudoRmst(rows, fixture.tau), expected)).toBeLessThan(1e-10);
    }
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
