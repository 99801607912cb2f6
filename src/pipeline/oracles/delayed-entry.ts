import type { DesignWeights } from "../../frame/design-weights.js";
import { designSchema } from "../../spec/design.js";
import { agreeExactly, agreeRelative } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { estimateFixture, valuesOf } from "./estimate-fixture.js";
import { covariateOf, patientsIn, survivalOf, unadjusted, weighted } from "./fixture-frames.js";

interface Curve {
  readonly median: number;
  readonly at: number;
  readonly lower: number;
  readonly upper: number;
  readonly rmst: number;
}
interface Fit {
  readonly beta: number;
  readonly se: number;
  readonly score: number;
}
interface Fixture extends Readonly<Record<"efron" | "breslow" | "stratified" | "weighted" | "logRank", Fit>> {
  readonly data: Record<"time" | "status" | "entry" | "trial" | "weight" | "stratum", number[]>;
  readonly days: number;
  readonly tau: number;
  readonly trial: Curve;
  readonly control: Curve;
  readonly weightedControl: Curve;
}

/** Estimates of patients who come under observation after index: hazard ratio, log-rank test, curve, restricted mean. */
export const delayedEntryOracle: Oracle = {
  id: "delayed-entry",
  method: "Estimates under delayed entry",
  reference: "coxph, survfit of Surv(entry, time, event)",
  packages: ["R", "survival"],
  run: (fixture) => {
    const given = fixture as Fixture;
    const plain = unadjusted(given.data.time.length);
    const own = weighted(given.data.weight);
    return [
      runHazards(given, plain, own),
      runCurve(given, "trial", { weights: plain, expected: given.trial, limits: true }),
      runCurve(given, "control", { weights: plain, expected: given.control, limits: true }),
      runCurve(given, "control", { weights: own, expected: given.weightedControl, limits: false }),
    ];
  },
};

function run(given: Fixture, weights: DesignWeights, fields: Record<string, unknown>) {
  const { time, status, entry, trial, stratum } = given.data;
  const levels = [
    covariateOf(
      "s",
      stratum.map((level) => level - 1),
      ["1", "2", "3"],
    ),
  ];
  const study = {
    patients: patientsIn(trial),
    covariates: { n: time.length, columns: levels },
    design: designSchema.parse({ method: "unadjusted", label: "D" }),
    weights,
  };
  return estimateFixture(study, { ...survivalOf(time, status), entryDays: Int32Array.from(entry) }, fields);
}

function runHazards(given: Fixture, plain: DesignWeights, own: DesignWeights): OracleCase {
  const models = [
    ["Efron", {}, plain, given.efron],
    ["Breslow", { ties: "breslow" }, plain, given.breslow],
    ["strata", { strata: ["s"] }, plain, given.stratified],
    ["weights, robust", {}, own, given.weighted],
  ] as const;
  const logRank = run(given, plain, { measure: "hazard-ratio" });
  return {
    name: "hazards",
    agreements: [
      ...models.map(([name, fields, weights, { beta, se }]) =>
        agreeRelative(
          `log hazard ratio and its standard error (${name})`,
          valuesOf(run(given, weights, { measure: "hazard-ratio", ...fields }), [
            "log_hazard_ratio",
            "log_hazard_ratio_se",
          ]),
          [beta, se],
          1e-8,
        ),
      ),
      agreeRelative("log-rank χ²", valuesOf(logRank, ["log_rank_chi_squared"]), [given.logRank.score], 1e-8),
    ],
  };
}

function runCurve(
  given: Fixture,
  group: "trial" | "control",
  { weights, expected, limits }: { weights: DesignWeights; expected: Curve; limits: boolean },
): OracleCase {
  const fields = { measure: "rmst-difference", tauDays: given.tau, landmarksDays: [given.days] };
  const records = run(given, weights, fields);
  const where = { group };
  return {
    name: `curve of the ${weights.kind === "unadjusted" ? "" : "weighted "}${group} arm`,
    agreements: [
      agreeExactly("median", valuesOf(records, ["median"], where), [expected.median]),
      agreeRelative(
        "landmark and restricted mean",
        valuesOf(records, ["survival", "rmst"], where),
        [expected.at, expected.rmst],
        1e-12,
      ),
      // R has Greenwood's limits; those of weighted arms are robust here.
      ...(limits
        ? [
            agreeRelative(
              "limits of the landmark",
              valuesOf(records, ["survival_lower", "survival_upper"], where),
              [expected.lower, expected.upper],
              1e-12,
            ),
          ]
        : []),
    ],
  };
}
