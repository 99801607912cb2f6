import { deriveDesign } from "../../design/methods.js";
import { type Design, designSchema } from "../../spec/design.js";
import { type Agreement, agreeRelative } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { estimateFixture, type FixtureStudy, valuesOf } from "./estimate-fixture.js";
import { binaryOf, covariateOf, patientsIn, survivalOf } from "./fixture-frames.js";

type Name = keyof typeof measured;
type Numbers = Readonly<Record<Name, number>>;
interface Control extends Readonly<Record<"survival" | "median" | "follow_up" | "proportion", number[]>> {
  readonly lines: number;
  readonly patients: number;
  readonly effective: number;
}
interface Case {
  readonly estimate: Numbers;
  readonly known: Numbers;
  readonly influence: Numbers | null;
  readonly control: Control;
}
interface Fixture extends Readonly<Record<"id" | "x1" | "x2" | "trial" | "time" | "status" | "y", number[]>> {
  readonly tau: number;
  readonly landmark: number;
  readonly cases: Readonly<Record<keyof typeof designs, Case>>;
  readonly standardised: { readonly estimate: number; readonly se: number };
}

/** Estimates of controls with one to four lines of therapy each, as rows of their own: every variance clustered by patient. */
export const severalLinesOracle: Oracle = {
  id: "several-lines",
  method: "Several lines of one patient as rows: variances clustered by patient",
  reference:
    "coxph and survfit with cluster, vcovCL without small-sample factor, and derivatives by every weight summed by patient",
  packages: ["R", "survival", "sandwich"],
  run: (fixture) => {
    const given = fixture as Fixture;
    return [
      ...(Object.keys(designs) as (keyof typeof designs)[]).map((name) => runDesign(given, name)),
      runStandardised(given),
    ];
  },
};

const terms = ["x1", "x2"];
const designs = {
  unadjusted: { method: "unadjusted" },
  weighting: { method: "weighting", propensity: { terms } },
  "entropy-balancing": { method: "entropy-balancing", moments: terms },
} as const;

function studyOf(given: Fixture, name: keyof typeof designs): FixtureStudy {
  const design: Design = designSchema.parse({ label: "D", ...designs[name] });
  const patients = {
    ...patientsIn(given.trial),
    lines: { sourceId: given.id.map((id) => `p${id}`), cluster: Int32Array.from(given.id) },
  };
  const covariates = { n: patients.n, columns: [covariateOf("x1", given.x1), covariateOf("x2", given.x2)] };
  const { weights } = deriveDesign(design, { name: "d", patients, covariates, seed: 1 });
  return { patients, covariates, design, weights };
}

/** Each quantity of the fixture: the statistic it is, and the words that ask for it. */
const measured = {
  log_hazard_ratio: ["log_hazard_ratio", "log_hazard_ratio_se", { measure: "hazard-ratio" }],
  log_hazard_ratio_breslow: ["log_hazard_ratio", "log_hazard_ratio_se", { measure: "hazard-ratio", ties: "breslow" }],
  rmst_difference: ["rmst_difference", "rmst_difference_se", { measure: "rmst-difference" }],
  survival_difference: ["survival_difference", "survival_difference_se", { measure: "survival-difference" }],
  risk_difference: ["risk_difference", "risk_difference_se", { measure: "risk-difference", interval: "wald" }],
  log_risk_ratio: ["log_risk_ratio", "log_risk_ratio_se", { measure: "risk-ratio", interval: "wald" }],
  log_odds_ratio: ["log_odds_ratio", "log_odds_ratio_se", { measure: "odds-ratio", interval: "wald" }],
} as const;

function runDesign(given: Fixture, name: keyof typeof designs): OracleCase {
  const study = studyOf(given, name);
  const expected = given.cases[name];
  const records = (fields: { readonly measure: string }, more: Record<string, unknown> = {}) => {
    const isRate = ["risk-difference", "risk-ratio", "odds-ratio"].includes(fields.measure);
    const data = isRate ? binaryOf(given.y) : survivalOf(given.time, given.status);
    const at =
      fields.measure === "rmst-difference"
        ? { tauDays: given.tau }
        : fields.measure === "survival-difference"
          ? { timeDays: given.landmark }
          : {};
    return estimateFixture(study, data, { ...fields, ...at, ...more });
  };
  const agreements = (Object.keys(measured) as Name[]).flatMap((key): Agreement[] => {
    const [effect, se, fields] = measured[key];
    const known = valuesOf(records(fields), [effect, se]);
    const { influence } = expected;
    return [
      agreeRelative(
        `${key} and its standard error, weights known`,
        known,
        [expected.estimate[key], expected.known[key]],
        1e-8,
      ),
      ...(influence === null
        ? []
        : [
            agreeRelative(
              `standard error of ${key}, weights estimated`,
              valuesOf(records(fields, { variance: "influence" }), [se]),
              [influence[key]],
              1e-8,
            ),
          ]),
    ];
  });
  return {
    name: `${name} arms`,
    agreements: [
      ...agreements,
      ...describeControl(records, expected.control, { isWeighted: name !== "unadjusted", landmark: given.landmark }),
    ],
  };
}

/** What is told of the control arm alone, with intervals clustered by patient. */
function describeControl(
  records: (fields: { readonly measure: string }, more?: Record<string, unknown>) => ReturnType<typeof estimateFixture>,
  expected: Control,
  { isWeighted, landmark }: { readonly isWeighted: boolean; readonly landmark: number },
): Agreement[] {
  const curve = records({ measure: "hazard-ratio" }, { landmarksDays: [landmark] });
  const rate = records({ measure: "risk-difference" }, { interval: "wald" });
  const limits = (name: string) => [name, `${name}_lower`, `${name}_upper`];
  const at = { group: "control" };
  return [
    agreeRelative(
      "survival of the controls at a day",
      valuesOf(curve, limits("survival"), at),
      expected.survival,
      1e-10,
    ),
    agreeRelative("median of the controls", valuesOf(curve, limits("median"), at), expected.median, 1e-12),
    agreeRelative(
      "median follow-up of the controls",
      valuesOf(curve, limits("follow_up_median"), at),
      expected.follow_up,
      1e-12,
    ),
    agreeRelative("rate of the controls", valuesOf(rate, limits("proportion"), at), expected.proportion, 1e-10),
    agreeRelative(
      "lines and patients",
      valuesOf(curve, ["n", "n_patients"], at),
      [expected.lines, expected.patients],
      1e-12,
    ),
    ...(isWeighted
      ? [
          agreeRelative(
            "effective sample size in patients",
            valuesOf(curve, ["effective_sample_size"], at),
            [expected.effective],
            1e-10,
          ),
        ]
      : []),
  ];
}

/** The trial's patients had they been controls, by a logistic model of the controls' lines. */
function runStandardised(given: Fixture): OracleCase {
  const records = estimateFixture(studyOf(given, "weighting"), binaryOf(given.y), {
    measure: "risk-difference",
    adjustment: { by: "g-computation", terms },
  });
  const { estimate, se } = given.standardised;
  return {
    name: "g-computation",
    agreements: [
      agreeRelative(
        "risk difference and its standard error",
        valuesOf(records, ["risk_difference", "risk_difference_se"]),
        [estimate, se],
        1e-8,
      ),
    ],
  };
}
