import { calendar } from "./follow-up.js";
import { datasetIds } from "./identity.js";
import type { Patient } from "./patient.js";
import { simulatePatient } from "./simulate-patient.js";
import type { TableBatch } from "./table-batch.js";
import { openTables, type Tables, takeBatches } from "./tables.js";
import type { World } from "./world.js";
import { writePatient } from "./write-patient.js";

/** Patients a batch holds unless said otherwise: some ten thousand rows of the largest table. */
const PATIENTS_PER_BATCH = 500;

/**
 * The whole world as batches of rows, trial first, in order of patient number; memory holds one batch. The rows are the same
 * whatever the size of the batches. `watch` sees every patient as it passes.
 */
export function* generateBatches(
  world: World,
  options: { readonly patientsPerBatch?: number; readonly watch?: (patient: Patient) => void } = {},
): Generator<readonly TableBatch[]> {
  const { patientsPerBatch = PATIENTS_PER_BATCH, watch } = options;
  const tables = openTables();
  writeDatasets(world, tables);
  let waiting = 0;
  for (const population of ["trial", "care"] as const) {
    const count = population === "trial" ? world.trialPatients : world.carePatients;
    for (let number = 1; number <= count; number += 1) {
      const patient = simulatePatient(world, population, number);
      watch?.(patient);
      writePatient(world, patient, tables);
      waiting += 1;
      if (waiting < patientsPerBatch) continue;
      waiting = 0;
      yield takeBatches(tables);
    }
  }
  if (waiting > 0) yield takeBatches(tables);
}

const provenance = "synthetic: written by scanarm simulate, no real patient";

function writeDatasets(world: World, tables: Tables): void {
  const licence = "Apache-2.0";
  const deidentification = "none needed: synthetic, dates as simulated";
  const version = `seed ${world.seed}`;
  if (world.trialPatients > 0)
    tables.dataset.add(
      datasetIds.trial,
      "trial",
      "calendar",
      "Synthetic single-arm trial of SYN-101 in previously treated NSCLC",
      version,
      calendar.trial.cutoff,
      calendar.trial.cutoff,
      provenance,
      licence,
      deidentification,
    );
  if (world.carePatients > 0)
    tables.dataset.add(
      datasetIds.care,
      "ehr_imaging",
      "calendar",
      "Synthetic routine care of previously treated NSCLC with imaging",
      version,
      calendar.care.cutoff,
      calendar.care.cutoff,
      provenance,
      licence,
      deidentification,
    );
}
