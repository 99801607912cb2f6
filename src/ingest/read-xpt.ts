import { closeSync, openSync, readSync, statSync } from "node:fs";
import { DataError } from "../errors.js";
import { type Fault, refuseFaults } from "./fault.js";
import { loadXport } from "./format-readers.js";
import type { RawTable } from "./raw-table.js";
import { repeatedNames } from "./raw-table.js";
import type { SourceFile } from "./source-file.js";
import { createTextTable } from "./text-table.js";
import type { Workbench } from "./workbench.js";

const memberHeader = "HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!";
const libraryHeader = "HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!";
/** Records are padded with blanks to whole blocks of this size. */
const block = 80;

interface Variable {
  readonly name: string;
  readonly length: number;
}

/**
 * A SAS transport file (version 5, one dataset) as text columns: numbers as their shortest decimals, so that 9.8 stays
 * 9.8; the missing values of SAS and blank text are missing. Text is decoded from `encoding`.
 * Throws DataError when the file is none, truncated, of version 8, of several datasets, or holds other text.
 */
export async function readXpt(
  { store }: Workbench,
  file: SourceFile,
  encoding: "utf-8" | "latin-1",
): Promise<RawTable> {
  checkMembers(file);
  const library = new (loadXport())(file.path);
  const variables = await readVariables(library, file);
  const names = variables.map(({ name }) => name);
  if (names.length === 0 || repeatedNames(names).length > 0)
    throw new DataError(`${file.shown} has a damaged list of variables; write it again`);
  const start = library.members[0]?.obsStart;
  const expected = countRows(file, start ?? 0, variables);
  const table = await createTextTable(store, `f${file.id}`, names);
  const decode = makeDecoder(encoding);
  const foreign = new Map<string, number[]>();
  let row = 0;
  for await (const values of library.read({ skipHeader: true })) {
    if (row === expected) break;
    row += 1;
    await table.add(
      (values as (string | number | null)[]).map((value, i) => {
        if (typeof value !== "string") return value === null ? null : String(value === 0 ? 0 : value);
        const text = decode(value);
        if (text === null) foreign.set(names[i]!, [...(foreign.get(names[i]!) ?? []), row]);
        return text === "" ? null : text;
      }),
    );
  }
  const rows = await table.finish();
  if (rows !== expected) throw new DataError(`${file.shown} is truncated: ${rows} of ${expected} rows could be read`);
  refuseFaults(
    [...foreign].map(
      ([column, at]): Fault => ({
        file: file.shown,
        column,
        rule: `holds text that is not ${encoding}; say which encoding it is`,
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

async function readVariables(
  library: InstanceType<ReturnType<typeof loadXport>>,
  file: SourceFile,
): Promise<Variable[]> {
  try {
    return (await library.getMetadata()) as Variable[];
  } catch {
    throw new DataError(`${file.shown} ends within its header, or its header is damaged; get it again`);
  }
}

/** Refuses what the reader would misread: other versions, several datasets, a second header taken for rows. */
function checkMembers(file: SourceFile): void {
  const handle = openSync(file.path, "r");
  const chunk = Buffer.alloc(1 << 22);
  let members = 0;
  try {
    for (let place = 0; ; ) {
      const length = readSync(handle, chunk, 0, chunk.length, place);
      const text = chunk.toString("latin1", 0, length);
      if (place === 0) checkLibrary(text, file);
      for (let at = text.indexOf(memberHeader); at >= 0; at = text.indexOf(memberHeader, at + block)) members += 1;
      if (length < chunk.length) break;
      // A header may lie across two chunks: the next one starts a block earlier.
      place += length - block;
    }
  } finally {
    closeSync(handle);
  }
  if (members === 1) return;
  throw new DataError(
    members === 0
      ? `${file.shown} holds no dataset; it is truncated or no SAS transport file`
      : `${file.shown} holds ${members} datasets; write each into a file of its own`,
  );
}

function checkLibrary(text: string, file: SourceFile): void {
  if (text.startsWith(libraryHeader)) return;
  throw new DataError(
    text.startsWith("HEADER RECORD*******LIBV8")
      ? `${file.shown} is a SAS transport file of version 8; write it as version 5 (XPORT)`
      : `${file.shown} is no SAS transport file of version 5`,
  );
}

/** The rows of the file, blank padding of its last block apart. Throws DataError when it ends within a row. */
function countRows(file: SourceFile, start: number, variables: readonly Variable[]): number {
  const width = variables.reduce((sum, { length }) => sum + length, 0);
  const bytes = statSync(file.path).size - start;
  let rows = Math.floor(bytes / width);
  const tail = readTail(file, bytes - rows * width);
  if (tail.length >= block || tail.some((byte) => byte !== 0x20))
    throw new DataError(`${file.shown} is truncated: it ends within row ${rows + 1}`);
  while (rows > 0 && bytes - (rows - 1) * width < block && isBlank(readTail(file, bytes - (rows - 1) * width)))
    rows -= 1;
  return rows;
}

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0x20);

function readTail(file: SourceFile, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const handle = openSync(file.path, "r");
  readSync(handle, bytes, 0, length, statSync(file.path).size - length);
  closeSync(handle);
  return bytes;
}

/** Text read byte by byte → text; null where it is not in the encoding. */
function makeDecoder(encoding: "utf-8" | "latin-1"): (bytes: string) => string | null {
  const decoder = new TextDecoder(encoding === "utf-8" ? "utf-8" : "windows-1252", { fatal: true });
  return (bytes) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: every byte of ASCII is meant
    if (/^[\x00-\x7f]*$/.test(bytes)) return bytes.trimEnd();
    try {
      return decoder.decode(Buffer.from(bytes, "latin1")).trimEnd();
    } catch {
      return null;
    }
  };
}
