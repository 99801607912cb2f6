import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { ResultRecord } from "../results/records.js";
import type { Dataset } from "../source/datasets.js";
import type { Analysis } from "../spec/analysis.js";
import type { Fitness } from "../spec/fitness.js";
import { baselineQueries } from "./baseline-queries.sql.js";
import { findOverlap } from "./calendar-findings.js";
import { type FrameSet, findMissing } from "./covariate-findings.js";
import { type Finding, judge } from "./judge.js";
import { findLinkageBias } from "./linkage-findings.js";
import { listFrameworks } from "./list-frameworks.js";
import { listQueries } from "./list-queries.js";
import { findMissingPattern } from "./missingness-findings.js";
import { findInPlan } from "./plan-findings.js";
import { findReaderSums, readerTargetsSql } from "./reader-sum-findings.js";
import type { ArmScopes } from "./scope.js";
import { findDiversity, findHeterogeneity, scannersSql, sitesSql } from "./site-findings.js";
import { tallyShares } from "./tally-shares.js";

export interface BaselineInput {
  readonly analysis: Analysis;
  readonly fitness: Fitness;
  readonly datasets: readonly Dataset[];
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  /** Each arm's view cut at index, with its sets of patients. */
  readonly arms: readonly ArmScopes[];
}

/** The indicators that need no outcome: from the plan, the datasets' description, and the data up to index; and the queries they come from. */
export async function assessBaseline(input: BaselineInput): Promise<ResultRecord[]> {
  const { analysis, fitness, datasets, patients, covariates, arms } = input;
  const queries = baselineQueries(fitness);
  const findings: Finding[] = [...findInPlan(analysis, fitness, datasets)];
  for (const query of queries) findings.push(...(await tallyShares(query, arms)));
  for (const query of queries.filter(({ id }) => id === "R4.9"))
    findings.push(...(await findLinkageBias(query, arms, patients, covariates)));
  for (const arm of arms)
    findings.push(...(await findReaderSums(arm)), await findHeterogeneity(arm), ...(await findDiversity(arm)));
  const sets = frameSets(patients, arms);
  findings.push(...findMissing(patients, covariates, sets));
  for (const set of sets.filter(({ population }) => population === "eligible"))
    findings.push(...findMissingPattern(patients, covariates, set));
  const used = new Set(Object.values(analysis.cohort).flatMap((arm) => ("dataset" in arm ? [arm.dataset].flat() : [])));
  const own = datasets.filter(({ datasetId }) => used.has(datasetId));
  findings.push(
    findOverlap(
      patients,
      own.every(({ timeBasis }) => timeBasis === "calendar"),
    ),
  );
  const further = [
    { id: "R1.2", variable: "icc, cv", sql: readerTargetsSql, values: [] },
    { id: "R2.8", variable: null, sql: sitesSql, values: [] },
    { id: "R3.5", variable: null, sql: scannersSql, values: [] },
  ] as const;
  return [
    ...findings.map((finding) => judge(finding, fitness)),
    listQueries("baseline", [...queries, ...further]),
    listFrameworks(),
  ];
}

/** The sets of the arms beyond the database, as rows of the frame. */
function frameSets(patients: PatientFrame, arms: readonly ArmScopes[]): FrameSet[] {
  const names = [...new Set(arms.flatMap(({ scopes }) => scopes.map(({ population }) => population)))];
  return names
    .filter((population) => population !== "database")
    .map((population) => {
      const sets = arms.flatMap(({ scopes }) => scopes.filter((scope) => scope.population === population));
      const isIn = (id: string): boolean => sets.some((scope) => scope.patients.has(id));
      return { population, member: Uint8Array.from(patients.patientId, (id) => (isIn(id) ? 1 : 0)) };
    });
}
