import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "../../errors.js";
import { resolveInside } from "../resolve-inside.js";

export interface ListedFiles {
  /** Paths relative to the folder, by code units: the order a row's number counts in. */
  readonly paths: readonly string[];
  readonly bytes: number;
}

/**
 * Every file of a folder and its folders, but for those that are other things (`isOther`, by the path from the
 * configuration's folder). Links are followed where they stay in the configuration's folder; one that leads
 * out of it is a DataError, and so is a link to a folder that holds the link itself.
 */
export function listFiles(root: string, shown: string, isOther: (path: string) => boolean): ListedFiles {
  const paths: string[] = [];
  let bytes = 0;
  const visit = (inner: string, above: readonly string[]) => {
    const at = shownPath(shown, inner);
    const real = realpathSync(join(root, at));
    if (above.includes(real)) throw new DataError(`the link ${at} leads to a folder that holds it; remove it`);
    for (const entry of readFolder(join(root, at), at)) {
      const path = inner === "" ? entry.name : `${inner}/${entry.name}`;
      const named = shownPath(shown, path);
      if (isOther(named)) continue;
      const file = entry.isSymbolicLink() ? resolveInside(root, named) : join(root, named);
      const found = entry.isSymbolicLink() ? statSync(file) : lstatSync(file);
      if (found.isDirectory()) visit(path, [...above, real]);
      else if (found.isFile()) {
        paths.push(path);
        bytes += found.size;
      }
    }
  };
  visit("", []);
  return { paths: paths.sort(), bytes };
}

export const shownPath = (folder: string, inner: string): string =>
  inner === "" ? folder : folder === "." ? inner : `${folder.replace(/\/+$/, "")}/${inner}`;

function readFolder(path: string, shown: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw new DataError(`folder ${shown} cannot be read (${(error as NodeJS.ErrnoException).code}); is it a folder`);
  }
}
