import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { cliPath, runCli } from "../support/run-cli.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function study(tables: SmallTables = smallTables()): string {
  const folder = writeSmallStudy(tables);
  folders.push(folder);
  return folder;
}

/** Every file of a report but run.json, by its path. */
function reportFiles(folder: string): Map<string, Buffer> {
  const top = join(folder, "reports", "minimal");
  const files = new Map<string, Buffer>();
  for (const name of readdirSync(top, { recursive: true }) as string[]) {
    if (name !== "run.json" && statSync(join(top, name)).isFile()) files.set(name, readFileSync(join(top, name)));
  }
  return files;
}

describe("scanarm run", () => {
  it("writes the same bytes twice and for turned input rows: results, page, PDF, figures and tables", () => {
    const first = study();
    const run = runCli(first, "run", "study");
    expect(run.stderr).toBe("");
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /Weighted \(primary\): hazard ratio \d\.\d{3}, 95% CI \(\d\.\d{3}, \d\.\d{3}\)\nreports\/minimal\/report\.html\nreports\/minimal\/report\.pdf\n$/,
    );
    const files = reportFiles(first);
    for (const name of ["results.json", "report.html", "report.pdf"]) expect([...files.keys()]).toContain(name);
    expect([...files.keys()].filter((name) => name.endsWith(".svg")).length).toBeGreaterThanOrEqual(4);
    expect(runCli(first, "run", "study").code).toBe(0);
    const turned = smallTables();
    for (const rows of Object.values(turned)) rows.reverse();
    const second = study(turned);
    expect(runCli(second, "run", "study").code).toBe(0);
    for (const other of [reportFiles(first), reportFiles(second)]) {
      expect([...other.keys()].sort()).toEqual([...files.keys()].sort());
      for (const [name, content] of files) expect(content.equals(other.get(name)!), name).toBe(true);
    }
  });

  it("a report is rendered again from results.json alone, byte for byte", () => {
    const folder = study();
    expect(runCli(folder, "run", "study").code).toBe(0);
    const files = reportFiles(folder);
    const elsewhere = mkdtempSync(join(tmpdir(), "scanarm-again-"));
    folders.push(elsewhere);
    expect(
      runCli(elsewhere, "report", join(folder, "reports", "minimal", "results.json"), "--out", "reports/minimal").code,
    ).toBe(0);
    for (const [name, content] of reportFiles(elsewhere)) expect(content.equals(files.get(name)!), name).toBe(true);
  });

  it("names no folder of this machine, neither in what it prints nor in any file, however the results were named", () => {
    const folder = study();
    expect(runCli(folder, "run", join(folder, "study")).code).toBe(0);
    const again = runCli(folder, "report", join(folder, "reports", "minimal", "results.json"));
    expect(again.stdout).toBe("reports/minimal/report.html\nreports/minimal/report.pdf\n");
    const top = join(folder, "reports", "minimal");
    const run = readFileSync(join(top, "run.json"));
    expect(JSON.parse(String(run)).analysis).toBe("reports/minimal/results.json");
    for (const [name, content] of [...reportFiles(folder), ["run.json", run] as const])
      expect(content.includes(folder) || content.includes(tmpdir()), name).toBe(false);
  });

  it("says what it has with --json and how long it took with --timings", () => {
    const folder = study();
    const run = runCli(folder, "run", "study", "--json", "--timings");
    expect(JSON.parse(run.stdout)).toMatchObject({ planHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(run.stderr).toMatch(/^load +\d+ ms\nsource +\d+ ms\ncohort/);
  });
});

describe("a run that is stopped", () => {
  /** Starts a run, sends the signal when it has begun to read the data, and waits for its end. */
  async function stop(
    folder: string,
    signal: "SIGKILL" | "SIGINT",
  ): Promise<{ code: number | null; stderr: string; pid: number }> {
    const child = spawn(process.execPath, [cliPath, "run", "study"], { cwd: folder });
    let stderr = "";
    child.stderr.on("data", (text: Buffer) => {
      stderr += text.toString();
    });
    const working = join(tmpdir(), `scanarm-run-${child.pid}`);
    const timer = setInterval(() => {
      if (existsSync(working)) child.kill(signal);
    }, 2);
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    clearInterval(timer);
    return { code, stderr, pid: child.pid! };
  }

  it("by interruption ends with 130 and one line, and leaves neither report nor working copy", async () => {
    const folder = study();
    const { code, stderr, pid } = await stop(folder, "SIGINT");
    expect(code).toBe(130);
    expect(stderr).toContain("scanarm: interrupted");
    expect(existsSync(join(folder, "reports", "minimal"))).toBe(false);
    expect(existsSync(join(tmpdir(), `scanarm-run-${pid}`))).toBe(false);
  });

  it("by force leaves no report, and the next run sweeps what was left and succeeds", async () => {
    const folder = study();
    const { code, pid } = await stop(folder, "SIGKILL");
    expect(code).toBeNull();
    expect(existsSync(join(folder, "reports", "minimal"))).toBe(false);
    expect(existsSync(join(tmpdir(), `scanarm-run-${pid}`))).toBe(true);
    expect(runCli(folder, "run", "study").code).toBe(0);
    expect(existsSync(join(tmpdir(), `scanarm-run-${pid}`))).toBe(false);
    expect(readdirSync(join(folder, "reports"))).toEqual(["minimal"]);
  });
});
