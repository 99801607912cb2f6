import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deriveDesign } from "../../src/design/methods.js";
import type { CovariateColumn } from "../../src/frame/covariate-matrix.js";
import { type Design, designSchema } from "../../src/spec/design.js";
import { fitCox } from "../../src/stats/cox.js";
import { addWeightEstimation } from "../../src/stats/estimated-weights.js";
import { influenceVariance } from "../../src/stats/influence-variance.js";
import type { LinearisedEstimate } from "../../src/stats/linearised-estimate.js";
import { deriveLinearisedRmst } from "../../src/stats/linearised-rmst.js";
import { deriveLinearisedSurvival } from "../../src/stats/linearised-survival.js";
import { contrastRates } from "../../src/stats/rate-contrast.js";
import { deriveWeightedRate } from "../../src/stats/weighted-rate.js";
import { patientsIn } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

const names = [
  "rate_control",
  "risk_difference",
  "log_risk_ratio",
  "log_hazard_ratio",
  "log_hazard_ratio_breslow",
  "survival_control",
  "survival_difference",
  "rmst_difference",
] as const;
type Name = (typeof names)[number];
type Expected = Record<Name, { estimate: number; robust: number; influence: number }>;
const fixture: Record<"x1" | "x2" | "trial" | "time" | "status" | "y", number[]> & {
  tau: number;
  landmark: number;
  cases: Record<string, Expected>;
} = JSON.parse(readFileSync(new URL("../../oracles/estimated-weights/fixture.json", import.meta.url), "utf8"));

const patients = patientsIn(fixture.trial);
const arm = patients.trial;
const time = Int32Array.from(fixture.time);
const status = Uint8Array.from(fixture.status);
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

const designs: Record<string, Design> = {
  ATT: weighting({}),
  ATE: weighting({ estimand: "ATE" }),
  ATO: weighting({ estimand: "ATO" }),
  ATEN: weighting({ estimand: "ATEN" }),
  stabilised: weighting({ estimand: "ATE", stabilised: true }),
  entropyATT: parse({ method: "entropy-balancing", moments: terms }),
  entropyATE: parse({ method: "entropy-balancing", moments: terms, estimand: "ATE" }),
};

const minus = (one: LinearisedEstimate, zero: LinearisedEstimate): LinearisedEstimate => ({
  estimate: one.estimate - zero.estimate,
  derivative: one.derivative.map((d, i) => d - zero.derivative[i]!),
});

function linearise(weight: Float64Array): Record<Name, LinearisedEstimate> {
  const rate = (side: 0 | 1) => deriveWeightedRate(y, weight, arm, side);
  const own = (side: 0 | 1) => ({ time, status, weight: weight.map((w, i) => (arm[i] === side ? w : 0)) });
  const survival = (side: 0 | 1) => deriveLinearisedSurvival(own(side), fixture.landmark);
  const rmst = (side: 0 | 1) => deriveLinearisedRmst(own(side), fixture.tau);
  const cox = (ties: "efron" | "breslow") => {
    const X = Float64Array.from(arm);
    const fit = fitCox({ time, status, weight, X, p: 1, names: ["trial"], ties, influence: true });
    return { estimate: fit.beta[0]!, derivative: fit.derivative! };
  };
  return {
    rate_control: rate(0),
    risk_difference: contrastRates("difference", rate(1), rate(0)),
    log_risk_ratio: contrastRates("log-ratio", rate(1), rate(0)),
    log_hazard_ratio: cox("efron"),
    log_hazard_ratio_breslow: cox("breslow"),
    survival_control: survival(0),
    survival_difference: minus(survival(1), survival(0)),
    rmst_difference: minus(rmst(1), rmst(0)),
  };
}

describe("standard errors that know the weights were estimated, against numeric derivatives in R", () => {
  it.each(Object.keys(fixture.cases))("%s", (name) => {
    const { weight, equations } = derive(designs[name]!);
    const linear = linearise(weight);
    for (const key of names) {
      const { estimate, derivative } = linear[key];
      const influence = derivative.map((d, i) => d * weight[i]!);
      const robust = Math.sqrt(influenceVariance(influence, null));
      const full = Math.sqrt(influenceVariance(addWeightEstimation(influence, derivative, equations!), null));
      const r = fixture.cases[name]![key];
      expect(relativeError([estimate], [r.estimate]), `${key} estimate`).toBeLessThan(1e-9);
      // R's derivatives are central differences of refitted models: coxph stops near 1e-12, divided by steps of 2e-3.
      expect(relativeError([robust, full], [r.robust, r.influence]), `${key} standard errors`).toBeLessThan(1e-8);
    }
  });

  it("moments that the others determine change nothing", () => {
    const plain = derive(designs.entropyATT!);
    const doubled = derive(parse({ method: "entropy-balancing", moments: [...terms, "twice"] }));
    expect(doubled.equations![0]!.p).toBe(3);
    const { derivative } = linearise(plain.weight).risk_difference;
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
