import { dirname, join } from "node:path";
import { type ArdColumn, describeArd } from "../report/ard/describe-ard.js";
import type { RenderedFile } from "../report/render-report.js";
import type { ResultsFile } from "../results/results-file.js";
import { openStore } from "../store/open-store.js";
import type { TableColumn } from "../store/table-columns.js";
import { makeTemporaryFolder } from "../store/temporary-folder.js";
import { writeParquet } from "../store/write-parquet.js";
import { writeTable } from "../store/write-table.js";
import { writeResults } from "./assemble-results.js";
import { writeOutput } from "./write-output.js";

/** Writes results, run record, rendered files and the flat table of the results as Parquet to the output folder, as one step. */
export async function writeReport(output: {
  readonly folder: string;
  readonly results: ResultsFile;
  /** Content of run.json. */
  readonly record: string;
  readonly rendered: readonly RenderedFile[];
  readonly pid: number;
}): Promise<void> {
  const { folder, results, record, rendered, pid } = output;
  // Beside the target, so that the finished file can be moved in.
  const scratch = makeTemporaryFolder(dirname(folder));
  try {
    const parquet = join(scratch.path, "ard.parquet");
    await writeArdParquet(describeArd(results), parquet);
    writeOutput(
      folder,
      [
        { path: "results.json", content: writeResults(results) },
        { path: "run.json", content: record },
        ...rendered,
        { path: "ard.parquet", from: parquet },
      ],
      pid,
    );
  } finally {
    scratch.remove();
  }
}

async function writeArdParquet(columns: readonly ArdColumn[], path: string): Promise<void> {
  const store = await openStore({ threads: 1 });
  try {
    await writeTable(store, { name: "ard" }, columns.map(toTableColumn));
    await writeParquet(store, "select * from ard order by rowid", path);
  } finally {
    store.close();
  }
}

function toTableColumn(column: ArdColumn): TableColumn {
  if (column.type === "text") return column;
  return {
    name: column.name,
    type: "number",
    values: Float64Array.from(column.values, (value) => value ?? 0),
    missing: Uint8Array.from(column.values, (value) => (value === null ? 1 : 0)),
  };
}
