import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { tablesOf } from "../../src/report/document/blocks-of.js";
import { loadFonts } from "../../src/report/fonts/load-fonts.js";
import { selectEstimates, selectHeadline } from "../../src/report/records/estimate-results.js";
import { readResults } from "../../src/report/records/read-results.js";
import { type RenderedFile, renderReport } from "../../src/report/render-report.js";
import { writeHeadline } from "../../src/report/sections/synopsis.js";
import { writeDocument } from "../../src/report/write-document.js";
import { makeHostileAnalysis } from "./support/hostile-analysis.js";
import { makeAnalysis } from "./support/make-analysis.js";
import { makeResults } from "./support/make-results.js";

const hasPoppler = existsSync("/usr/bin/pdftotext");
const results = makeResults();
let files: RenderedFile[] = [];
beforeAll(async () => {
  files = await renderReport(results, { formats: ["html", "pdf"] });
}, 60_000);

const contentOf = (path: string, all: readonly RenderedFile[] = files): Buffer => {
  const file = all.find((each) => each.path === path);
  if (file === undefined) throw new Error(`no file ${path}`);
  return Buffer.from(file.content);
};

/** What a poppler tool says of a PDF. */
function askPoppler(tool: string, pdf: Buffer, ...options: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-pdf-"));
  try {
    writeFileSync(join(folder, "report.pdf"), pdf);
    return execFileSync(tool, [...options, join(folder, "report.pdf"), ...(tool === "pdftotext" ? ["-"] : [])], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the report's files", { timeout: 60_000 }, () => {
  it("are the pages, each figure twice, each table once, under short lower-case names", () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toContain("report.html");
    expect(paths).toContain("report.pdf");
    expect(paths).toContain("figures/f14-2-2-1-kaplan-meier.svg");
    expect(paths).toContain("figures/f14-2-2-1-kaplan-meier.vl.json");
    expect(paths).toContain("tables/t14-1-2-baseline.csv");
    expect(new Set(paths).size).toBe(paths.length);
    for (const path of paths) expect(path).toMatch(/^([a-z]+\/)?[a-z0-9-]{1,60}(\.vl)?\.[a-z]+$/);
  });

  it("are the same bytes when rendered again", async () => {
    const again = await renderReport(structuredClone(results), { formats: ["html", "pdf"] });
    expect(again.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
    for (const { path } of files) expect(contentOf(path, again).equals(contentOf(path)), path).toBe(true);
  });

  it("are only those asked for, and progress is told", async () => {
    const steps = new Set<string>();
    const html = await renderReport(results, { formats: ["html"], progress: (step) => steps.add(step) });
    expect(html.some(({ path }) => path === "report.pdf")).toBe(false);
    expect([...steps]).toEqual(["figures", "html"]);
  });

  it("carry the date given, and refuse one that is none", async () => {
    const dated = await renderReport(results, { formats: ["html", "pdf"], asOf: "2024-06-30" });
    expect(contentOf("report.html", dated).toString()).toContain("External control arm report, 2024-06-30");
    expect(contentOf("report.pdf", dated).toString("latin1")).toContain("/CreationDate (D:20240630000000Z)");
    expect(contentOf("report.pdf").toString("latin1")).toContain("/CreationDate (D:20000101000000Z)");
    await expect(renderReport(results, { formats: ["html"], asOf: "30 June" })).rejects.toThrow(/must be an ISO date/);
  });

  it("are made of an analysis that only compares proportions as they are", async () => {
    const { designs, estimates, sensitivity: _, ...rest } = makeAnalysis() as Record<string, Record<string, unknown>>;
    const crude = {
      ...rest,
      designs: { crude: designs?.crude },
      estimates: { responseCrude: estimates?.responseCrude },
    };
    const only = await renderReport(makeResults(crude), { formats: ["html", "pdf"] });
    const paths = only
      .map(({ path }) => path)
      .filter((path) => /\/.*\.(csv|svg)$/.test(path) && !/\/t[hc]\d/.test(path));
    expect(paths).toEqual([
      "figures/f9-1-design-diagram.svg",
      "figures/f14-1-1-attrition-flow.svg",
      "tables/t9-1-target-trial.csv",
      "tables/t14-1-1-attrition.csv",
      "tables/t14-1-2-baseline.csv",
      "tables/t14-1-4-missingness.csv",
      "tables/t14-2-1-1-response-response-crude.csv",
      "tables/t14-2-5-1-all-estimates.csv",
      "tables/index.csv",
    ]);
  });

  it("are made without a design that could be carried out, and say so", async () => {
    const analysis = makeAnalysis() as { designs: Record<string, { propensity?: { terms: string[] } }> };
    for (const design of Object.values(analysis.designs)) design.propensity?.terms.push("receptor");
    const failed = await renderReport(makeResults(analysis), { formats: ["html"] });
    const html = contentOf("report.html", failed).toString();
    expect(html).toContain("ATT weights could not be carried out");
    expect(html).toContain("the hazard ratio is not estimable");
    expect(failed.some(({ path }) => path.includes("love-plot"))).toBe(false);
  });
});

describe("the PDF", { timeout: 60_000 }, () => {
  it("is PDF 1.7, tagged, with embedded fonts, and opens with its bookmarks", () => {
    const pdf = contentOf("report.pdf").toString("latin1");
    expect(pdf.startsWith("%PDF-1.7")).toBe(true);
    expect(pdf).toContain("/StructTreeRoot");
    expect(pdf).toContain("/PageMode /UseOutlines");
    expect(pdf).toContain("/Outlines");
    expect(pdf.match(/startxref/g)).toHaveLength(2);
    const fonts = new Set([...pdf.matchAll(/\/BaseFont \/[A-Z]{6}\+([\w-]+)/g)].map((match) => match[1]));
    expect([...fonts].every((font) => font?.startsWith("Liberation"))).toBe(true);
    expect(fonts.size).toBeGreaterThan(2);
  });

  it.skipIf(!hasPoppler)("holds the headline, page numbers and every table's cells as text", () => {
    const plain = (text: string): string => text.replace(/[\s\u200b\u00ad-]+/gu, "");
    const text = plain(askPoppler("pdftotext", contentOf("report.pdf"), "-raw"));
    const input = readResults(results);
    expect(text).toContain(plain(writeHeadline(input, selectHeadline(selectEstimates(input)))));
    expect(text).toMatch(/Page1of\d+/);
    const hazardRatio = input.records.getStatistic(
      { variant: "main", population: "weighted", variable: "rfsWeighted" },
      "hazard_ratio",
    );
    expect(text).toContain(plain(`hazard ratio ${hazardRatio.value?.toFixed(3)}`));
    for (const { number, rows } of tablesOf(writeDocument(input, loadFonts(), null).sections)) {
      // A cell that names places gives their pages as well, so each name stands by itself.
      for (const { text: cell, refs } of rows.flatMap(({ cells }) => cells))
        for (const part of refs === undefined ? [cell] : cell.split("; "))
          expect(text.includes(plain(part)), `${number}: ${part}`).toBe(true);
    }
  });

  it.skipIf(!hasPoppler)("is read by another program as tagged, on the paper asked for", async () => {
    expect(askPoppler("pdfinfo", contentOf("report.pdf"))).toMatch(/Tagged: +yes[\s\S]*Page size: +612 x 792/);
    const a4 = makeResults({ ...makeAnalysis(), report: { paper: "a4" } });
    const pdf = contentOf("report.pdf", await renderReport(a4, { formats: ["pdf"] }));
    expect(askPoppler("pdfinfo", pdf)).toMatch(/Page size: +595\.2\d* x 841\.8\d*/);
  });

  it("is made of hostile labels too, with the fonts it ships", async () => {
    const pdf = contentOf("report.pdf", await renderReport(makeResults(makeHostileAnalysis()), { formats: ["pdf"] }));
    const fonts = [...pdf.toString("latin1").matchAll(/\/BaseFont \/[A-Z]{6}\+([\w-]+)/g)].map((match) => match[1]);
    expect(fonts.filter((font) => !font?.startsWith("Liberation"))).toEqual([]);
  });
});
