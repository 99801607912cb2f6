import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Loose, minimalAnalysis } from "../support/minimal-analysis.js";
import { runCli } from "../support/run-cli.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

function study(change?: (analysis: Loose) => void, damage: (tables: SmallTables) => void = () => undefined): string {
  const tables = smallTables();
  damage(tables);
  const folder = writeSmallStudy(tables, change);
  folders.push(folder);
  return folder;
}

/** A study whose analysis is this file in place of analysis.json. */
function written(name: string, content: string | Uint8Array): string {
  const folder = study();
  rmSync(join(folder, "study", "analysis.json"));
  writeFileSync(join(folder, "study", name), content);
  return folder;
}

const json = JSON.stringify(minimalAnalysis());

describe("an analysis file that is none ends in one sentence and code 2", () => {
  it.each([
    ["no default export", "analysis.ts", "export const analysis = {};", "must have a default export"],
    ["a syntax error, with its line", "analysis.ts", "export default {\n  id: 'x',,\n};", "Unexpected token in line 2"],
    ["one that throws a text", "analysis.ts", "throw 'no';", 'it threw "no"'],
    ["one that holds itself", "analysis.ts", "const a: any = {}; a.self = a; export default a;", "self holds itself"],
    [
      "values that are no data",
      "analysis.ts",
      "export default { title: 1n, id() {} };",
      "title must be a string; got 1",
    ],
    ["an empty file", "analysis.json", "", "is empty; it must hold a JSON object"],
    ["UTF-16", "analysis.json", Buffer.from("\ufeff{}", "utf16le"), "is UTF-16; save it as UTF-8"],
    [
      "a key that objects inherit",
      "analysis.json",
      json.replace('"covariates":{', '"covariates":{"__proto__":{},'),
      'covariates has no field "__proto__"',
    ],
  ])("%s", (_, name, content, words) => {
    const { code, stderr } = runCli(written(name, content), "check", "study");
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/ {4}at /);
    expect(code).toBe(2);
  });

  it("a folder, and a link to itself", () => {
    const folder = study();
    rmSync(join(folder, "study", "analysis.json"));
    mkdirSync(join(folder, "study", "analysis.json"));
    expect(runCli(folder, "check", "study").stderr).toContain("study/analysis.json cannot be read: it is a folder");
    rmSync(join(folder, "study", "analysis.json"), { recursive: true });
    symlinkSync("analysis.json", join(folder, "study", "analysis.json"));
    expect(runCli(folder, "check", "study").stderr).toContain("its symbolic links lead in a circle");
  });

  it("but a byte-order mark is no fault", () => {
    expect(runCli(written("analysis.json", `\ufeff${json}`), "check", "study").code).toBe(0);
  });
});

describe("data that cannot be read", () => {
  it("are a folder in place of a table's file", () => {
    const folder = study();
    rmSync(join(folder, "study", "data", "vital_status.csv"));
    mkdirSync(join(folder, "study", "data", "vital_status.csv"));
    const { code, stderr } = runCli(folder, "check", "study");
    expect(stderr).toContain("vital_status must stand in one file; vital_status.csv is a folder");
    expect(code).toBe(3);
  });

  it("are a DuckDB file that another process has open", async () => {
    const folder = study((a) => {
      a.source = set({ duckdb: "data.duckdb" });
    });
    const script = `
      import { DuckDBInstance } from "@duckdb/node-api";
      const instance = await DuckDBInstance.create(${JSON.stringify(join(folder, "study", "data.duckdb"))});
      await (await instance.connect()).run("create table patient (patient_id varchar)");
      process.stdout.write("open");
      setInterval(() => instance, 1000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      await new Promise((resolve) => holder.stdout.once("data", resolve));
      const { code, stderr } = runCli(folder, "check", "study");
      expect(stderr).toMatch(/data\.duckdb is open for writing in another program; close it there/);
      expect(code).toBe(3);
    } finally {
      holder.kill();
    }
  });
});

describe("words and figures that are hard to print end in a report", () => {
  it("Chinese, Arabic, Hebrew, emoji, marks, overrides, markup and formulas as labels", () => {
    const evil = '<b>x</b> #let $y$ =cmd|"/C calc"!A0 \u202eabc q\u0301 中文 العربية עברית 😀';
    const folder = study((a) => {
      a.title = set(evil);
      a.cohort!.trial!.label = set(`${evil} t`);
      a.covariates!.stage!.label = set(evil);
      a.designs!.weighted!.label = set(evil);
      a.estimates!.main!.label = set("中".repeat(120));
      a.report = set({ formats: ["html", "pdf", "docx"] });
    });
    const { code, stderr } = runCli(folder, "run", "study");
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("counts that are all suppressed, one trial patient, and more covariates than a page holds", () => {
    const hidden = study((a) => {
      a.disclosure = set({ smallCellLimit: 100 });
    });
    const lone = study(
      (a) => {
        a.designs!.weighted!.propensity!.terms = set(["age"]);
      },
      (tables) => {
        for (const [name, rows] of Object.entries(tables))
          tables[name] = rows.filter(({ patient_id }) => !/^trial:(?!1$)/.test(String(patient_id ?? "")));
      },
    );
    const wide = study((a) => {
      for (let i = 0; i < 120; i += 1)
        a.covariates![`c${i}`] = set({ label: `C${i}`, type: "continuous", from: { kind: "age" } });
    });
    for (const folder of [hidden, lone, wide]) {
      const { code, stderr } = runCli(folder, "run", "study");
      expect(stderr).toBe("");
      expect(code).toBe(0);
      expect(existsSync(join(folder, "reports", "minimal", "report.pdf"))).toBe(true);
    }
  });
});
