import { SpecError } from "../../errors.js";
import { type Fault, fileFault, refuseFaults } from "../fault.js";
import { readCsv } from "../read-csv.js";
import { openSourceFile } from "../source-file.js";
import type { SourceInput } from "../source-load.js";
import { unionRows } from "../union-rows.js";
import { type DicomInput, dicomStage } from "./dicom-input.js";

/** Tables that link what the files name to what the dataset calls it. */
const links = {
  patients: { from: ["dicom_patient"], to: "patient", optional: [] },
  studies: { from: ["dicom_study"], to: "study", optional: ["modality"] },
} as const;

/**
 * Reads a table of links into a stage of its name: which PatientID is which patient of the dataset (several may be one),
 * or which study is which scan of another source. Throws SpecError for missing columns, DataError for rows that do not
 * link or link one thing twice.
 */
export async function readLinks(
  { bench, dataset }: SourceInput,
  input: DicomInput,
  kind: keyof typeof links,
  path: string,
): Promise<void> {
  const { from, to, optional } = links[kind];
  const file = await openSourceFile(bench, dataset.id, path);
  const raw = await readCsv(bench, file, { encoding: "utf-8", delimiter: "," });
  const columns = [...from, to];
  const missing = columns.filter((name) => !raw.columns.some((column) => column.name === name));
  if (missing.length > 0)
    throw new SpecError(
      `a table of ${kind} has the columns ${columns.join(", ")}; ${file.shown} lacks ${missing.join(", ")}`,
    );
  const table = `stage.${dicomStage(input, kind)}`;
  await bench.store.execute(`create table ${table} as\n${unionRows([raw], { required: columns, optional })}`);
  const key = [...from, ...optional].join(", ");
  // A study named without a modality is named whole: no other row may name it.
  const whole = optional
    .map((name) => ` or (${name} is null and count(*) over (partition by ${from[0]}) > 1)`)
    .join("");
  const found = await bench.store.query(`select
  cast(count(*) filter (where ${columns.map((name) => `${name} is null`).join(" or ")}) as integer) as empty,
  cast(count(*) filter (where again) as integer) as again
from (select *, row_number() over (partition by ${key}) > 1${whole} as again from ${table})`);
  const faults: Fault[] = [];
  if (found.int32("empty").values[0] !== 0)
    faults.push(fileFault(file.shown, null, `must hold ${columns.join(" and ")} in every row`));
  if (found.int32("again").values[0] !== 0) faults.push(fileFault(file.shown, from[0], "must stand once"));
  refuseFaults(faults, file.shown);
}
