import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { ResultRecord } from "../results/records.js";
import type { ResultsFile } from "../results/results-file.js";
import type { Analysis } from "../spec/analysis.js";
import { datasetsOf } from "../spec/cohort.js";
import type { Fitness } from "../spec/fitness.js";
import { estimateWilson } from "../stats/wilson.js";
import type { GivenPatient } from "./course.sql.js";
import { currencySql, findCurrency } from "./currency-findings.js";
import { followUpQueries } from "./follow-up-queries.sql.js";
import { findIdentity, type RunIdentity } from "./identity-findings.js";
import { findIntervals, intervalsSql, type ScheduleRule } from "./interval-findings.js";
import { type Finding, judge } from "./judge.js";
import { findLinkageBias } from "./linkage-findings.js";
import { listQueries } from "./list-queries.js";
import { findInReadings } from "./reading-findings.js";
import type { ArmName, ArmScopes } from "./scope.js";
import { tallyShares } from "./tally-shares.js";

export interface FollowUpInput {
  readonly analysis: Analysis;
  readonly fitness: Fitness;
  readonly patients: PatientFrame;
  /** At baseline, beside the patients. */
  readonly covariates: CovariateMatrix;
  /** Both arms on the full data. */
  readonly arms: readonly ArmScopes[];
  /** Everyone of them with his index. */
  readonly given: readonly GivenPatient[];
  /** Records of the comparison of charts with scans. */
  readonly comparison: readonly ResultRecord[];
  readonly lock: ResultsFile["lock"];
  readonly identity: RunIdentity;
}

/** The indicators that read what lies after index. Only called with the lock held. */
export async function assessFollowUp(input: FollowUpInput): Promise<ResultRecord[]> {
  const { analysis, fitness, arms, comparison, lock } = input;
  const store = arms[0]!.store;
  const given = JSON.stringify(input.given);
  const queries = followUpQueries.map((query) => ({ ...query, values: [given] }));
  const findings: Finding[] = [];
  for (const query of queries) findings.push(...(await tallyShares(query, arms)));
  for (const query of queries.filter(({ id }) => id === "R4.9"))
    findings.push(...(await findLinkageBias(query, arms, input.patients, input.covariates)));
  findings.push(...(await findIntervals(store, given, arms, scheduleOf(analysis, fitness))));
  const { trial, control } = analysis.cohort;
  const datasets = { trial: datasetsOf(trial), control: datasetsOf(control) };
  findings.push(...(await findCurrency(store, given, datasets)));
  findings.push(...(["trial", "control"] as const).map((group) => mortality(group, datasets[group], fitness)));
  findings.push(...findInReadings(comparison), abstraction, ...findIdentity(input.identity, lock), ofLock(lock));
  const further = [
    { id: "R3.4", variable: null, sql: intervalsSql },
    { id: "R4.8", variable: null, sql: currencySql },
  ] as const;
  // The patients given are the indexed ones; their ids have no place in a report.
  const listed = [...queries, ...further].map((query) => ({ ...query, values: ["patients with an index, as JSON"] }));
  return [...findings.map((finding) => judge(finding, fitness)), listQueries("follow_up", listed)];
}

function scheduleOf({ imaging }: Analysis, { scheduleDays }: Fitness): ScheduleRule {
  const schedule = imaging?.schedule;
  if (schedule === undefined) return { plannedAfter: null, longestDays: null, toleranceDays: scheduleDays };
  const { segments } = schedule;
  const every = (day: number): number =>
    (segments.find(({ untilDay }) => day < untilDay) ?? segments.at(-1)!).everyDays;
  const longestDays = schedule.longestIntervalDays ?? Math.max(...segments.map(({ everyDays }) => everyDays));
  return { plannedAfter: every, longestDays, toleranceDays: scheduleDays };
}

/** R4.3: what a validation made elsewhere says of an arm's deaths: the least sensitivity of its datasets. */
function mortality(group: ArmName, datasets: readonly string[], { mortality: known }: Fitness): Finding {
  const base = {
    id: "R4.3",
    variable: "sensitivity",
    label: "of the arm's datasets, the lowest",
    population: "database",
    group,
    unit: "share",
  } as const;
  const found = datasets.flatMap((dataset) => (known[dataset] === undefined ? [] : [known[dataset]]));
  if (found.length < datasets.length)
    return { ...base, value: null, note: "no validation of deaths is stated (fitness.mortality)" };
  const least = found.reduce((low, each) => (each.sensitivity < low.sensitivity ? each : low));
  const note = `validated elsewhere: ${least.source}`;
  if (least.patients === undefined) return { ...base, value: least.sensitivity, note };
  const interval = estimateWilson(Math.round(least.sensitivity * least.patients), least.patients);
  return {
    ...base,
    value: least.sensitivity,
    note,
    counts: {
      numerator: null,
      denominator: least.patients,
      unit: "deaths of the validation",
      patients: null,
      lower: interval.lower,
      upper: interval.upper,
      interval: "95 % Wilson",
    },
  };
}

const whole = { variable: null, population: "analysis", group: null } as const;

const abstraction: Finding = {
  ...whole,
  id: "R1.5",
  value: null,
  unit: "share",
  note: "the data contract holds no chart abstracted twice",
};

const ofLock = (lock: ResultsFile["lock"]): Finding => ({
  ...whole,
  id: "R5.3",
  value: lock.resultsExisted || lock.deviations.length + lock.dataDriven.length > 0 ? 0 : 1,
  unit: "yes or no",
  note: `${lock.deviations.length} deviations from the lock, ${lock.dataDriven.length} parts added or changed after it${lock.resultsExisted ? "; outcomes had been read before the design was locked" : ""}`,
});
