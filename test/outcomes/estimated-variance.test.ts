import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deriveDesign } from "../../src/design/methods.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { binaryOf, patientsIn, survivalOf } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

interface Expected {
  estimate: number;
  robust: number;
  influence: number;
}
const fixture: Record<"x1" | "x2" | "trial" | "time" | "status" | "y", number[]> & {
  tau: number;
  landmark: number;
  cases: Record<string, Record<string, Expected>>;
} = JSON.parse(readFileSync(new URL("../../oracles/estimated-weights/fixture.json", import.meta.url), "utf8"));

const patients = patientsIn(fixture.trial);
const column = (name: "x1" | "x2") => ({
  name,
  label: name,
  kind: "continuous" as const,
  unit: null,
  levels: [],
  value: Float64Array.from(fixture[name]),
  missing: new Uint8Array(patients.n),
});
const covariates = { n: patients.n, columns: [column("x1"), column("x2")] };
const design = designSchema.parse({ method: "weighting", label: "D", propensity: { terms: ["x1", "x2"] } });
const { weights } = deriveDesign(design, { name: "d", patients, covariates, seed: 1 });
const survival = survivalOf(fixture.time, fixture.status);
const response = binaryOf(fixture.y);

function run(fields: Record<string, unknown>, data: typeof survival | typeof response): ResultRecord[] {
  const words = { label: "E", endpoint: "e", design: "d", role: "primary" };
  const estimate = estimateSchema.parse({ ...words, ...fields });
  const place = { variant: "main", name: "e", role: "primary" } as const;
  return estimateEffect({ ...place, estimate, design, patients, covariates, data, weights, blocked: null });
}

const se = (records: readonly ResultRecord[], name: string) =>
  selectStatistic(records, { statistic: `${name}_se`, group: null }).value!;

describe("an estimate whose standard error knows that the weights were estimated", () => {
  it("is named in the effect's variance", () => {
    const records = run({ measure: "risk-difference", variance: "influence" }, response);
    const { params } = selectStatistic(records, { statistic: "risk_difference", group: null });
    expect(params.variance).toBe("influence function (weights estimated)");
  });

  it("survival of the weighted arm at a landmark has it too, the unweighted arm Greenwood's", () => {
    const records = run(
      { measure: "hazard-ratio", variance: "influence", landmarksDays: [fixture.landmark] },
      survival,
    );
    const at = (statistic: string, group: string) =>
      selectStatistic(records, { statistic, group, level: `${fixture.landmark}` });
    const { estimate, influence } = fixture.cases.ATT!.survival_control!;
    const half = (1.959963984540054 * influence) / estimate;
    expect(relativeError([at("survival_lower", "control").value!], [estimate * Math.exp(-half)])).toBeLessThan(1e-8);
    expect(at("survival", "trial").method).toContain("Greenwood");
  });

  it("patients of the design without the endpoint still tell how the weights were estimated", () => {
    const available = patients.trial.map((_, i) => (i % 5 === 0 ? 0 : 1));
    const part = { ...response, available };
    const records = run({ measure: "risk-difference", variance: "influence" }, part);
    const kept = [...available.keys()].filter((i) => available[i] === 1);
    expect(selectStatistic(records, { statistic: "n", group: "trial" }).value).toBe(
      kept.filter((i) => patients.trial[i] === 1).length,
    );
    // Against the same estimate with the equations cut to those who have the endpoint: another number.
    const [equation] = weights.equations!;
    const cut = { ...equation!, residual: equation!.residual.map((value, k) => (available[k] === 1 ? value : 0)) };
    const without = estimateEffect({
      variant: "main",
      name: "e",
      role: "primary",
      estimate: estimateSchema.parse({
        label: "E",
        endpoint: "e",
        design: "d",
        role: "primary",
        measure: "risk-difference",
        variance: "influence",
      }),
      design,
      patients,
      data: part,
      weights: { ...weights, equations: [cut] },
      blocked: null,
    });
    expect(se(records, "risk_difference")).not.toBe(se(without, "risk_difference"));
  });
});
