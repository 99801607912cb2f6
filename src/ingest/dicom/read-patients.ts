import { SpecError } from "../../errors.js";
import { type Fault, fileFault, refuseFaults } from "../fault.js";
import { readCsv } from "../read-csv.js";
import { openSourceFile } from "../source-file.js";
import type { SourceInput } from "../source-load.js";
import { unionRows } from "../union-rows.js";
import { type DicomInput, dicomStage } from "./dicom-input.js";

const columns = ["dicom_patient", "patient"];

/** Reads the table that says which PatientID is which patient of the dataset; several may be one patient. */
export async function readPatients({ bench, dataset }: SourceInput, input: DicomInput, path: string): Promise<void> {
  const file = await openSourceFile(bench, dataset.id, path);
  const raw = await readCsv(bench, file, { encoding: "utf-8", delimiter: "," });
  const missing = columns.filter((name) => !raw.columns.some((column) => column.name === name));
  if (missing.length > 0)
    throw new SpecError(
      `a table of patients has the columns ${columns.join(", ")}; ${file.shown} lacks ${missing.join(", ")}`,
    );
  const table = `stage.${dicomStage(input, "patients")}`;
  await bench.store.execute(`create table ${table} as\n${unionRows([raw], { required: columns, optional: [] })}`);
  const found = await bench.store.query(`select
  cast(count(*) filter (where dicom_patient is null or patient is null) as integer) as empty,
  cast(count(*) - count(distinct dicom_patient) - count(*) filter (where dicom_patient is null) as integer) as again
from ${table}`);
  const faults: Fault[] = [];
  if (found.int32("empty").values[0] !== 0)
    faults.push(fileFault(file.shown, null, "must hold both columns in every row"));
  if (found.int32("again").values[0] !== 0)
    faults.push(fileFault(file.shown, "dicom_patient", "must name a PatientID once"));
  refuseFaults(faults, file.shown);
}
