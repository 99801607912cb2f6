import { deriveDesign } from "../../design/methods.js";
import { combineInResponse } from "../../frame/combine-in-response.js";
import type { ResultRecord } from "../../results/records.js";
import { type Design, designSchema } from "../../spec/design.js";
import { agreeRelative } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { estimateFixture, type FixtureStudy, valuesOf } from "./estimate-fixture.js";
import { covariateOf, patientsIn, survivalOf, unadjusted } from "./fixture-frames.js";

interface Effect {
  readonly estimate: number;
  readonly se: number;
  readonly lower: number;
  readonly upper: number;
  readonly p: number;
}
interface Share {
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
}
type Arms = Readonly<Record<"trial" | "control", Share>>;
interface Fixture
  extends Readonly<
    Record<"x1" | "x2" | "trial" | "time" | "status" | "response" | "available" | "pair" | "days", number[]>
  > {
  readonly plain: readonly (Effect & Arms)[];
  readonly matched: readonly Effect[];
  readonly weighted: readonly (Arms & Readonly<Record<"known" | "estimated", Effect>>)[];
}

/** The difference of the probabilities of being in response as an analysis estimates it: from progression and time to response, under designs. */
export const inResponseDifferenceOracle: Oracle = {
  id: "in-response-difference",
  method: "Difference of the probabilities of being in response, as estimates of a study",
  reference: "survfit and its influences; propensity model and curves refitted with each patient's multiplicity moved",
  packages: ["R", "survival"],
  run: (fixture) => {
    const given = fixture as Fixture;
    return given.days.flatMap((day, k) => [
      runPlain(given, day, k),
      runMatched(given, day, k),
      runWeighted(given, day, k),
    ]);
  },
};

const parse = (fields: Record<string, unknown>): Design => designSchema.parse({ label: "D", ...fields });
const propensity = { terms: ["x1", "x2"] };

function runPlain(given: Fixture, day: number, k: number): OracleCase {
  const study = { ...studyOf(given), design: parse({ method: "unadjusted" }), weights: unadjusted(given.trial.length) };
  const records = estimate(given, study, { timeDays: day });
  return {
    name: `unadjusted, day ${day}`,
    agreements: [agreeEffect(records, given.plain[k]!, 1e-11), ...agreeArms(records, given.plain[k]!, 1e-11)],
  };
}

function runMatched(given: Fixture, day: number, k: number): OracleCase {
  const pair = Int32Array.from(given.pair);
  const weight = Float64Array.from(given.pair, (set) => (set >= 0 ? 1 : 0));
  const weights = { design: "d", kind: "matching", weight, pair } as const;
  const study = { ...studyOf(given), design: parse({ method: "nearest", propensity, caliper: null }), weights };
  const records = estimate(given, study, { timeDays: day });
  return { name: `pairs, day ${day}`, agreements: [agreeEffect(records, given.matched[k]!, 1e-11)] };
}

function runWeighted(given: Fixture, day: number, k: number): OracleCase {
  const base = studyOf(given);
  const design = parse({ method: "weighting", propensity });
  const { weights } = deriveDesign(design, { ...base, name: "d", seed: 1 });
  const study = { ...base, design, weights };
  const known = estimate(given, study, { timeDays: day });
  const estimated = estimate(given, study, { timeDays: day, variance: "influence" });
  const expected = given.weighted[k]!;
  return {
    name: `ATT weights, day ${day}`,
    agreements: [
      agreeEffect(known, expected.known, 1e-8, "weights taken as known"),
      agreeEffect(estimated, expected.estimated, 1e-8, "weights estimated"),
      ...agreeArms(estimated, expected, 1e-8),
    ],
  };
}

function studyOf(given: Fixture): Required<Pick<FixtureStudy, "patients" | "covariates">> {
  const patients = patientsIn(given.trial);
  const columns = [covariateOf("x1", given.x1), covariateOf("x2", given.x2)];
  return { patients, covariates: { n: patients.n, columns } };
}

function estimate(
  { time, status, response, available }: Fixture,
  study: FixtureStudy,
  fields: Record<string, unknown>,
) {
  const progression = survivalOf(time, status, available);
  const responded = response.map((day) => (day > 0 ? 1 : 0));
  const data = combineInResponse("e", progression, survivalOf(response, responded, responded));
  const words = { measure: "in-response-difference", progression: "p", timeToResponse: "t" };
  return estimateFixture(study, data, { ...words, ...fields });
}

const names = ["", "_se", "_lower", "_upper"].map((end) => `in_response_difference${end}`);

const agreeEffect = (records: readonly ResultRecord[], r: Effect, tolerance: number, words = "influence function") =>
  agreeRelative(
    `difference, standard error, limits and p-value (${words})`,
    valuesOf(records, [...names, "p_value"]),
    [r.estimate, r.se, r.lower, r.upper, r.p],
    tolerance,
  );

const agreeArms = (records: readonly ResultRecord[], arms: Arms, tolerance: number) =>
  (["trial", "control"] as const).map((group) => {
    const { share, lower, upper } = arms[group];
    const found = valuesOf(records, ["in_response", "in_response_lower", "in_response_upper"], { group });
    return agreeRelative(`probability of the ${group} arm and its limits`, found, [share, lower, upper], tolerance);
  });
