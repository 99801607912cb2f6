import { existsSync, realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { DataError } from "../errors.js";

/**
 * The absolute path of a file or folder named in a configuration. It must exist and lie in the configuration's folder,
 * links followed. Throws DataError otherwise.
 */
export function resolveInside(folder: string, shown: string): string {
  const path = resolve(folder, shown);
  if (isAbsolute(shown) || leadsOut(folder, path))
    throw new DataError(`files must lie in the configuration's folder, named relative to it; got ${shown}`);
  if (!existsSync(path))
    throw new DataError(`there is no file ${shown} in the configuration's folder; correct its name`);
  if (leadsOut(realpathSync(folder), realpathSync(path)))
    throw new DataError(`files must lie in the configuration's folder; the link ${shown} leads out of it`);
  return path;
}

function leadsOut(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === ".." || way.startsWith("../") || way.startsWith("..\\") || isAbsolute(way);
}
