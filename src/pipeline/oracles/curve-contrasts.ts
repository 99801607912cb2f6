import { designSchema } from "../../spec/design.js";
import { agreeRelative } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { estimateFixture, type FixtureStudy, valuesOf } from "./estimate-fixture.js";
import { covariateOf, patientsIn, survivalOf, unadjusted, weighted } from "./fixture-frames.js";

interface Limits {
  readonly survival: number;
  readonly lower: number;
  readonly upper: number;
}
interface Effect {
  readonly estimate: number;
  readonly trial: number;
  readonly control: number;
  readonly robust: number;
  readonly clustered: number;
}
type Name = "survival" | "rmst" | "log_ratio";
type Scale = "log" | "log-log" | "plain";
interface Fixture extends Readonly<Record<"time" | "status" | "trial" | "ecog" | "weight" | "set", number[]>> {
  readonly day: number;
  readonly tau: number;
  /** Control, then trial. */
  readonly landmarks: Record<"unweighted" | "weighted", Record<Scale, [Limits, Limits]>>;
  readonly unweighted: Record<Name, Effect>;
  readonly weighted: Record<Name, Effect>;
  readonly greenwood: Record<Name, number>;
  readonly cox: Record<"stratified" | "weighted", { readonly beta: number; readonly se: number }>;
  readonly log_rank: Record<"plain" | "stratified" | "peto" | "stratifiedPeto", number>;
}
const scales: readonly Scale[] = ["log", "log-log", "plain"];

/** Contrasts of two curves as estimates make them: unadjusted, weighted, and in matched sets. */
export const curveContrastsOracle: Oracle = {
  id: "curve-contrasts",
  method:
    "Estimates from curves: landmarks, survival and restricted mean differences, stratified Cox and log-rank tests",
  reference: "survfit, coxph, survdiff, and the infinitesimal jackknife by residuals",
  packages: ["R", "survival"],
  run: (fixture) => {
    const given = fixture as Fixture;
    return [
      runUnadjusted(given),
      ...(["unweighted", "weighted"] as const).flatMap((kind) => [
        runJackknife(given, kind, "robust"),
        runJackknife(given, kind, "clustered"),
      ]),
      runLandmarks(given),
      runStrata(given),
    ];
  },
};

type Way = "plain" | "weighted" | "sets" | "unweighted-sets";

function studyOf(given: Fixture, way: Way): FixtureStudy {
  const patients = patientsIn(given.trial);
  const study = {
    patients,
    covariates: { n: patients.n, columns: [covariateOf("ecog", given.ecog, ["0", "1", "2", "3"])] },
  };
  if (way === "plain")
    return {
      ...study,
      design: designSchema.parse({ label: "D", method: "unadjusted" }),
      weights: unadjusted(patients.n),
    };
  const propensity = { terms: ["ecog"] };
  const weights = weighted(way === "unweighted-sets" ? patients.trial.map(() => 1) : given.weight);
  if (way === "weighted")
    return { ...study, design: designSchema.parse({ label: "D", method: "weighting", propensity }), weights };
  const design = designSchema.parse({ label: "D", method: "full", propensity });
  return { ...study, design, weights: { ...weights, kind: "matching", pair: Int32Array.from(given.set) } };
}

const run = (given: Fixture, way: Way, fields: Record<string, unknown>) =>
  estimateFixture(studyOf(given, way), survivalOf(given.time, given.status), fields);

function runUnadjusted(given: Fixture): OracleCase {
  const { rmst, log_ratio: ratio, survival } = given.unweighted;
  const means = run(given, "plain", { measure: "rmst-difference", tauDays: given.tau });
  const ratios = run(given, "plain", { measure: "rmst-ratio", tauDays: given.tau });
  const words = { measure: "survival-difference", timeDays: given.day };
  return {
    name: "unadjusted",
    agreements: [
      agreeRelative(
        "restricted means and Greenwood's standard error",
        [
          ...valuesOf(means, ["rmst_difference", "rmst_difference_se"]),
          ...valuesOf(means, ["rmst"], { group: "trial" }),
          ...valuesOf(means, ["rmst"], { group: "control" }),
        ],
        [rmst.estimate, given.greenwood.rmst, rmst.trial, rmst.control],
        1e-12,
      ),
      agreeRelative(
        "log ratio of restricted means and its standard error",
        valuesOf(ratios, ["log_rmst_ratio", "log_rmst_ratio_se"]),
        [ratio.estimate, given.greenwood.log_ratio],
        1e-11,
      ),
      agreeRelative(
        "survival difference and Greenwood's standard error",
        valuesOf(run(given, "plain", words), ["survival_difference", "survival_difference_se"]),
        [survival.estimate, given.greenwood.survival],
        1e-11,
      ),
    ],
  };
}

