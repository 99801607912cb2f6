import type { ResultRecord } from "../../results/records.js";
import { type StatisticQuery, selectListings } from "../../results/select.js";
import { type Agreement, agreeAbsolute, agreeExactly, agreeRelative } from "../../validation/agreement.js";
import type { Oracle, OracleCase } from "../../validation/oracle.js";
import { analyseBreast, breastFiles } from "./analyse-breast.js";
import { valuesOf } from "./estimate-fixture.js";

type Effect = Readonly<Record<"hr" | "lower" | "upper" | "log_hr" | "se" | "p", number>>;
type Median = Readonly<Record<"q1" | "median" | "lower" | "upper" | "q3", number | null>>;
type Test = Readonly<Record<"chisq" | "p", number>>;
type FollowUp = Readonly<Record<"median" | "lower" | "upper", number>>;
type Counts = Readonly<Record<"trial" | "control" | "trial_events" | "control_events", number>>;
interface Fixture
  extends Readonly<
      Record<
        | "crude"
        | "weighted"
        | "matched"
        | "censored_weighted"
        | "censored_matched"
        | "null_check"
        | "within_crude"
        | "within_weighted",
        Effect
      >
    >,
    Readonly<Record<"median_trial" | "median_control" | "median_control_weighted", Median>>,
    Readonly<Record<"follow_up_trial" | "follow_up_control", FollowUp>>,
    Readonly<Record<"logrank" | "ph_crude" | "ph_weighted", Test>>,
    Readonly<Record<"counts" | "matched_counts", Counts>>,
    Readonly<Record<"smd_before" | "smd_weighted" | "smd_matched" | "coefficients", Record<string, number>>> {
  readonly ess: number;
  readonly largest_share: number;
  readonly c_statistic: number;
  readonly caliper: number;
  readonly pairs: number;
  readonly censored_events: number;
  readonly chemo_n: number;
  readonly chemo_ess: number;
  readonly chemo_share: number;
}

/** A whole analysis from CSV files to records, against R on the same files. */
export const breastHormoneOracle: Oracle = {
  id: "breast-hormone",
  method: "A whole analysis from CSV files to results: the breast-cancer example with its sensitivity analyses",
  reference: "glm, Match, coxph, cox.zph, survfit, survdiff on the same files",
  packages: ["R", "survival", "Matching"],
  needs: breastFiles,
  run: async (fixture) => {
    const [expected, records] = [fixture as Fixture, await analyseBreast()];
    return [
      { name: "arms and events", agreements: compareCounts(records, expected) },
      { name: "effects", agreements: compareEffects(records, expected) },
      { name: "designs", agreements: compareDesigns(records, expected) },
      { name: "balance", agreements: compareBalance(records, expected) },
      { name: "curves and tests", agreements: compareCurves(records, expected) },
      runPositivity(records, expected),
    ];
  },
};

type Records = readonly ResultRecord[];
const main = (records: Records, statistics: readonly string[], where: StatisticQuery) =>
  valuesOf(records, statistics, { variant: "main", ...where });

function compareCounts(records: Records, { counts, matched_counts: matched }: Fixture): Agreement[] {
  const eligible = { stage: "cohort", population: "eligible", variable: null } as const;
  return (["trial", "control"] as const).flatMap((group) => [
    agreeExactly(`patients of the ${group} arm`, main(records, ["n"], { ...eligible, group }), [counts[group]]),
    agreeExactly(
      `events of the ${group} arm, of everyone and of the matched`,
      [
        ...main(records, ["events"], { variable: "crude", group }),
        ...main(records, ["events"], { variable: "matched", group }),
      ],
      [counts[`${group}_events`], matched[`${group}_events`]],
    ),
  ]);
}

const effectNames = [
  ["hazard_ratio", "hr"],
  ["hazard_ratio_lower", "lower"],
  ["hazard_ratio_upper", "upper"],
  ["log_hazard_ratio", "log_hr"],
  ["log_hazard_ratio_se", "se"],
  ["p_value", "p"],
] as const;

function compareEffects(records: Records, expected: Fixture): Agreement[] {
  const effects = [
    ["main", "crude", expected.crude],
    ["main", "weighted", expected.weighted],
    ["main", "matched", expected.matched],
    ["censoredAtRecurrenceFollowUp", "weighted", expected.censored_weighted],
    ["censoredAtRecurrenceFollowUp", "matched", expected.censored_matched],
    ["nullCheck", "weighted", expected.null_check],
    ["withinTrial", "crude", expected.within_crude],
    ["withinTrial", "weighted", expected.within_weighted],
  ] as const;
  return effects.map(([variant, variable, effect]) =>
    agreeRelative(
      `hazard ratio, interval and p: ${variant}, ${variable}`,
      valuesOf(
        records,
        effectNames.map(([statistic]) => statistic),
        { variant, variable, group: null },
      ),
      effectNames.map(([, name]) => effect[name]),
      1e-8,
    ),
  );
}

