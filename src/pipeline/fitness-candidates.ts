import { deriveIndex } from "../cohort/derive-index.js";
import { DataError } from "../errors.js";
import { assessCandidates, type Candidate } from "../fitness/assess-candidates.js";
import type { ResultRecord } from "../results/records.js";
import { openBaseline } from "../source/baseline-view.js";
import type { Dataset } from "../source/datasets.js";
import type { Source } from "../source/open-source.js";
import type { Cohort } from "../spec/cohort.js";
import type { Fitness } from "../spec/fitness.js";

/** The minimal criteria against every dataset that is no trial, each indexed as the control arm is. No records where the analysis ranks none. */
export async function assessSources(
  { control }: Cohort,
  fitness: Fitness,
  datasets: readonly Dataset[],
  source: Source,
): Promise<ResultRecord[]> {
  if (Object.keys(fitness.criteria).length === 0) return [];
  const records: ResultRecord[] = [];
  for (const { datasetId, kind } of datasets) {
    if (kind === "trial") continue;
    const candidate = await openCandidate({ ...control, dataset: datasetId }, datasetId, source);
    try {
      records.push(...(await assessCandidates(fitness, [candidate])));
    } finally {
      candidate.view?.store.close();
    }
  }
  return records;
}

async function openCandidate(arm: Cohort["control"], dataset: string, source: Source): Promise<Candidate> {
  try {
    const index = await deriveIndex(source.store, arm, "control");
    const { store } = await openBaseline(source, index);
    return { dataset, view: { store, patients: new Set(index.patientId) }, problem: null };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { dataset, view: null, problem: error.message };
  }
}
