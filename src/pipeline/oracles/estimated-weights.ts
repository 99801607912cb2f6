import { deriveDesign } from "../../design/methods.js";
import type { DesignWeights } from "../../frame/design-weights.js";
import { type Design, designSchema } from "../../spec/design.js";
import { fitCox } from "../../stats/cox.js";
import { addWeightEstimation } from "../../stats/estimated-weights.js";
import { influenceVariance } from "../../stats/influence-variance.js";
import type { LinearisedEstimate } from "../../stats/linearised-estimate.js";
import { deriveLinearisedRmst } from "../../stats/linearised-rmst.js";
import { deriveLinearisedSurvival } from "../../stats/linearised-survival.js";
import { contrastRates } from "../../stats/rate-contrast.js";
import { deriveWeightedRate } from "../../stats/weighted-rate.js";
import { agreeRelative } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { estimateFixture, valuesOf } from "./estimate-fixture.js";
import { binaryOf, covariateOf, patientsIn, survivalOf } from "./fixture-frames.js";

type Name =
  | "rate_control"
  | "risk_difference"
  | "log_risk_ratio"
  | "log_hazard_ratio"
  | "log_hazard_ratio_breslow"
  | "survival_control"
  | "survival_difference"
  | "rmst_difference";
type Expected = Record<Name, { readonly estimate: number; readonly robust: number; readonly influence: number }>;
interface Fixture extends Readonly<Record<"x1" | "x2" | "trial" | "time" | "status" | "y", number[]>> {
  readonly tau: number;
  readonly landmark: number;
  readonly cases: Record<string, Expected>;
}

/** Standard errors that know the weights were estimated, beside those that take them as given: seven designs, eight quantities, and the estimates of a study. */
export const estimatedWeightsOracle: Oracle = {
  id: "estimated-weights",
  method: "Influence-function standard errors that know the weights were estimated",
  reference: "glm, coxph and survfit refitted for numeric derivatives by every weight",
  packages: ["R", "survival"],
  run: (fixture) => {
    const given = fixture as Fixture;
    return [
      ...Object.entries(given.cases).map(([name, expected]) => runDesign(given, name, expected)),
      runEstimates(given, given.cases.ATT!),
    ];
  },
};

const terms = ["x1", "x2"];
const weighting = (fields: Record<string, unknown>): Design =>
  designSchema.parse({ label: "D", method: "weighting", propensity: { terms }, ...fields });
const balancing = (fields: Record<string, unknown>): Design =>
  designSchema.parse({ label: "D", method: "entropy-balancing", moments: terms, ...fields });
/** As the fixture names them. */
const designs: Readonly<Record<string, Design>> = {
  ATT: weighting({}),
  ATE: weighting({ estimand: "ATE" }),
  ATO: weighting({ estimand: "ATO" }),
  ATEN: weighting({ estimand: "ATEN" }),
  stabilised: weighting({ estimand: "ATE", stabilised: true }),
  entropyATT: balancing({}),
  entropyATE: balancing({ estimand: "ATE" }),
};

function studyOf(given: Fixture, name: string) {
  const design = designs[name];
  if (design === undefined) throw new RangeError(`a design that the fixture names must be known; got "${name}"`);
  const patients = patientsIn(given.trial);
  const covariates = { n: patients.n, columns: [covariateOf("x1", given.x1), covariateOf("x2", given.x2)] };
  const { weights } = deriveDesign(design, { name: "d", patients, covariates, seed: 1 });
  return { patients, covariates, design, weights };
}

function runDesign(given: Fixture, name: string, expected: Expected): OracleCase {
  const { weights } = studyOf(given, name);
  const linear = linearise(given, weights);
  return {
    name: `${name} weights`,
    agreements: (Object.keys(expected) as Name[]).flatMap((key) => {
      const { estimate, derivative } = linear[key];
      const influence = derivative.map((d, i) => d * weights.weight[i]!);
      const full = addWeightEstimation(influence, derivative, weights.equations ?? []);
      const errors = [influence, full].map((each) => Math.sqrt(influenceVariance(each, null)));
      const r = expected[key];
      return [
        agreeRelative(key, [estimate], [r.estimate], 1e-9),
        agreeRelative(`standard errors of ${key}`, errors, [r.robust, r.influence], 1e-8),
      ];
    }),
  };
}

function linearise(given: Fixture, { weight }: DesignWeights): Record<Name, LinearisedEstimate> {
  const arm = Uint8Array.from(given.trial);
  const y = Uint8Array.from(given.y);
  const rows = { time: Int32Array.from(given.time), status: Uint8Array.from(given.status) };
  const own = (side: 0 | 1) => ({ ...rows, weight: weight.map((w, i) => (arm[i] === side ? w : 0)) });
  const rate = (side: 0 | 1) => deriveWeightedRate(y, weight, arm, side);
  const survival = (side: 0 | 1) => deriveLinearisedSurvival(own(side), given.landmark);
  const rmst = (side: 0 | 1) => deriveLinearisedRmst(own(side), given.tau);
  const cox = (ties: "efron" | "breslow") => {
    const X = Float64Array.from(arm);
    const fit = fitCox({ ...rows, weight, X, p: 1, names: ["trial"], ties, influence: true });
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

const minus = (one: LinearisedEstimate, zero: LinearisedEstimate): LinearisedEstimate => ({
  estimate: one.estimate - zero.estimate,
  derivative: one.derivative.map((d, i) => d - zero.derivative[i]!),
});

/** The same numbers as an estimate of a study with `variance: "influence"` has them. */
function runEstimates(given: Fixture, expected: Expected): OracleCase {
  const study = studyOf(given, "ATT");
  const survival = survivalOf(given.time, given.status);
  const response = binaryOf(given.y);
  const estimates = [
    ["log_hazard_ratio", survival, { measure: "hazard-ratio" }],
    ["rmst_difference", survival, { measure: "rmst-difference", tauDays: given.tau }],
    ["survival_difference", survival, { measure: "survival-difference", timeDays: given.landmark }],
    ["risk_difference", response, { measure: "risk-difference" }],
    ["log_risk_ratio", response, { measure: "risk-ratio" }],
  ] as const;
  return {
    name: "ATT weights, as estimates of a study",
    agreements: estimates.map(([name, data, fields]) => {
      const known = estimateFixture(study, data, fields);
      const estimated = estimateFixture(study, data, { ...fields, variance: "influence" });
      const { estimate, robust, influence } = expected[name];
      return agreeRelative(
        `${name} and its standard errors`,
        [...valuesOf(known, [name, `${name}_se`]), ...valuesOf(estimated, [`${name}_se`])],
        [estimate, robust, influence],
        1e-8,
      );
    }),
  };
}
