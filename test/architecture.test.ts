import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const src = join(root, "src");

/** What each room may import: other rooms by name, packages by prefix. errors and effects are open to all. */
const allowed: Record<string, readonly string[]> = {
  math: ["@stdlib/"],
  stats: ["math"],
  recist: [],
  frame: [],
  spec: ["zod", "node:crypto"],
  results: ["zod"],
  store: ["frame", "@duckdb/node-api", "node:"],
  simulate: ["math", "frame"],
  source: ["store", "spec", "frame", "results", "node:"],
  ingest: ["store", "spec", "frame", "node:", "dcmjs", "xport-js", "js-stream-dataset-json"],
  cohort: ["source", "store", "spec", "frame", "stats", "math", "results", "recist"],
  endpoints: ["source", "store", "spec", "frame", "math", "results", "recist"],
  design: ["spec", "frame", "stats", "math", "results", "zod"],
  outcomes: ["spec", "frame", "stats", "math", "results"],
  comparison: ["spec", "frame", "stats", "math", "results"],
  sensitivity: ["spec", "frame", "stats", "math", "results"],
  fitness: ["source", "store", "spec", "frame", "stats", "math", "results"],
  validation: ["spec", "frame", "stats", "math", "recist", "results", "node:"],
  report: ["spec", "results", "vega", "vega-lite", "vega-interpreter", "@myriaddreamin/", "docx", "@resvg/", "node:"],
  pipeline: ["*"],
  workers: ["*"],
};
const roots: Record<string, readonly string[]> = {
  "cli.ts": ["pipeline", "node:"],
  "index.ts": ["spec", "pipeline"],
  "errors.ts": [],
  "effects.ts": [],
};

const files = listFiles(src).filter((file) => /\.(ts|js)$/.test(file));

describe("architecture", () => {
  it("lets every room import only what its place in the flow allows", () => {
    const breaches = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => !mayImport(file, target))
        .map((target) => `${relative(src, file)} → ${target}`),
    );
    expect(breaches).toEqual([]);
  });

  it("knows every folder of src", () => {
    const rooms = readdirSync(src).filter((name) => statSync(join(src, name)).isDirectory());
    expect(rooms.filter((room) => !(room in allowed))).toEqual([]);
  });

  it("keeps the database client in store, the process and the console in cli", () => {
    const breaches = files.flatMap((file) => {
      const code = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      const name = relative(src, file);
      const found: string[] = [];
      if (!name.startsWith("store/") && /["']@duckdb\//.test(code)) found.push(`${name}: @duckdb`);
      if (name !== "cli.ts" && !name.endsWith("client.js") && /\b(process|console)\.\w/.test(code))
        found.push(`${name}: process or console`);
      return found;
    });
    expect(breaches).toEqual([]);
  });

  it("has no hidden input in any room below the pipeline: no clock, no chance, no locale", () => {
    const breaches = files
      .filter((file) => !/^(pipeline|workers|cli|store)/.test(relative(src, file)))
      .filter((file) => /Math\.random|Date\.now|new Date\(\)|localeCompare|toLocale|Intl\./.test(withoutComments(file)))
      .map((file) => relative(src, file));
    expect(breaches).toEqual([]);
  });

  it("has one index.ts, no folder named for nothing, and default exports in analyses alone", () => {
    const named = files.map((file) => relative(src, file));
    expect(named.filter((name) => /(^|\/)index\.ts$/.test(name))).toEqual(["index.ts"]);
    expect(named.filter((name) => /(^|\/)(utils?|helpers?|common|core|misc)(\/|\.)/.test(name))).toEqual([]);
    expect(
      files.filter((file) => /^export default/m.test(readFileSync(file, "utf8"))).map((file) => relative(src, file)),
    ).toEqual([]);
  });

  it("finds an import that breaks a rule", () => {
    expect(mayImport(join(src, "design/x.ts"), "endpoints")).toBe(false);
    expect(mayImport(join(src, "report/x.ts"), "stats")).toBe(false);
    expect(mayImport(join(src, "outcomes/x.ts"), "store")).toBe(false);
    expect(mayImport(join(src, "cohort/x.ts"), "store")).toBe(true);
  });
});

/** Static, dynamic and type imports and re-exports of a file, as a room's name or a package's. */
function importsOf(file: string): string[] {
  const code = withoutComments(file);
  const statement =
    /^(?:import|export)\b[^"';]*?\bfrom\s+["']([^"'\n]+)["']|^import\s+["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']/gm;
  const found = [...code.matchAll(statement)].map((match) => (match[1] ?? match[2] ?? match[3])!);
  return found.map((specifier) => (specifier.startsWith(".") ? roomOf(resolve(dirname(file), specifier)) : specifier));
}

function withoutComments(file: string): string {
  return readFileSync(file, "utf8").replace(/^\s*\*.*$|\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}

const roomOf = (path: string): string => relative(src, path).split("/")[0]!.replace(/\.js$/, ".ts");

function mayImport(file: string, target: string): boolean {
  const own = roomOf(file);
  if (target === own || target === "errors.ts" || target === "effects.ts") return true;
  const list = roots[own] ?? allowed[own] ?? [];
  return list.some((entry) => entry === "*" || entry === target || (/[:/]$/.test(entry) && target.startsWith(entry)));
}

function listFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? listFiles(path) : [path];
  });
}
