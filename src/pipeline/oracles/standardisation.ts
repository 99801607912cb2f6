import { deriveDesign } from "../../design/methods.js";
import { designSchema } from "../../spec/design.js";
import { derivePseudoRmst } from "../../stats/pseudo-rmst.js";
import { agreeRelative } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { estimateFixture, type FixtureStudy, valuesOf } from "./estimate-fixture.js";
import { binaryOf, covariateOf, patientsIn, survivalOf, unadjusted } from "./fixture-frames.js";

interface Expected {
  readonly estimate: number;
  /** Standard errors: with the weights taken as known, and as estimated. */
  readonly known: number;
  readonly estimated: number;
}
interface Fixture extends Readonly<Record<"x1" | "x2" | "trial" | "time" | "status" | "y" | "pseudo", number[]>> {
  readonly tau: number;
  /** By `<estimand> <method>`, then by quantity. */
  readonly cases: Record<string, Record<string, Expected>>;
}

/** g-computation and AIPW of rates and restricted means for both estimands, and the pseudo-values these are made of. */
export const standardisationOracle: Oracle = {
  id: "standardisation",
  method: "Means by a regression of the outcome: g-computation and augmented weighting (AIPW)",
  reference: "glm-type fits and their numeric derivatives; pseudo",
  packages: ["R", "survival"],
  run: (fixture) => {
    const given = fixture as Fixture;
    return [
      ...["ATT", "ATE"].flatMap((estimand) => ["g-computation", "aipw"].map((by) => runMethod(given, estimand, by))),
      runUnadjusted(given),
      runPseudo(given),
    ];
  },
};

const terms = ["x1", "x2"];

function studyOf(given: Fixture, estimand: string | null): FixtureStudy {
  const patients = patientsIn(given.trial);
  const covariates = { n: patients.n, columns: [covariateOf("x1", given.x1), covariateOf("x2", given.x2)] };
  if (estimand === null) {
    const design = designSchema.parse({ method: "unadjusted", label: "D" });
    return { patients, covariates, design, weights: unadjusted(patients.n) };
  }
  const design = designSchema.parse({ method: "weighting", label: "D", estimand, propensity: { terms } });
  const { weights } = deriveDesign(design, { name: "d", patients, covariates, seed: 1 });
  return { patients, covariates, design, weights };
}

function runMethod(given: Fixture, estimand: string, by: string): OracleCase {
  const study = studyOf(given, estimand);
  const expected = given.cases[`${estimand} ${by}`]!;
  const [rates, times] = [binaryOf(given.y), survivalOf(given.time, given.status)];
  const measures = [
    ["risk-difference", {}, rates, "risk_difference"],
    ["risk-ratio", {}, rates, "log_risk_ratio"],
    ["odds-ratio", {}, rates, "log_odds_ratio"],
    ["rmst-difference", { tauDays: given.tau }, times, "rmst_difference"],
    ["rmst-ratio", { tauDays: given.tau }, times, "log_rmst_ratio"],
  ] as const;
  return {
    name: `${estimand} by ${by}`,
    agreements: measures.flatMap(([measure, fields, data, name]) => {
      const words = { measure, ...fields, adjustment: { by, terms } };
      const records = estimateFixture(study, data, words);
      const arms = (["trial", "control"] as const).flatMap((group) =>
        valuesOf(records, ["proportion_standardised"], { group }),
      );
      const { estimate, known, estimated } = expected[name]!;
      return [
        agreeRelative(name, valuesOf(records, [name]), [estimate], 1e-10),
        agreeRelative(`standard error of ${name}`, valuesOf(records, [`${name}_se`]), [known], 1e-8),
        ...(measure === "risk-difference"
          ? [agreeRelative("rates", arms, [expected.trial!.estimate, expected.control!.estimate], 1e-10)]
          : []),
        // g-computation does not use the weights' model beyond its population.
        ...(by === "aipw"
          ? [
              agreeRelative(
                `standard error of ${name}, weights estimated`,
                valuesOf(estimateFixture(study, data, { ...words, variance: "influence" }), [`${name}_se`]),
                [estimated],
                1e-8,
              ),
            ]
          : []),
      ];
    }),
  };
}

/** Without a design g-computation carries the controls to the trial's patients. */
function runUnadjusted(given: Fixture): OracleCase {
  const words = { measure: "risk-difference", adjustment: { by: "g-computation", terms } };
  const records = estimateFixture(studyOf(given, null), binaryOf(given.y), words);
  const { estimate } = given.cases["ATT g-computation"]!.risk_difference!;
  return {
    name: "g-computation without a design",
    agreements: [agreeRelative("risk_difference", valuesOf(records, ["risk_difference"]), [estimate], 1e-10)],
  };
}

function runPseudo(given: Fixture): OracleCase {
  return {
    name: "pseudo-values of the restricted mean",
    agreements: [1, 0].map((side) => {
      const own = given.trial.flatMap((arm, row) => (arm === side ? [row] : []));
      const rows = {
        time: Int32Array.from(own, (row) => given.time[row]!),
        status: Uint8Array.from(own, (row) => given.status[row]!),
      };
      const expected = own.map((row) => given.pseudo[row]!);
      return agreeRelative(`pseudo-values of arm ${side}`, derivePseudoRmst(rows, given.tau), expected, 1e-10);
    }),
  };
}
