import { deriveIndex } from "../cohort/derive-index.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { openSource } from "../source/open-source.js";
import type { DeriveOptions } from "../spec/derive-options.js";
import type { Store } from "../store/store.js";
import type { DeriveInput, DeriveSubjects } from "./derive-tables.js";
import { isoDate } from "./iso-date.js";
import { sourceOptionsOf } from "./open-study.js";

type RwidInput = Extract<DeriveOptions["input"], { shape: "rwid" }>;

/** Every patient of a folder of RWiD tables who has an index. The tables are held against the data contract first. */
export async function openRwidSubjects(
  { folder, ...place }: Pick<DeriveInput, "folder" | "tempDirectory" | "memoryMb">,
  { index }: RwidInput,
  subjectOf: (patientId: string) => string = (id) => id,
): Promise<DeriveSubjects> {
  const source = await openSource({ folder }, sourceOptionsOf(place));
  try {
    const datasets = await readTimeBases(source.store);
    const { patients, isCalendar } = await framesOf(source.store, datasets, index);
    return {
      store: source.store,
      patients,
      dates: {
        subject: (place) => subjectOf(patients.patientId[place]!),
        date: (place, day) => (isCalendar[place] === 1 ? isoDate(patients.indexEpochDay[place]! + day) : null),
      },
      sourceRows: [],
      close: source.close,
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

async function readTimeBases(
  store: Store,
): Promise<ReadonlyMap<string, { readonly isCalendar: boolean; readonly isTrial: boolean }>> {
  const found = await store.query("select dataset_id, kind, time_basis from rwid.dataset");
  const kinds = found.text("kind");
  const bases = found.text("time_basis");
  const ids = found.text("dataset_id").map((id) => id ?? "");
  const byId = ids.map(
    (id, i) => [id, { isCalendar: bases[i] === "calendar", isTrial: kinds[i] === "trial" }] as const,
  );
  return new Map(byId.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One frame of all datasets, each by its patient ids in code-unit order. */
async function framesOf(
  store: Store,
  datasets: ReadonlyMap<string, { readonly isCalendar: boolean; readonly isTrial: boolean }>,
  index: RwidInput["index"],
): Promise<{ readonly patients: PatientFrame; readonly isCalendar: Uint8Array }> {
  const patientId: string[] = [];
  const datasetId: string[] = [];
  const days: number[] = [];
  for (const dataset of datasets.keys()) {
    const found = await deriveIndex(store, { label: dataset, dataset, index, eligibility: [] }, "trial");
    const order = found.patientId.map((_, i) => i).sort((a, b) => (found.patientId[a]! < found.patientId[b]! ? -1 : 1));
    for (const i of order) {
      patientId.push(found.patientId[i]!);
      datasetId.push(dataset);
      days.push(found.epochDay[i]!);
    }
  }
  return {
    patients: {
      n: patientId.length,
      patientId,
      datasetId,
      indexEpochDay: Int32Array.from(days),
      trial: Uint8Array.from(datasetId, (id) => (datasets.get(id)!.isTrial ? 1 : 0)),
    },
    isCalendar: Uint8Array.from(datasetId, (id) => (datasets.get(id)!.isCalendar ? 1 : 0)),
  };
}
