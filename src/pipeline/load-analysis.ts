import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve as resolvePath } from "node:path";
import { fileURLToPath } from "node:url";
import { createJiti } from "jiti";
import { SpecError } from "../errors.js";
import { readJson } from "./read-json.js";

/** An analysis file as its author wrote it, not yet checked. */
export interface LoadedAnalysis {
  readonly input: unknown;
  /** Absolute path of the file. */
  readonly file: string;
  /** Absolute path of its folder: paths in the analysis are relative to it. */
  readonly folder: string;
  /** The file as the user would name it: relative to where the command runs. */
  readonly place: string;
}

const names = ["analysis.ts", "analysis.js", "analysis.mjs", "analysis.json"];

/**
 * Loads an analysis from a file or from the folder that holds it (analysis.ts, .js, .mjs or .json). TypeScript is loaded by jiti on every Node, so that an
 * analysis means the same wherever it runs, and `import … from "scanarm"` finds this engine whether or not the folder has it installed.
 */
export async function loadAnalysis(path: string, cwd: string): Promise<LoadedAnalysis> {
  const file = findFile(resolvePath(cwd, path), path);
  const fromHere = relative(cwd, file);
  const place = fromHere.startsWith("..") || isAbsolute(fromHere) ? file : fromHere;
  const input = file.endsWith(".json") ? readJson(file, place) : await loadModule(file, place);
  return { input, file, folder: dirname(file), place };
}

function findFile(path: string, shown: string): string {
  if (!existsSync(path))
    throw new SpecError(
      `there is no analysis at ${shown}; name the folder or file of an analysis, or make one with: scanarm init ${shown}`,
    );
  if (!statSync(path).isDirectory()) return path;
  const here = readdirSync(path);
  const found = names.filter((name) => here.includes(name)).map((name) => join(path, name))[0];
  if (found === undefined)
    throw new SpecError(`folder ${shown} holds no ${names.join(", ")}; make one with: scanarm init ${shown}`);
  return found;
}

async function loadModule(file: string, place: string): Promise<unknown> {
  const engine = fileURLToPath(new URL("../index.js", import.meta.url));
  const source = fileURLToPath(new URL("../index.ts", import.meta.url));
  const jiti = createJiti(import.meta.url, {
    alias: { scanarm: existsSync(engine) ? engine : source },
    fsCache: false,
    moduleCache: false,
  });
  let loaded: unknown;
  try {
    loaded = await jiti.import(file);
  } catch (error) {
    throw new SpecError(`${place} cannot be loaded: ${describeFailure(error, file)}`);
  }
  const analysis = unwrapDefault(loaded);
  if (analysis === undefined)
    throw new SpecError(`${place} must have a default export: export default defineAnalysis({...})`);
  return analysis;
}

/** A commonjs folder wraps the default export once more. */
function unwrapDefault(loaded: unknown): unknown {
  let value = loaded;
  for (let i = 0; i < 2; i += 1) {
    if (typeof value === "object" && value !== null && "default" in value)
      value = (value as { default: unknown }).default;
    else break;
  }
  return value === loaded ? undefined : value;
}

/** What an analysis file threw while it was loaded, with the line of a syntax error; a file may throw anything. */
function describeFailure(error: unknown, file: string): string {
  if (!(error instanceof Error)) return `it threw ${typeof error === "string" ? JSON.stringify(error) : typeof error}`;
  const first = (error.message.split("\n")[0] ?? "").trim();
  const [, line] = new RegExp(`${escapePattern(file)}:(\\d+):\\d+`).exec(error.message) ?? [];
  const at = line === undefined ? "" : ` in line ${line}`;
  return `${first.replaceAll(dirname(file), ".")}${at}`;
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
