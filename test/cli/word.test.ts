import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { renderReport } from "../../src/report/render-report.js";
import { runCli } from "../support/run-cli.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

it("the Word file that a thread of its own makes is the one that is made without, byte for byte", async () => {
  const folder = writeSmallStudy(smallTables(), (analysis) => {
    Object.assign(analysis, { report: { formats: ["html", "pdf", "docx"] } });
  });
  try {
    const run = runCli(folder, "run", "study");
    expect(run.stderr).toBe("");
    const top = join(folder, "reports", "minimal");
    const files = await renderReport(JSON.parse(readFileSync(join(top, "results.json"), "utf8")), {
      formats: ["docx"],
    });
    const here = files.find(({ path }) => path === "report.docx");
    expect(readFileSync(join(top, "report.docx")).equals(Buffer.from(here?.content ?? ""))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
