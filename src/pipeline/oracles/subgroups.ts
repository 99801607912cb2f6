import { deriveDesign } from "../../design/methods.js";
import type { OutcomeData } from "../../frame/outcome-data.js";
import { estimateSubgroup } from "../../outcomes/subgroup-effects.js";
import { designSchema } from "../../spec/design.js";
import { agreeExactly, agreeRelative, because } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { weighLevels } from "../subgroup-designs.js";
import { estimateOf, valuesOf } from "./estimate-fixture.js";
import { binaryOf, covariateOf, patientsIn, survivalOf } from "./fixture-frames.js";

interface Level {
  readonly n1: number;
  readonly n0: number;
  readonly events1: number;
  readonly log_hr: number;
  readonly log_hr_se: number;
  readonly rd: number;
  readonly rd_se: number;
}
type Weights = "kept" | "anew";
interface Fixture extends Readonly<Record<"x1" | "g" | "trial" | "time" | "status" | "y", number[]>> {
  readonly kept: Level[];
  readonly anew: Level[];
  readonly interaction: Record<Weights, { readonly chi_squared: number; readonly p: number }>;
}
const labels = ["a", "b", "c"];

/** Effects within the levels of a covariate, with the design's weights and with weights made within the level, and the interaction test. */
export const subgroupsOracle: Oracle = {
  id: "subgroups",
  method: "Subgroup effects and the test of interaction",
  reference: "glm, coxph(robust = TRUE), pchisq",
  packages: ["R", "survival"],
  run: (fixture) => {
    const given = fixture as Fixture;
    return [runHazards(given, "kept"), runHazards(given, "anew"), runRates(given, "kept"), runRates(given, "anew")];
  },
};

function run(given: Fixture, data: OutcomeData, weighed: Weights) {
  const patients = patientsIn(given.trial);
  const covariates = {
    n: patients.n,
    columns: [covariateOf("age", given.x1), covariateOf("site", given.g, labels)],
  };
  const design = designSchema.parse({ method: "weighting", label: "D", propensity: { terms: ["age", "site"] } });
  const { weights } = deriveDesign(design, { name: "d", patients, covariates, seed: 1 });
  const measure = data.kind === "survival" ? "hazard-ratio" : "risk-difference";
  const estimate = estimateOf({ measure, subgroups: { own: { by: "site", weights: weighed } } });
  const own = estimate.subgroups!.own!;
  const common = { design, weights, blocked: null };
  const levels = weighLevels({ ...common, cohort: { patients, covariates }, name: "d", seed: 1 }, own);
  const input = {
    ...common,
    variant: "main",
    name: "e",
    role: "primary" as const,
    estimate,
    patients,
    covariates,
    data,
  };
  return estimateSubgroup(input, "own", own, levels);
}

function runHazards(given: Fixture, weighed: Weights): OracleCase {
  const records = run(given, survivalOf(given.time, given.status), weighed);
  const { chi_squared: chiSquared, p } = given.interaction[weighed];
  const test = valuesOf(records, ["interaction_chi_squared", "interaction_p"], { group: null, level: null });
  return {
    name: `hazard ratios, weights ${weighed}`,
    agreements: [
      ...labels.flatMap((level, k) => {
        const { log_hr: logHr, log_hr_se: se, n1, n0, events1 } = given[weighed][k]!;
        const counts = [
          ...valuesOf(records, ["n", "events"], { level, group: "trial" }),
          ...valuesOf(records, ["n"], { level, group: "control" }),
        ];
        const effect = valuesOf(records, ["log_hazard_ratio", "log_hazard_ratio_se"], { level, group: null });
        return [
          agreeExactly(`counts in ${level}`, counts, [n1, events1, n0]),
          agreeRelative(`log hazard ratio and its standard error in ${level}`, effect, [logHr, se], 1e-8),
        ];
      }),
      because(
        "differences of log hazard ratios that reference and engine have to 1e-8 each",
        agreeRelative("interaction test", test, [chiSquared, p], 1e-7),
      ),
    ],
  };
}

function runRates(given: Fixture, weighed: Weights): OracleCase {
  const records = run(given, binaryOf(given.y), weighed);
  return {
    name: `risk differences, weights ${weighed}`,
    agreements: labels.map((level, k) => {
      const { rd, rd_se: se } = given[weighed][k]!;
      const found = valuesOf(records, ["risk_difference", "risk_difference_se"], { level, group: null });
      return agreeRelative(`risk difference and its standard error in ${level}`, found, [rd, se], 1e-8);
    }),
  };
}
