import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stream } from "../../src/math/stream.js";
import { changedAnalysis, type Loose } from "./minimal-analysis.js";
import { type RwidRow, writeRwid } from "./write-rwid.js";

/** Tables of a small study, free to be damaged by a test before they are written. */
export type SmallTables = Record<string, RwidRow[]>;

/**
 * A trial of 40 and a registry of 80 made-up patients with dates counted from index: age and stage at baseline (overlapping between the arms), a
 * scan and an observation after index, recurrence-free survival, response and survival.
 */
export function smallTables(): SmallTables {
  const draw = stream(11, "small-study");
  const tables: SmallTables = {
    dataset: [dataset("trial", "trial"), dataset("registry", "registry")],
    patient: [],
    observation: [],
    collected_event: [],
    vital_status: [],
    imaging_study: [],
  };
  for (const [id, n] of [
    ["trial", 40],
    ["registry", 80],
  ] as const) {
    for (let k = 1; k <= n; k += 1) addPatient(tables, id, `${id}:${k}`, draw.uniform, draw.integer);
  }
  return tables;
}

/** Writes the tables and the analysis (the minimal one, changed) into a new temporary folder and returns it. The study is in its folder `study`. */
export function writeSmallStudy(tables: SmallTables, change: (analysis: Loose) => void = () => undefined): string {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-study-"));
  mkdirSync(join(folder, "study"));
  writeRwid(join(folder, "study", "data"), tables);
  writeFileSync(join(folder, "study", "analysis.json"), JSON.stringify(changedAnalysis(change), null, 2));
  return folder;
}

function dataset(id: string, kind: string): RwidRow {
  return { dataset_id: id, kind, time_basis: "days_from_index", name: `Made-up ${kind}` };
}

function addPatient(
  tables: SmallTables,
  dataset_id: string,
  patient_id: string,
  uniform: () => number,
  integer: (n: number) => number,
): void {
  const trial = dataset_id === "trial";
  const age = 45 + integer(30) - (trial ? 3 : 0);
  const late = uniform() < (trial ? 0.4 : 0.6);
  const time = 30 + integer(900) - (late ? 20 : 0);
  const event = uniform() < 0.7;
  tables.patient!.push({ patient_id, dataset_id, age_at_index: age, sex: "female" });
  tables.observation!.push(
    { patient_id, observation_id: "1", concept: "stage", observed_day: -5, value_text: late ? "III" : "II" },
    { patient_id, observation_id: "2", concept: "stage", observed_day: 90, value_text: "IV" },
    { patient_id, observation_id: "3", concept: "ecog", observed_day: 0, value_num: integer(2) },
  );
  tables.collected_event!.push(
    { patient_id, endpoint: "RFS", evaluator: "site", time_days: time, event },
    { patient_id, endpoint: "RESP", evaluator: "site", time_days: null, event: uniform() < 0.4 },
  );
  tables.vital_status!.push({ patient_id, last_known_alive_day: time + 10 });
  tables.imaging_study!.push({ study_uid: `${patient_id}-1`, patient_id, performed_day: -10, modality: "CT" });
  tables.imaging_study!.push({ study_uid: `${patient_id}-2`, patient_id, performed_day: 20, modality: "CT" });
}
