import { closeSync, openSync, readSync } from "node:fs";
import { DataError } from "../errors.js";
import { type Fault, refuseFaults } from "./fault.js";
import { loadDatasetJson } from "./format-readers.js";
import { type RawTable, repeatedNames } from "./raw-table.js";
import type { SourceFile } from "./source-file.js";
import { createTextTable } from "./text-table.js";
import type { Workbench } from "./workbench.js";

/** Characters of the file in which its version must stand. */
const headBytes = 65_536;

/**
 * A Dataset-JSON 1.1 file (JSON, or NDJSON by its ending) as text columns. Throws DataError when it is no JSON, of
 * another version, truncated, or not UTF-8.
 */
export async function readDatasetJson({ store }: Workbench, file: SourceFile): Promise<RawTable> {
  checkVersion(file);
  const reader = new (loadDatasetJson())(file.path, { isNdJson: /\.ndjson(\.gz)?$/i.test(file.shown) });
  const metadata = await reader.getMetadata().catch(() => damaged(file));
  if (!Array.isArray(metadata.columns)) damaged(file);
  const names = metadata.columns.map(({ name }) => name);
  if (names.length === 0 || repeatedNames(names).length > 0)
    throw new DataError(`${file.shown} has a damaged list of columns; write it again`);
  const table = await createTextTable(store, `f${file.id}`, names);
  const foreign = new Map<string, number[]>();
  let row = 0;
  try {
    for await (const record of reader.readRecords({ bufferLength: 10_000 })) {
      row += 1;
      const values = record as readonly (string | number | boolean | null)[];
      if (!Array.isArray(values) || values.length !== names.length)
        throw new DataError(`${file.shown}, row ${row}: must have ${names.length} values`);
      await table.add(
        values.map((value, i) => {
          if (typeof value === "string" && value.includes("\ufffd"))
            foreign.set(names[i]!, [...(foreign.get(names[i]!) ?? []), row]);
          return value === null || value === "" ? null : String(value);
        }),
      );
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    damaged(file);
  }
  const rows = await table.finish();
  if (rows !== metadata.records)
    throw new DataError(
      `${file.shown} is truncated or altered: it announces ${metadata.records} rows and holds ${rows}`,
    );
  refuseFaults(
    [...foreign].map(
      ([column, at]): Fault => ({
        file: file.shown,
        column,
        rule: "holds text that is not UTF-8, the encoding of Dataset-JSON",
        count: at.length,
        rows: at.slice(0, 3),
      }),
    ),
    file.shown,
  );
  return {
    file,
    relation: `(select rowid + 1 as source_row, * from raw.f${file.id})`,
    columns: names.map((name) => ({ name, type: "text" })),
    rows,
  };
}

function damaged(file: SourceFile): never {
  throw new DataError(`${file.shown} is no valid JSON: it is truncated or damaged; get it again`);
}

/** The reader itself waits for ever on a file without the attributes of 1.1, so the version is looked up first. */
function checkVersion(file: SourceFile): void {
  const handle = openSync(file.path, "r");
  const bytes = new Uint8Array(headBytes);
  const length = readSync(handle, bytes, 0, headBytes, 0);
  closeSync(handle);
  const text = new TextDecoder().decode(bytes.subarray(0, length));
  const version = /"datasetJSONVersion"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  if (version === undefined) throw new DataError(`${file.shown} is no Dataset-JSON: it names no datasetJSONVersion`);
  if (!/^1\.1(\.\d+)?$/.test(version))
    throw new DataError(`${file.shown} must be Dataset-JSON 1.1; it says ${version}: convert it`);
}
