import { closeSync, fstatSync, openSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { DataError } from "../../errors.js";
import { type ByteSource, fileBytes, memoryBytes } from "./byte-source.js";
import { type DataSet, firstOf } from "./data-set.js";
import { readDataSet } from "./read-data-set.js";
import { atTag } from "./tag-error.js";
import { transferSyntax } from "./transfer-syntax.js";

const preamble = 128;
const afterMeta = 0x00030000;
const syntaxTag = 0x00020010;
const megabyte = 1_000_000;
/** Below this a high ratio harms nobody. */
const harmless = 100 * megabyte;
/** A deflated file stands in memory as a whole while its header is read. */
const mostInMemory = 256 * megabyte;

export interface InstanceLimits {
  readonly expandedMegabytes: number;
  readonly expansionRatio: number;
}

export interface OpenedInstance {
  readonly data: DataSet;
  /** Pixels stand behind the header. An image without them may have been cut off between two elements. */
  readonly pixels: boolean;
}

/**
 * The header of a DICOM file: its data set up to the pixels; null where the file is no DICOM file (PS3.10: `DICM` behind a
 * preamble of 128 bytes). Of a file that is not deflated only the header is read. Throws TagError where it is damaged, in
 * another transfer syntax, or grows beyond the limits when it is inflated, and DataError where it cannot be opened.
 */
export function openInstance(path: string, limits: InstanceLimits, fallback: string | null): OpenedInstance | null {
  const handle = openFile(path);
  try {
    const { size } = fstatSync(handle);
    const source = fileBytes(handle, size);
    if (size < preamble + 4 || source.view(preamble, 4).toString("latin1") !== "DICM") return null;
    const plain = { explicit: true, littleEndian: true, deflated: false };
    const meta = readDataSet(source, preamble + 4, { syntax: plain, fallback, below: afterMeta });
    const syntax = atTag(syntaxTag, () => {
      const found = transferSyntax(firstOf(meta.data, syntaxTag) ?? "");
      if (found === null) throw new DataError("names a transfer syntax that is not read; convert the file");
      return found;
    });
    if (!syntax.deflated) return readDataSet(source, meta.end, { syntax, fallback });
    const inflated = atTag(syntaxTag, () => inflate(source, meta.end, limits));
    return readDataSet(memoryBytes(inflated), 0, { syntax, fallback });
  } finally {
    closeSync(handle);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    throw new DataError(`cannot be read (${(error as NodeJS.ErrnoException).code}); may it be read`);
  }
}

function inflate(source: ByteSource, from: number, limits: InstanceLimits): Buffer {
  const packed = source.size - from;
  const most = Math.min(
    limits.expandedMegabytes * megabyte,
    Math.max(harmless, packed * limits.expansionRatio),
    mostInMemory,
  );
  if (packed > most) throw new DataError(tooLarge(most));
  try {
    return inflateRawSync(source.view(from, packed), { maxOutputLength: Math.floor(most) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw new DataError(tooLarge(most));
    throw new DataError("says the file is deflated, and it cannot be inflated: it is damaged, get it again");
  }
}

function tooLarge(most: number): string {
  return `says the file is deflated, and it grows beyond ${Math.round(most / megabyte)} MB; write it without deflation, or raise limits in the configuration`;
}
