import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { engineVersion } from "./version.js";

/** What an installed copy is made of. */
export interface Installation {
  readonly version: string;
  /** The compiled engine: how many files, and one SHA-256 over their names and contents in code-unit order. */
  readonly files: number;
  readonly sha256: string;
  /** Each dependency with the version that is installed; null where it is not found. */
  readonly packages: readonly { readonly name: string; readonly version: string | null }[];
}

/** The folder of package.json. */
export const packageRoot = fileURLToPath(new URL("../../", import.meta.url));

/** The copy that runs this code. */
export function describeInstallation(): Installation {
  const engine = fileURLToPath(new URL("../", import.meta.url));
  const files = listFiles(engine).sort();
  const hash = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(join(engine, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  const { dependencies } = readJson(join(packageRoot, "package.json")) as { dependencies: Record<string, string> };
  const packages = Object.keys(dependencies).map((name) => ({ name, version: installedVersion(name) }));
  return { version: engineVersion, files: files.length, sha256: hash.digest("hex"), packages };
}

/** Paths below a folder, with forward slashes. */
function listFiles(folder: string, top = folder): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? listFiles(path, top) : [relative(top, path).split(sep).join("/")];
  });
}

/** As Node finds it: in node_modules of the package's folder or of one above. */
function installedVersion(name: string): string | null {
  for (let folder = packageRoot; ; folder = dirname(folder)) {
    const file = join(folder, "node_modules", name, "package.json");
    if (existsSync(file)) return (readJson(file) as { version?: string }).version ?? null;
    if (dirname(folder) === folder) return null;
  }
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