function compareDesigns(records: Records, expected: Fixture): Agreement[] {
  const [model] = selectListings(records, { listing: "propensity_model", variant: "main", population: "attWeights" });
  const weights = { population: "attWeights", stage: "design" } as const;
  return [
    agreeRelative(
      "coefficients of the propensity model",
      (model?.rows ?? []).map((row) => (typeof row[1] === "number" ? row[1] : null)),
      Object.values(expected.coefficients),
      1e-8,
    ),
    agreeRelative(
      "effective sample size, largest share of the weight, c-statistic",
      [
        ...main(records, ["effective_sample_size", "largest_weight_share"], { ...weights, group: "control" }),
        ...main(records, ["c_statistic"], weights),
      ],
      [expected.ess, expected.largest_share, expected.c_statistic],
      1e-8,
    ),
    agreeRelative("caliper", main(records, ["caliper"], { population: "matched" }), [expected.caliper], 1e-8),
    agreeExactly("pairs", main(records, ["pairs"], { population: "matched" }), [expected.pairs]),
  ];
}

/** Levels of the tumour size, by the names of the fixture. */
const sizes: Readonly<Record<string, string>> = { size_20: "<=20", size_20_50: "20-50", size_50: ">50" };

function compareBalance(records: Records, expected: Fixture): Agreement[] {
  const populations = [
    ["eligible", expected.smd_before],
    ["attWeights", expected.smd_weighted],
    ["matched", expected.smd_matched],
  ] as const;
  return populations.map(([population, differences]) =>
    agreeAbsolute(
      `standardised differences: ${population}`,
      Object.keys(differences).flatMap((name) => {
        const level = sizes[name] ?? null;
        const variable = level === null ? name : "size";
        return main(records, ["smd"], { stage: "design", population, variable, level });
      }),
      Object.values(differences),
      1e-8,
    ),
  );
}

function compareCurves(records: Records, expected: Fixture): Agreement[] {
  const medians = [
    ["crude", "trial", expected.median_trial],
    ["crude", "control", expected.median_control],
    ["weighted", "control", expected.median_control_weighted],
  ] as const;
  const quartiles = ["q1", "median", "median_lower", "median_upper", "q3"];
  const followUp = ["follow_up_median", "follow_up_median_lower", "follow_up_median_upper"];
  const hazards = ["proportional_hazards_chi_squared", "proportional_hazards_p"];
  return [
    ...medians.map(([variable, group, { q1, median, lower, upper, q3 }]) =>
      agreeExactly(
        `quartiles and limits of the median: ${variable}, ${group}`,
        main(records, quartiles, { variable, group }),
        [q1, median, lower, upper, q3],
      ),
    ),
    ...(["trial", "control"] as const).map((group) => {
      const { median, lower, upper } = expected[`follow_up_${group}`];
      const found = main(records, followUp, { variable: "crude", group });
      return agreeExactly(`follow-up of the ${group} arm`, found, [median, lower, upper]);
    }),
    agreeRelative(
      "log-rank test",
      main(records, ["log_rank_chi_squared", "log_rank_p"], { variable: "crude" }),
      [expected.logrank.chisq, expected.logrank.p],
      1e-8,
    ),
    ...(["crude", "weighted"] as const).map((variable) => {
      const { chisq, p } = expected[`ph_${variable}`];
      return agreeRelative(`proportional hazards: ${variable}`, main(records, hazards, { variable }), [chisq, p], 1e-8);
    }),
  ];
}

/** The subset that the registry cannot stand for, and the events under the other censoring rule. */
function runPositivity(records: Records, expected: Fixture): OracleCase {
  const variant = "chemotherapyTreated";
  const control = { variant, group: "control" } as const;
  const patients = { ...control, stage: "cohort", population: "eligible", variable: null } as const;
  const weights = { ...control, stage: "design", population: "attWeights" } as const;
  const share = { stage: "design", population: "eligible", variable: "chemotherapy", group: "control" } as const;
  const events = { variant: "censoredAtRecurrenceFollowUp", variable: "weighted", group: "control" } as const;
  return {
    name: "sensitivity analyses",
    agreements: [
      agreeExactly("patients with chemotherapy", valuesOf(records, ["n"], patients), [expected.chemo_n]),
      agreeRelative(
        "their effective sample size",
        valuesOf(records, ["effective_sample_size"], weights),
        [expected.chemo_ess],
        1e-8,
      ),
      agreeRelative("share with chemotherapy", main(records, ["proportion"], share), [expected.chemo_share], 1e-8),
      agreeExactly("events under the other rule", valuesOf(records, ["events"], events), [expected.censored_events]),
    ],
  };
}
