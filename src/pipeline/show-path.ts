import { basename, isAbsolute, relative, resolve } from "node:path";

/** A path as it may be kept in a file: relative to the folder the command runs in, or its last part alone where it lies outside. */
export function showPath(path: string, cwd: string): string {
  const here = relative(cwd, resolve(cwd, path));
  if (here === "") return ".";
  return isAbsolute(here) || here.split(/[\\/]/)[0] === ".." ? basename(resolve(cwd, path)) : here;
}
