import { deriveDesign } from "../../design/methods.js";
import { takeCovariates, takeOutcome, takePatients } from "../../frame/take-rows.js";
import { estimatePointEffect } from "../../outcomes/point-effect.js";
import { designSchema } from "../../spec/design.js";
import { agreeRelative } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { estimateFixture, estimateOf, valuesOf } from "./estimate-fixture.js";
import { binaryOf, covariateOf, patientsIn, survivalOf } from "./fixture-frames.js";

interface Fixture extends Readonly<Record<"x1" | "x2" | "trial" | "time" | "status" | "y", number[]>> {
  /** Patients of each resample, from 1. */
  readonly rows: number[][];
  readonly log_hazard_ratio: number[];
  readonly risk_difference: number[];
  readonly sd: number;
  readonly quantiles: [number, number];
}

/** The design carried out anew in each of ten resamples, the effects under it, and the intervals made of them. */
export const bootstrapDesignOracle: Oracle = {
  id: "bootstrap-design",
  method: "Bootstrap of the whole design",
  reference: "glm, coxph on the same resampled rows; sd, quantile",
  packages: ["R", "survival"],
  run: (fixture) => {
    const given = fixture as Fixture;
    return [runResamples(given), runIntervals(given)];
  },
};

const design = designSchema.parse({ method: "weighting", label: "D", propensity: { terms: ["x1", "x2"] } });
const framesOf = (given: Fixture) => {
  const patients = patientsIn(given.trial);
  return {
    patients,
    covariates: { n: patients.n, columns: [covariateOf("x1", given.x1), covariateOf("x2", given.x2)] },
  };
};
const bootstrapped = (fields: Record<string, unknown>, bootstrap: Record<string, unknown> = {}) => ({
  variance: "bootstrap",
  bootstrap: { replicates: 100, ...bootstrap },
  ...fields,
});

function runResamples(given: Fixture): OracleCase {
  const { patients, covariates } = framesOf(given);
  const hazard = estimateOf(bootstrapped({ measure: "hazard-ratio" }));
  const risk = estimateOf(bootstrapped({ measure: "risk-difference", interval: "wald" }));
  const found = given.rows.map((rows) => {
    const at = Int32Array.from(rows, (row) => row - 1);
    const sample = { patients: takePatients(patients, at), covariates: takeCovariates(covariates, at) };
    const { weights } = deriveDesign(design, { name: "d", seed: 1, ...sample });
    const input = { ...sample, weights, design };
    return {
      hazard: estimatePointEffect(hazard, {
        ...input,
        data: takeOutcome(survivalOf(given.time, given.status), at),
      }),
      risk: estimatePointEffect(risk, { ...input, data: takeOutcome(binaryOf(given.y), at) }),
    };
  });
  return {
    name: "effects in ten resamples",
    agreements: [
      agreeRelative(
        "log hazard ratio",
        found.map((each) => each.hazard),
        given.log_hazard_ratio,
        1e-8,
      ),
      agreeRelative(
        "risk difference",
        found.map((each) => each.risk),
        given.risk_difference,
        1e-8,
      ),
    ],
  };
}

/** Limits from R's ten values: by their standard deviation, and by their percentiles. */
function runIntervals(given: Fixture): OracleCase {
  const frames = framesOf(given);
  const { weights } = deriveDesign(design, { name: "d", seed: 1, ...frames });
  const replicates = { values: Float64Array.from(given.log_hazard_ratio), drawn: 10, failures: [] };
  return {
    name: "intervals of ten resamples",
    agreements: (["normal", "percentile"] as const).flatMap((interval) => {
      const fields = bootstrapped({ measure: "hazard-ratio" }, { interval });
      const records = estimateFixture(
        { ...frames, design, weights },
        survivalOf(given.time, given.status),
        fields,
        replicates,
      );
      const [estimate = null] = valuesOf(records, ["log_hazard_ratio"]);
      const half = 1.959963984540054 * given.sd;
      const limits =
        interval === "percentile"
          ? given.quantiles
          : [(estimate ?? Number.NaN) - half, (estimate ?? Number.NaN) + half];
      return [
        agreeRelative(`standard error (${interval})`, valuesOf(records, ["log_hazard_ratio_se"]), [given.sd], 1e-12),
        agreeRelative(
          `limits (${interval})`,
          valuesOf(records, ["hazard_ratio_lower", "hazard_ratio_upper"]),
          limits.map(Math.exp),
          1e-12,
        ),
      ];
    }),
  };
}
