import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { DataError } from "../errors.js";
import { resolveInside } from "./resolve-inside.js";
import { unpack } from "./unpack.js";
import type { Workbench } from "./workbench.js";

/** A file that is read, as lineage and report name it. */
export interface SourceFile {
  readonly id: number;
  readonly dataset: string;
  /** Relative to the configuration's folder. */
  readonly shown: string;
  /** What is opened: the file itself, or its unpacked copy. */
  readonly path: string;
  readonly bytes: number;
  /** Of the file as it was delivered; null for a folder of images, whose SOP instance UIDs identify them. */
  readonly sha256: string | null;
  /** Of a folder whose files are its rows (images): their paths within it, row 1 first. */
  readonly parts?: readonly string[];
}

/**
 * Registers a file of the configuration: makes sure it lies in the configuration's folder, takes its SHA-256 and
 * unpacks it where it is compressed. Throws DataError when it cannot be read.
 */
export async function openSourceFile(bench: Workbench, dataset: string, shown: string): Promise<SourceFile> {
  const original = resolveInside(bench.folder, shown);
  const known = bench.files.find((file) => file.dataset === dataset && file.shown === shown);
  if (known !== undefined) return known;
  const { bytes, sha256 } = await hashFile(original, shown);
  const path = await unpack(original, shown, bench);
  const file: SourceFile = { id: bench.files.length + 1, dataset, shown, path, bytes, sha256 };
  bench.files.push(file);
  return file;
}

async function hashFile(path: string, shown: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  try {
    const { size } = statSync(path);
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
    return { bytes: size, sha256: hash.digest("hex") };
  } catch (error) {
    throw new DataError(
      `${shown} cannot be read (${(error as NodeJS.ErrnoException).code}); does it exist, may it be read`,
    );
  }
}
