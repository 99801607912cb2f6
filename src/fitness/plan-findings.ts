import type { IndicatorCounts } from "../results/records.js";
import type { Dataset } from "../source/datasets.js";
import type { Analysis } from "../spec/analysis.js";
import { datasetsOf } from "../spec/cohort.js";
import type { Fitness } from "../spec/fitness.js";
import { indicators } from "./indicators.js";
import type { Finding } from "./judge.js";

/** What the analysis file and the datasets' own description say. */
export function findInPlan(analysis: Analysis, fitness: Fitness, datasets: readonly Dataset[]): Finding[] {
  return [
    contextOfUse(analysis, fitness),
    trialCriteria(fitness),
    ...(["trial", "control"] as const).flatMap((group) =>
      describeArm(
        datasets.filter(({ datasetId }) => datasetsOf(analysis.cohort[group]).includes(datasetId)),
        group,
      ),
    ),
    {
      ...whole("R5.5"),
      value: null,
      unit: "share",
      note: "the origin of each variable stands in the report of ingest beside the tables; the data contract carries none",
    },
    { ...whole("R5.7"), ...yesOrNo(fitness.sourceVerification !== undefined, fitness.sourceVerification) },
    {
      ...whole("R5.8"),
      value: null,
      unit: "share",
      note: "the protocol tables and the checklist of the report are filled from the plan; what only people can answer is not counted",
    },
    {
      ...whole("R5.9"),
      ...filled(
        Object.values(indicators).map(({ frameworks }) => Object.values(frameworks).every((place) => place !== "")),
      ),
    },
  ];
}

const whole = <Id extends Finding["id"]>(id: Id) =>
  ({ id, variable: null, population: "analysis", group: null }) as const;

function contextOfUse({ question, estimates }: Analysis, { context }: Fitness): Finding {
  const estimand = context?.estimand !== undefined || Object.values(estimates).some(({ role }) => role === "primary");
  return {
    ...whole("R1.1"),
    ...filled([question !== "", estimand, context?.category !== undefined, context?.decision !== undefined]),
  };
}

function trialCriteria({ trialCriteria: list }: Fitness): Finding {
  const critical = list.filter(({ rank }) => rank === "critical");
  if (critical.length === 0)
    return {
      ...whole("R2.1"),
      value: null,
      unit: "share",
      note: "the analysis file lists no critical criterion of the trial (fitness.trialCriteria)",
    };
  return { ...whole("R2.1"), ...filled(critical.map(({ computable }) => computable !== "not available")) };
}

/** R5.1 and the statement of R5.4, of the datasets of one arm. */
function describeArm(datasets: readonly Dataset[], group: "trial" | "control"): Finding[] {
  const provenance = datasets.flatMap((dataset) => [
    dataset.version !== null,
    dataset.extractedOn !== null,
    // A dataset that counts days from index has no calendar.
    dataset.timeBasis !== "calendar" || dataset.dataCutoff !== null,
    dataset.provenance !== null,
    dataset.licence !== null,
  ]);
  const at = { variable: null, population: "database", group } as const;
  return [
    { ...at, id: "R5.1", ...filled(provenance, "fields of the dataset's description") },
    {
      ...at,
      id: "R5.4",
      variable: "statement",
      label: "the dataset says how identity was removed",
      ...filled(
        datasets.map(({ deidentification }) => deidentification !== null),
        "datasets",
      ),
    },
  ];
}

/** The share of things that are there. */
function filled(there: readonly boolean[], unit = "fields"): Pick<Finding, "value" | "unit" | "counts"> {
  const numerator = there.filter(Boolean).length;
  return { value: numerator / there.length, unit: "share", counts: countOf(numerator, there.length, unit) };
}

const yesOrNo = (is: boolean, note: string | undefined): Pick<Finding, "value" | "unit" | "note"> => ({
  value: is ? 1 : 0,
  unit: "yes or no",
  ...(note === undefined ? {} : { note }),
});

const countOf = (numerator: number, denominator: number, unit: string): IndicatorCounts => ({
  numerator,
  denominator,
  unit,
  patients: null,
  lower: null,
  upper: null,
  interval: null,
});
