import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deriveDesign } from "../../src/design/methods.js";
import type { CovariateColumn } from "../../src/frame/covariate-matrix.js";
import { type Design, designSchema } from "../../src/spec/design.js";
import { addWeightEstimation } from "../../src/stats/estimated-weights.js";
import { influenceVariance } from "../../src/stats/influence-variance.js";
import { contrastRates } from "../../src/stats/rate-contrast.js";
import { deriveWeightedRate } from "../../src/stats/weighted-rate.js";
import { patientsIn } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

const fixture: Record<"x1" | "x2" | "trial" | "y", number[]> = JSON.parse(
  readFileSync(new URL("../../oracles/estimated-weights/fixture.json", import.meta.url), "utf8"),
);

const patients = patientsIn(fixture.trial);
const arm = patients.trial;
const y = Uint8Array.from(fixture.y);
const column = (name: string, value: number[]): CovariateColumn => ({
  name,
  label: name,
  kind: "continuous",
  unit: null,
  levels: [],
  value: Float64Array.from(value),
  missing: new Uint8Array(value.length),
});
const covariates = {
  n: patients.n,
  columns: [
    column("x1", fixture.x1),
    column("x2", fixture.x2),
    column(
      "twice",
      fixture.x2.map((x) => 2 * x),
    ),
  ],
};
const terms = ["x1", "x2"];
const parse = (fields: Record<string, unknown>): Design => designSchema.parse({ label: "D", ...fields });
const derive = (design: Design) => deriveDesign(design, { name: "d", patients, covariates, seed: 1 }).weights;
const weighting = (fields: Record<string, unknown>, model: Record<string, unknown> = {}) =>
  parse({ method: "weighting", propensity: { terms, ...model }, ...fields });

const entropy = parse({ method: "entropy-balancing", moments: terms });

describe("standard errors that know the weights were estimated", () => {
  it("moments that the others determine change nothing", () => {
    const plain = derive(entropy);
    const doubled = derive(parse({ method: "entropy-balancing", moments: [...terms, "twice"] }));
    expect(doubled.equations![0]!.p).toBe(3);
    const rate = (side: 0 | 1) => deriveWeightedRate(y, plain.weight, arm, side);
    const { derivative } = contrastRates("difference", rate(1), rate(0));
    const influence = derivative.map((d, i) => d * plain.weight[i]!);
    const [a, b] = [plain, doubled].map(({ equations }) =>
      influenceVariance(addWeightEstimation(influence, derivative, equations!), null),
    );
    expect(relativeError([b!], [a!])).toBeLessThan(1e-8);
  });
});

describe("weights that are no smooth function of their model have no equations", () => {
  it.each([
    ["truncated", weighting({ truncate: { upper: 0.95 } })],
    ["trimmed", weighting({ trim: { below: 0.01, above: 0.99 } })],
    ["cut to common support", weighting({}, { commonSupport: true })],
    ["matching weights", weighting({ estimand: "ATM" })],
    ["a penalised fit", weighting({}, { fit: "firth" })],
    ["matched", parse({ method: "nearest", propensity: { terms } })],
  ])("%s", (_, design) => {
    expect(derive(design).equations).toBeUndefined();
  });
});