/** The infinitesimal jackknife: of single patients, or of matched sets. */
function runJackknife(given: Fixture, kind: "unweighted" | "weighted", variance: "robust" | "clustered"): OracleCase {
  const way = ({ unweighted: "plain", weighted: "weighted" } as const)[kind];
  const clustered = ({ unweighted: "unweighted-sets", weighted: "sets" } as const)[kind];
  const asked = way === "plain" && variance === "robust" ? { variance: "robust" } : {};
  const contrasts = [
    ["rmst_difference", { measure: "rmst-difference", tauDays: given.tau }, given[kind].rmst],
    ["log_rmst_ratio", { measure: "rmst-ratio", tauDays: given.tau }, given[kind].log_ratio],
    ["survival_difference", { measure: "survival-difference", timeDays: given.day }, given[kind].survival],
  ] as const;
  const recordsOf = (fields: Record<string, unknown>) =>
    run(given, variance === "robust" ? way : clustered, { ...fields, ...asked });
  const arms = recordsOf({ measure: "rmst-difference", tauDays: given.tau });
  const { trial, control } = given[kind].rmst;
  return {
    name: `${kind}, ${variance === "robust" ? "robust" : "clustered by matched set"}`,
    agreements: [
      ...contrasts.map(([name, fields, expected]) =>
        agreeRelative(
          `${name} and its standard error`,
          valuesOf(recordsOf(fields), [name, `${name}_se`]),
          [expected.estimate, expected[variance]],
          1e-11,
        ),
      ),
      agreeRelative(
        "restricted mean of each arm",
        (["trial", "control"] as const).flatMap((group) => valuesOf(arms, ["rmst"], { group })),
        [trial, control],
        1e-12,
      ),
    ],
  };
}

function runLandmarks(given: Fixture): OracleCase {
  const statistics = ["survival", "survival_lower", "survival_upper"];
  return {
    name: "survival at a day",
    agreements: scales.flatMap((curve) =>
      (["unweighted", "weighted"] as const).flatMap((kind) => {
        const way = kind === "weighted" ? "weighted" : "plain";
        const records = run(given, way, { measure: "hazard-ratio", curve, landmarksDays: [given.day] });
        return (["control", "trial"] as const).map((group, side) => {
          const { survival, lower, upper } = given.landmarks[kind][curve][side]!;
          return agreeRelative(
            `${kind} ${group} with ${curve} limits`,
            valuesOf(records, statistics, { group, level: `${given.day}` }),
            [survival, lower, upper],
            1e-12,
          );
        });
      }),
    ),
  };
}

function runStrata(given: Fixture): OracleCase {
  const stratified = { measure: "hazard-ratio", strata: ["ecog"] };
  const tests = { measure: "hazard-ratio", tests: [{ rho: 1, gamma: 0 }] };
  const chiSquared = (fields: Record<string, unknown>) => {
    const records = run(given, "plain", fields);
    return [
      ...valuesOf(records, ["log_rank_chi_squared"], { group: null, level: null }),
      ...valuesOf(records, ["fleming_harrington_chi_squared"], { group: null, level: "rho 1, gamma 0" }),
    ];
  };
  const { plain, peto, stratified: logRank, stratifiedPeto } = given.log_rank;
  return {
    name: "strata",
    agreements: [
      ...(["plain", "weighted"] as const).map((way) => {
        const { beta, se } = given.cox[way === "plain" ? "stratified" : "weighted"];
        return agreeRelative(
          `log hazard ratio and its standard error, ${way}`,
          valuesOf(run(given, way, stratified), ["log_hazard_ratio", "log_hazard_ratio_se"]),
          [beta, se],
          1e-9,
        );
      }),
      agreeRelative("log-rank and Peto–Peto χ²", chiSquared(tests), [plain, peto], 1e-11),
      agreeRelative(
        "stratified log-rank and Peto–Peto χ²",
        chiSquared({ ...tests, ...stratified }),
        [logRank, stratifiedPeto],
        1e-11,
      ),
    ],
  };
}
