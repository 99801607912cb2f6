import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { OutputError, SpecError } from "../../src/errors.js";
import type { CommandInput } from "../../src/pipeline/command.js";
import { simulate } from "../../src/pipeline/simulate.js";
import { writeWorld } from "../../src/pipeline/write-world.js";
import { resolveWorld } from "../../src/simulate/world.js";
import { openSource } from "../../src/source/open-source.js";
import { quietEffects } from "../support/quiet-effects.js";

const root = mkdtempSync(join(tmpdir(), "simulate-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function input(target: string, out: string | null = null): CommandInput {
  return {
    effects: quietEffects(),
    cwd: root,
    pid: 1,
    host: {},
    target,
    out,
    reason: null,
    asOf: null,
    tempDirectory: tmpdir(),
  };
}

function makeWorld(name: string, settings: object): string {
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, "world.json"), JSON.stringify(settings));
  return name;
}

/** All files below a folder by their bytes. */
function bytesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name).slice(folder.length),
      readFileSync(join(parentPath, name)).toString("base64"),
    ]),
  );
}

const small = { trialPatients: 20, carePatients: 60, truthPatients: 400 };

describe("the command simulate", () => {
  it("writes the same bytes twice, and the truth outside the folder of the data", async () => {
    makeWorld("twice", small);
    await simulate(input("twice"));
    const first = bytesOf(join(root, "twice"));
    await simulate(input("twice/world.json"));
    expect(bytesOf(join(root, "twice"))).toEqual(first);
    const names = Object.keys(first).filter((name) => !name.startsWith("/rwid/"));
    expect(names.sort()).toEqual(["/DATA.md", "/truth.json", "/world.json"]);
    const source = await openSource({ folder: join(root, "twice", "rwid") });
    source.close();
  });

  it("writes a DuckDB file where --out names one, with the same rows", async () => {
    makeWorld("database", { ...small, truthPatients: 0 });
    await simulate(input("database", "made/world.duckdb"));
    const source = await openSource({ duckdb: join(root, "made", "world.duckdb") });
    const patients = await source.store.query("select count(*) as n from rwid.patient");
    expect(patients.float64("n").values[0]).toBe(80);
    source.close();
    expect(readdirSync(join(root, "made"))).toEqual(["world.duckdb"]);
  });

  it("refuses what is no world, and a place it cannot write to, and leaves nothing behind", async () => {
    await expect(simulate(input("nowhere"))).rejects.toThrow(SpecError);
    await expect(simulate(input(makeWorld("misspelt", { tril: 1 })))).rejects.toThrow('unknown setting "tril"');
    writeFileSync(join(root, "file"), "");
    const world = resolveWorld({ ...small, truthPatients: 0 });
    await expect(writeWorld(world, join(root, "file", "rwid"), quietEffects(), 1)).rejects.toThrow(OutputError);
    expect(readdirSync(join(root, "misspelt"))).toEqual(["world.json"]);
  });
});
