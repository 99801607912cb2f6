import { createReadStream, createWriteStream, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { DataError } from "../errors.js";
import type { Workbench } from "./workbench.js";

const megabyte = 1_000_000;
/** Below this a high ratio harms nobody: a small file of blanks shrinks a thousandfold. */
const harmless = 100 * megabyte;

/**
 * The path of a file's content: itself, or for `.gz` its unpacked copy in the scratch folder. Throws DataError when the
 * content is damaged or grows beyond the limits (a “zip bomb”), and for archives of several files.
 */
export async function unpack(path: string, shown: string, bench: Workbench): Promise<string> {
  if (/\.(zip|tar|tgz|7z|rar)$/i.test(path))
    throw new DataError(`${shown} is an archive; unpack it and name the files, or compress each file alone (.gz)`);
  if (!/\.gz$/i.test(path)) return path;
  const target = join(bench.scratchFolder, `${bench.files.length + 1}-${basename(path).replace(/\.gz$/i, "")}`);
  const { expandedMegabytes, expansionRatio } = bench.limits;
  const most = Math.min(expandedMegabytes * megabyte, Math.max(harmless, statSync(path).size * expansionRatio));
  let grown = 0;
  const guard = new Transform({
    transform(chunk: Uint8Array, _, done) {
      grown += chunk.length;
      if (grown > most) done(new DataError(tooLarge(shown, most)));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(path), createGunzip(), guard, createWriteStream(target));
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${shown} cannot be unpacked; it is no gzip file, or it is truncated`);
  }
  return target;
}

function tooLarge(shown: string, most: number): string {
  return `${shown} grows beyond ${Math.round(most / megabyte)} MB when it is unpacked; if it is meant to, raise limits in the configuration`;
}
