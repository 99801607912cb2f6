import { deriveDesign } from "../../design/methods.js";
import { type Design, designSchema } from "../../spec/design.js";
import { effectiveSampleSize } from "../../stats/effective-sample-size.js";
import { agreeExactly, agreeRelative, because } from "../../validation/agreement.js";
import type { Oracle } from "../../validation/oracle.js";
import { estimateFixture, valuesOf } from "./estimate-fixture.js";
import { binaryOf, covariateOf, patientsIn, unadjusted } from "./fixture-frames.js";

interface Arm {
  readonly n: number;
  readonly responders: number;
  readonly proportion: number;
  readonly lower: number;
  readonly upper: number;
}
interface Fixture {
  readonly patients: Record<
    "treat" | "age" | "educ" | "race" | "married" | "nodegree" | "re74" | "re75" | "employed",
    number[]
  >;
  readonly coefficients: Record<string, number>;
  readonly ess: number;
  readonly caliper: number;
  readonly pairs: number;
  readonly trial: Arm;
  readonly control: Arm;
  readonly risk_difference: number;
  readonly lower: number;
  readonly upper: number;
}
const terms = ["age", "educ", "race", "married", "nodegree", "re74", "re75"] as const;

/** A study of a yes/no outcome: propensity model, weights, matched pairs, rates and their difference. */
export const lalondeOracle: Oracle = {
  id: "lalonde",
  method: "A whole comparison of rates: the job-training data of LaLonde",
  reference: "glm, Match, binom.test, and the score test written out in R",
  packages: ["R", "Matching"],
  run: (fixture) => {
    const given = fixture as Fixture;
    return [
      { name: "designs", agreements: compareDesigns(given) },
      { name: "rates", agreements: compareRates(given) },
    ];
  },
};

function framesOf({ patients: { race, ...columns } }: Fixture) {
  const races = covariateOf("race", race, ["black", "hispan", "white"]);
  return {
    patients: patientsIn(columns.treat),
    covariates: {
      n: race.length,
      columns: terms.map((name) => (name === "race" ? races : covariateOf(name, columns[name]))),
    },
  };
}

function compareDesigns(given: Fixture) {
  const frames = framesOf(given);
  const derive = (method: Design["method"]) =>
    deriveDesign(designSchema.parse({ method, label: "D", propensity: { terms } }), { name: "d", seed: 1, ...frames });
  const [weights, matches] = [derive("weighting"), derive("nearest")];
  const size = effectiveSampleSize(weights.weights.weight, frames.patients.trial, 0);
  return [
    agreeRelative("coefficients", weights.propensity?.beta ?? [], Object.values(given.coefficients), 1e-8),
    agreeRelative("effective sample size", [size], [given.ess], 1e-8),
    agreeRelative("caliper", [matches.caliper], [given.caliper], 1e-8),
    agreeExactly("pairs", [matches.pairs], [given.pairs]),
  ];
}

function compareRates(given: Fixture) {
  const { patients } = framesOf(given);
  const design = designSchema.parse({ method: "unadjusted", label: "D" });
  const study = { patients, design, weights: unadjusted(patients.n) };
  const records = estimateFixture(study, binaryOf(given.patients.employed), { measure: "risk-difference" });
  return [
    ...(["trial", "control"] as const).flatMap((group) => {
      const { n, responders, proportion, lower, upper } = given[group];
      const rate = ["proportion", "proportion_lower", "proportion_upper"];
      return [
        agreeExactly(`counts of the ${group} arm`, valuesOf(records, ["n", "responders"], { group }), [n, responders]),
        agreeRelative(
          `rate of the ${group} arm`,
          valuesOf(records, rate, { group }),
          [proportion, lower, upper],
          1e-12,
        ),
      ];
    }),
    agreeRelative("risk difference", valuesOf(records, ["risk_difference"]), [given.risk_difference], 1e-12),
    because(
      "R's limits come from optimize inside uniroot, whose maximiser is good to about 1e-8 of a rate",
      agreeRelative(
        "limits of the risk difference",
        valuesOf(records, ["risk_difference_lower", "risk_difference_upper"]),
        [given.lower, given.upper],
        1e-8,
      ),
    ),
  ];
}
