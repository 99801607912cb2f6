import { type ArmIndex, deriveIndex } from "../cohort/derive-index.js";
import { GateError } from "../errors.js";
import { assessBaseline } from "../fitness/assess-baseline.js";
import { assessFollowUp } from "../fitness/assess-follow-up.js";
import { findInDesigns, findSize } from "../fitness/design-findings.js";
import { describeBlocking, findBlocking } from "../fitness/find-blocking.js";
import { findHarmonised } from "../fitness/harmonised-findings.js";
import { judge } from "../fitness/judge.js";
import type { ArmName, ArmScopes, Scope } from "../fitness/scope.js";
import type { ResultRecord } from "../results/records.js";
import type { ResultsFile } from "../results/results-file.js";
import { openBaseline } from "../source/baseline-view.js";
import { contractVersion } from "../source/contract.js";
import { readDatasets } from "../source/datasets.js";
import type { Source } from "../source/open-source.js";
import type { Analysis } from "../spec/analysis.js";
import { type Fitness, fitnessSchema } from "../spec/fitness.js";
import { hashOf } from "../spec/hash.js";
import type { VariantCohort } from "./derive-cohorts.js";
import { assessSources } from "./fitness-candidates.js";
import type { DataSeal } from "./lock-files.js";
import type { Study } from "./open-study.js";
import type { VariantDesign } from "./run-designs.js";
import { engineVersion } from "./version.js";

/** What fitness looks at: the main analysis, with its designs where they were carried out. */
export type FitnessSubject = VariantCohort & Partial<Pick<VariantDesign, "designs">>;

/** The indicators read so far, and the arms they were read of. */
export interface FitnessBaseline {
  readonly fitness: Fitness;
  readonly records: readonly ResultRecord[];
  readonly index: Readonly<Record<ArmName, ArmIndex>>;
  readonly scopes: Readonly<Record<ArmName, readonly Scope[]>>;
  /** Patients and covariates at baseline. */
  readonly cohort: Pick<FitnessSubject["cohort"], "patients" | "covariates">;
}

const armNames = ["trial", "control"] as const;

/** The section as written, or with every default where the analysis has none. */
export const fitnessOf = ({ fitness }: Analysis): Fitness => fitness ?? fitnessSchema.parse({});

/** Everything that needs no outcome, on views cut at index. */
export async function assessFitnessBaseline(
  study: Study,
  subject: FitnessSubject,
  source: Source,
): Promise<FitnessBaseline> {
  const { analysis } = study.plan;
  const fitness = fitnessOf(analysis);
  const { cohort } = subject.variant;
  const index = {
    trial: await deriveIndex(source.store, cohort.trial, "trial"),
    control: await deriveIndex(source.store, cohort.control, "control"),
  };
  const scopes = {
    trial: scopesOf("trial", index.trial, subject, fitness),
    control: scopesOf("control", index.control, subject, fitness),
  };
  const arms: ArmScopes[] = [];
  try {
    for (const group of armNames) {
      const { store } = await openBaseline(source, index[group]);
      arms.push({ group, store, scopes: scopes[group] });
    }
    const { patients, covariates } = subject.cohort;
    const datasets = await readDatasets(source.store);
    const controls = patients.trial.reduce((count, trial) => count + 1 - trial, 0);
    const records: ResultRecord[] = [
      ...(await assessBaseline({ analysis, fitness, datasets, patients, covariates, arms })),
      judge(findSize(controls, fitness), fitness),
      ...findHarmonised(subject.cohort.records).map((finding) => judge(finding, fitness)),
      ...designRecords(analysis, subject, fitness),
      ...(await assessSources(cohort, fitness, datasets, source)),
    ];
    return { fitness, records, index, scopes, cohort: { patients, covariates } };
  } finally {
    for (const { store } of arms) store.close();
  }
}

/** The records of what lies after index; the lock must be held. */
export async function assessFitnessFollowUp(
  study: Study,
  { fitness, index, scopes, cohort }: FitnessBaseline,
  source: Source,
  {
    seal,
    ...read
  }: {
    readonly comparison: readonly ResultRecord[];
    readonly lock: ResultsFile["lock"];
    readonly seal: DataSeal;
  },
): Promise<ResultRecord[]> {
  const arms = armNames.map((group) => ({ group, store: source.store, scopes: scopes[group] }));
  const given = armNames.flatMap((group) =>
    index[group].patientId.map((patient_id, i) => ({ patient_id, index_day: index[group].epochDay[i]! })),
  );
  const identity = {
    planHash: study.plan.hash,
    engineVersion,
    contractVersion,
    data: { fingerprint: hashOf(seal), tables: [...seal.tables] },
  };
  return assessFollowUp({ analysis: study.plan.analysis, fitness, ...cohort, arms, given, ...read, identity });
}

/** Throws GateError where a critical indicator is not met, or cannot be assessed, and the analysis file gives no reason for going on. */
export function requireFitness(study: Study, records: readonly ResultRecord[]): void {
  const blocking = describeBlocking(findBlocking(records));
  if (blocking.length === 0) return;
  throw new GateError(
    `the data must be fit for what the analysis calls critical, or a reason must be written (${study.loaded.place}):\n${blocking.map((line) => `  - ${line}`).join("\n")}`,
  );
}

function designRecords(analysis: Analysis, { designs }: FitnessSubject, fitness: Fitness): ResultRecord[] {
  if (designs === undefined) return [];
  const names = designNames(analysis, fitness);
  const records = designs.flatMap((design) => design.records);
  return findInDesigns(records, analysis, fitness, names).map((finding) => judge(finding, fitness));
}

/** The designs asked for, else those of primary and key secondary estimates. */
function designNames({ designs, estimates }: Pick<Analysis, "designs" | "estimates">, fitness: Fitness): string[] {
  const leading = Object.values(estimates).flatMap(({ role, design }) =>
    role === "primary" || role === "key-secondary" ? [design] : [],
  );
  const wanted = fitness.designs ?? leading;
  return Object.keys(designs).filter((name) => wanted.includes(name));
}

/** The sets of an arm: everyone with an index, the eligible, those who carry weight in each design. */
function scopesOf(group: ArmName, index: ArmIndex, subject: FitnessSubject, fitness: Fitness): Scope[] {
  const { patients } = subject.cohort;
  const side = group === "trial" ? 1 : 0;
  const those = (is: (row: number) => boolean): ReadonlySet<string> =>
    new Set(patients.patientId.filter((_, row) => patients.trial[row] === side && is(row)));
  const names = designNames(subject.variant, fitness);
  return [
    { population: "database", group, patients: new Set(index.patientId) },
    { population: "eligible", group, patients: those(() => true) },
    ...(subject.designs ?? []).flatMap(({ name, weights }) =>
      names.includes(name) && weights !== null
        ? [{ population: name, group, patients: those((row) => weights.weight[row]! > 0) }]
        : [],
    ),
  ];
}
