import type { DesignWeights } from "../../frame/design-weights.js";
import { designSchema } from "../../spec/design.js";
import { agreeExactly, agreeRelative, because } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { estimateFixture, valuesOf } from "./estimate-fixture.js";
import { covariateOf, patientsIn, survivalOf, unadjusted, weighted } from "./fixture-frames.js";

type Arm = Readonly<
  Record<"median" | "at" | "lower" | "upper" | "rmst" | "rmstSe" | "mean" | "least" | "most" | "p99", number>
>;
interface Analysed {
  readonly beta: number;
  readonly se: number;
  readonly trial: Arm;
  readonly control: Arm;
}
interface Fixture extends Readonly<Record<"all" | "weighted" | "cut" | "therapy", Analysed>> {
  readonly data: Readonly<Record<"time" | "status" | "therapy" | "trial" | "weight" | "age" | "ecog", number[]>>;
  readonly tau: number;
  readonly day: number;
  readonly largest: number;
}

/** Estimates with inverse-probability-of-censoring weights: hazard ratio, curve, restricted mean, and how the weights are spread. */
export const censoringWeightsOracle: Oracle = {
  id: "censoring-weights",
  method: "Estimates with inverse-probability-of-censoring weights",
  reference: "coxph and survfit on rows split at event days, with weights from a Cox model of the censorings",
  packages: ["R", "survival"],
  run: (fixture) => {
    const given = fixture as Fixture;
    const plain = unadjusted(given.data.time.length);
    const own = weighted(given.data.weight);
    const spec = { reasons: "all", terms: ["age", "ecog"] };
    return [
      runCase(given, { name: "unadjusted arms", weights: plain, censoringWeights: spec, expected: given.all }),
      runCase(given, { name: "design weights", weights: own, censoringWeights: spec, expected: given.weighted }),
      runCase(given, {
        name: "weights cut",
        weights: own,
        censoringWeights: { ...spec, largest: given.largest },
        expected: given.cut,
      }),
      runCase(given, {
        name: "censoring by a new therapy",
        weights: own,
        censoringWeights: { ...spec, reasons: "new-therapy" },
        expected: given.therapy,
      }),
    ];
  },
};

interface Case {
  readonly name: string;
  readonly weights: DesignWeights;
  readonly censoringWeights: Record<string, unknown>;
  readonly expected: Analysed;
}

function runCase(given: Fixture, { name, weights, censoringWeights, expected }: Case): OracleCase {
  const { time, status, therapy, trial, age, ecog } = given.data;
  const study = {
    patients: patientsIn(trial),
    covariates: { n: time.length, columns: [covariateOf("age", age), covariateOf("ecog", ecog)] },
    design: designSchema.parse({ method: "unadjusted", label: "D" }),
    weights,
  };
  const data = { ...survivalOf(time, status), newTherapy: Uint8Array.from(therapy) };
  const hazards = estimateFixture(study, data, { measure: "hazard-ratio", censoringWeights });
  const means = estimateFixture(study, data, {
    ...{ measure: "rmst-difference", tauDays: given.tau, landmarksDays: [given.day] },
    censoringWeights,
  });
  const effect = valuesOf(hazards, ["log_hazard_ratio", "log_hazard_ratio_se"]);
  const arms = (["trial", "control"] as const).flatMap((group) => {
    const own = expected[group];
    const found = (names: readonly string[]) => valuesOf(means, names, { group });
    return [
      agreeExactly(`median of the ${group} arm`, found(["median"]), [own.median]),
      agreeRelative(
        `landmark with its limits and restricted mean of the ${group} arm`,
        found(["survival", "survival_lower", "survival_upper", "rmst"]),
        [own.at, own.lower, own.upper, own.rmst],
        1e-8,
      ),
      because(
        "R's standard error moves each patient's weight numerically",
        agreeRelative(
          `standard error of the restricted mean of the ${group} arm`,
          found(["rmst_se"]),
          [own.rmstSe],
          1e-7,
        ),
      ),
      agreeRelative(
        `spread of the weights of the ${group} arm`,
        found(["mean", "min", "max", "p99"].map((each) => `censoring_weight_${each}`)),
        [own.mean, own.least, own.most, own.p99],
        1e-8,
      ),
    ];
  });
  return {
    name,
    agreements: [
      agreeRelative("log hazard ratio and its standard error", effect, [expected.beta, expected.se], 1e-8),
      ...arms,
    ],
  };
}
