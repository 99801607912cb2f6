import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { CommandInput } from "../../src/pipeline/command.js";
import { allOracles, qualify } from "../../src/pipeline/qualify.js";
import { renderQualification, validate } from "../../src/pipeline/validate.js";
import { escapeHtml } from "../../src/report/html/escape-html.js";
import type { Oracle } from "../../src/validation/oracle.js";
import { quietEffects } from "../support/quiet-effects.js";

const root = resolve(import.meta.dirname, "../..");
const box = mkdtempSync(join(tmpdir(), "scanarm-validate-"));
afterAll(() => rmSync(box, { recursive: true }));
const words = { date: "2026-01-01", host: { node: "v20" }, progress: () => undefined };
const some = (oracles: readonly Oracle[], ...ids: string[]) => oracles.filter(({ id }) => ids.includes(id));

describe("validate", { timeout: 120_000 }, () => {
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
    // Every fixture of the folder, and none is left out.
    const folders = readdirSync(join(root, "oracles")).filter((name) => !name.includes("."));
    expect(found.outcomes.map(({ id }: { id: string }) => id).sort()).toEqual(folders.sort());
    expect(found.notRun).toEqual([]);
    expect(found.references).toMatchObject({ R: "4.2.2", survival: "3.5-3" });
    expect(found.installation.packages).toContainEqual({ name: "zod", version: "4.6.7" });
    const html = readFileSync(join(box, "report", "qualification.html"), "utf8");
    for (const { method, reference } of allOracles) {
      expect(html.includes(escapeHtml(method)), method).toBe(true);
      expect(html.includes(escapeHtml(reference)), reference).toBe(true);
    }
    expect(html.includes(found.installation.sha256)).toBe(true);
    expect(
      readFileSync(join(box, "report", "qualification.pdf"))
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  it("finds a wrong number planted in a fixture, and a fixture that is gone", async () => {
    const folder = join(box, "oracles");
    cpSync(join(root, "oracles"), folder, { recursive: true });
    const file = join(folder, "cox", "fixture.json");
    const fixture = JSON.parse(readFileSync(file, "utf8"));
    fixture.cases[0].fits[0].beta[0] += 1e-6;
    writeFileSync(file, JSON.stringify(fixture));
    rmSync(join(folder, "rmst", "fixture.json"));
    const found = await qualify({ ...words, folder, oracles: some(allOracles, "cox", "log-rank", "rmst") });
    expect(found.passes).toBe(false);
    expect(found.outcomes.filter(({ passes }) => !passes).map(({ id }) => id)).toEqual(["cox", "rmst"]);
    const [html] = await renderQualification(found);
    for (const words of ["FAILED", fixture.cases[0].name, "ENOENT"])
      expect(String(html!.content).includes(words), words).toBe(true);
  });

  it("finds a kernel that computes something else, and says of which fixtures nothing is said", async () => {
    const copy = join(box, "installed");
    cpSync(join(root, "dist"), join(copy, "dist"), { recursive: true });
    for (const name of ["package.json", "oracles", "node_modules"]) symlinkSync(join(root, name), join(copy, name));
    const kernel = join(copy, "dist/stats/risk-ratio.js");
    const code = readFileSync(kernel, "utf8");
    const broken = code.replace("* (total / (total - 1))", "");
    // Without Miettinen and Nurminen's factor N/(N − 1).
    expect(broken).not.toBe(code);
    writeFileSync(kernel, broken);
    const engine: typeof import("../../src/pipeline/qualify.js") = await import(
      pathToFileURL(join(copy, "dist/pipeline/qualify.js")).href
    );
    const found = await engine.qualify({
      ...words,
      oracles: some(engine.allOracles, "two-by-two", "proportions", "breast-hormone"),
      folder: join(root, "oracles"),
    });
    expect(found.outcomes.filter(({ passes }) => !passes).map(({ id }) => id)).toEqual(["two-by-two"]);
    // This copy was given no example analysis.
    expect(found.notRun.map(({ id }) => id)).toEqual(["breast-hormone"]);
    const [html] = await renderQualification(found);
    expect(String(html!.content)).toContain("this copy does not hold analyses/breast-hormone/analysis.ts");
  });

  it("is written all the same where no fixture can be read", async () => {
    const found = await qualify({ ...words, folder: box, oracles: some(allOracles, "rmst") });
    const [html, pdf] = await renderQualification(found);
    expect(String(html!.content)).toContain("Agreement with the reference: none.");
    expect((pdf!.content as Uint8Array).length).toBeGreaterThan(1000);
  });

  it("says what is wrong where the fixtures are not there", async () => {
    await expect(qualify({ ...words, folder: join(box, "nowhere") })).rejects.toThrow(
      /oracles of this installation are missing/,
    );
  });
});
