import { closeSync, openSync, readSync } from "node:fs";
import { DataError } from "../errors.js";

/** A header longer than this is no header. */
const headerBytes = 65_536;

/**
 * The column names in the first line of a CSV file (UTF-8, commas, RFC 4180 quotes), without reading the rest of it.
 * Throws DataError when the file cannot be read or its first line is no header.
 */
export function readCsvHeader(path: string): readonly string[] {
  const bytes = new Uint8Array(headerBytes);
  let length = 0;
  try {
    const file = openSync(path, "r");
    length = readSync(file, bytes, 0, headerBytes, 0);
    closeSync(file);
  } catch {
    throw new DataError(`cannot read ${path}; does it exist, may it be read`);
  }
  if (length === 0) throw new DataError(`${path} is empty; it must hold at least a header of column names`);
  if (isUtf16(bytes, length)) throw new DataError(`${path} is UTF-16; save it as UTF-8`);
  const text = new TextDecoder().decode(bytes.subarray(0, length));
  const names = splitFirstLine(text);
  if (names === null)
    throw new DataError(
      `the first line of ${path} must be a header of column names; got none that ends within ${headerBytes} bytes`,
    );
  const [only = ""] = names;
  if (names.length === 1 && only === "")
    throw new DataError(`${path} must start with a header of column names; its first line is empty`);
  const separator = names.length > 1 ? undefined : separators.find(({ sign }) => only.includes(sign));
  if (separator !== undefined)
    throw new DataError(`${path} separates its fields by ${separator.name}; write it with commas`);
  return names;
}

const separators = [
  { sign: ";", name: "semicolons" },
  { sign: "\t", name: "tabs" },
  { sign: "|", name: "vertical bars" },
] as const;

/** By its byte-order mark, or by the zero that every second byte of plain letters is. */
function isUtf16(bytes: Uint8Array, length: number): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return length > 3 && ((first === 0 && bytes[2] === 0) || (second === 0 && bytes[3] === 0));
}

/** The fields of the first line; null when a quote stays open or the line does not end. */
function splitFirstLine(text: string): string[] | null {
  const names: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  for (;;) {
    const match = field.exec(text);
    if (match === null) return null;
    const [, quoted, plain, end] = match;
    names.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end !== ",") return end === "" && text.length >= headerBytes ? null : names;
  }
}
