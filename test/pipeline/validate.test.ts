import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../src/pipeline/command.js";
import { qualify } from "../../src/pipeline/qualify.js";
import { renderQualification, validate } from "../../src/pipeline/validate.js";
import { escapeHtml } from "../../src/report/html/escape-html.js";
import { oracles } from "../../src/validation/registry.js";
import { quietEffects } from "../support/quiet-effects.js";

const root = resolve(import.meta.dirname, "../..");
const box = mkdtempSync(join(tmpdir(), "scanarm-validate-"));
afterAll(() => rmSync(box, { recursive: true }));
const run = (folder: string) =>
  qualify({ folder, date: "2026-01-01", host: { node: "v20" }, progress: () => undefined });

describe("validate", { timeout: 60_000 }, () => {
  it("passes on this installation and writes the report in three forms", async () => {
    const input = {
      effects: quietEffects(),
      cwd: box,
      pid: 1,
      host: { node: process.version },
      out: "report",
      asOf: null,
    } as unknown as CommandInput;
    const output = await validate(input);
    expect(output.failed).toBeUndefined();
    expect(readdirSync(join(box, "report")).sort()).toEqual([
      "qualification.html",
      "qualification.json",
      "qualification.pdf",
    ]);
    const found = JSON.parse(readFileSync(join(box, "report", "qualification.json"), "utf8"));
    expect(found).toMatchObject({ passes: true, date: "2026-01-01" });
    expect(found.outcomes.map(({ id }: { id: string }) => id)).toEqual(oracles.map(({ id }) => id));
    expect(found.references).toMatchObject({ R: "4.2.2", survival: "3.5-3" });
    expect(found.installation.packages).toContainEqual({ name: "zod", version: "4.6.7" });
    const html = readFileSync(join(box, "report", "qualification.html"), "utf8");
    for (const { method, reference } of oracles) {
      expect(html.includes(escapeHtml(method)), method).toBe(true);
      expect(html.includes(escapeHtml(reference)), reference).toBe(true);
    }
    expect(html.includes(found.installation.sha256)).toBe(true);
    for (const name of found.notRun) expect(html.includes(`<code>${name}</code>`), name).toBe(true);
    expect(
      readFileSync(join(box, "report", "qualification.pdf"))
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  it("names every fixture of the folder as run or as not run", () => {
    const { outcomes, notRun } = run(join(root, "oracles"));
    const folders = readdirSync(join(root, "oracles")).filter((name) => !name.includes("."));
    expect([...outcomes.map(({ id }) => id), ...notRun].sort()).toEqual(folders.sort());
  });

  it("finds a wrong number planted in a fixture, and a fixture that is gone", async () => {
    const folder = join(box, "oracles");
    cpSync(join(root, "oracles"), folder, { recursive: true });
    const file = join(folder, "cox", "fixture.json");
    const fixture = JSON.parse(readFileSync(file, "utf8"));
    fixture.cases[0].fits[0].beta[0] += 1e-6;
    writeFileSync(file, JSON.stringify(fixture));
    rmSync(join(folder, "rmst", "fixture.json"));
    const found = run(folder);
    expect(found.passes).toBe(false);
    expect(found.outcomes.filter(({ passes }) => !passes).map(({ id }) => id)).toEqual(["cox", "rmst"]);
    const [html] = await renderQualification(found);
    for (const words of ["FAILED", fixture.cases[0].name, "ENOENT"])
      expect(String(html!.content).includes(words), words).toBe(true);
  });

  it("says what is wrong where the fixtures are not there", () => {
    expect(() => run(join(box, "nowhere"))).toThrow(/oracles of this installation are missing/);
  });
});
