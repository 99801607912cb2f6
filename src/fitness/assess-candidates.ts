import type { Indicator } from "../results/records.js";
import type { Fitness, FitnessCriterion } from "../spec/fitness.js";
import type { Store } from "../store/store.js";
import { baselineQueries } from "./baseline-queries.sql.js";
import type { Threshold } from "./indicator.js";
import { type Finding, judge } from "./judge.js";
import { countPatients, type ShareQuery } from "./share-query.js";
import { tallyShares } from "./tally-shares.js";

/** A dataset that could be the source of controls, indexed by the rule of the control arm. */
export interface Candidate {
  readonly dataset: string;
  /** Cut at index; null where the rule gives this dataset no index, `problem` says why. */
  readonly view: { readonly store: Store; readonly patients: ReadonlySet<string> } | null;
  readonly problem: string | null;
}

/** Where the records of a candidate stand. */
export const candidatePopulation = (dataset: string): string => `candidate:${dataset}`;

/** The ranked minimal criteria held against each candidate source, one query a criterion and source, criteria in the author's order. */
export async function assessCandidates(fitness: Fitness, candidates: readonly Candidate[]): Promise<Indicator[]> {
  const records: Indicator[] = [];
  for (const [name, criterion] of Object.entries(fitness.criteria))
    for (const candidate of candidates) {
      const finding = await findOne(criterion, candidate, fitness);
      const { label } = criterion;
      records.push({
        ...judge(finding, fitness),
        indicator: "spifd",
        variable: name,
        label,
        critical: false,
        reason: null,
      });
    }
  return records;
}

async function findOne(criterion: FitnessCriterion, candidate: Candidate, fitness: Fitness): Promise<Finding> {
  const { dataset, view, problem } = candidate;
  const query = queryOf(criterion, fitness);
  const population = candidatePopulation(dataset);
  const none = { id: "R2.1", variable: null, population, group: "control", value: null, unit: "share" } as const;
  if (query === null) return { ...none, note: "no figure that is counted source by source up to index" };
  if (view === null) return { ...none, note: problem ?? "no index" };
  const scope = { population, group: "control", patients: view.patients } as const;
  const [finding] = await tallyShares({ ...query, compared: false }, [
    { group: "control", store: view.store, scopes: [scope] },
  ]);
  return finding!;
}

function queryOf({ needs }: FitnessCriterion, fitness: Fitness): ShareQuery | null {
  if ("indicator" in needs)
    return (
      baselineQueries(fitness).find(
        ({ id, variable }) => id === needs.indicator && (needs.variable === undefined || variable === needs.variable),
      ) ?? null
    );
  const [table, column, value] =
    "observation" in needs
      ? ["observation", "concept", needs.observation]
      : ["imaging_study", "modality", needs.modality];
  const threshold: Threshold = {
    direction: "at-least",
    met: needs.atLeast,
    caution: null,
    basis: "the analysis file",
  };
  return {
    id: "R2.1",
    variable: null,
    unit: "patients",
    tally: "share",
    compared: false,
    threshold,
    empty: "nobody has an index",
    notCarried: null,
    sql: countPatients({
      from: "baseline.patient as t",
      holds: `exists (select 1 from baseline.${table} as x where x.patient_id = t.patient_id and x.${column} = $1)`,
    }),
    values: [value!],
  };
}
