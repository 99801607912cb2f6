import { beforeAll, describe, expect, it } from "vitest";
import { readZip } from "../../src/report/docx/zip.js";
import { type RenderedFile, renderReport } from "../../src/report/render-report.js";
import { hostile, makeHostileAnalysis } from "./support/hostile-analysis.js";
import { makeAnalysis } from "./support/make-analysis.js";
import { makeResults } from "./support/make-results.js";

type Labelled = Record<string, { label: string }>;
type Loose = Record<"covariates" | "endpoints" | "designs" | "estimates" | "sensitivity", Labelled> & {
  title: string;
  question: string;
  cohort: Record<"trial" | "control", { label: string; eligibility: { label: string }[] }>;
  limitations: string[];
  report?: { paper: string };
};

/** The invented study with labels of 120 letters, the widest there are, that no space divides: wherever a label may stand. */
function makeWideAnalysis(paper: "letter" | "a4"): Record<string, unknown> {
  const analysis = makeAnalysis() as Loose;
  const widen = (each: { label: string }): void => {
    each.label = `${"W".repeat(120 - each.label.length)}${each.label}`;
  };
  for (const part of ["covariates", "endpoints", "designs", "estimates", "sensitivity"] as const)
    for (const each of Object.values(analysis[part])) widen(each);
  for (const arm of [analysis.cohort.trial, analysis.cohort.control])
    for (const each of [arm, ...arm.eligibility]) widen(each);
  analysis.title = "W".repeat(120);
  analysis.question = "W".repeat(400);
  analysis.limitations = ["W".repeat(400)];
  analysis.report = { paper };
  return analysis as unknown as Record<string, unknown>;
}

describe("labels of 120 wide capitals without a space", { timeout: 120_000 }, () => {
  it.each(["letter", "a4"] as const)(
    "wrap in every table, heading and list of a PDF that keeps its rules (%s)",
    async (paper) => {
      const files = await renderReport(makeResults(makeWideAnalysis(paper)), { formats: ["pdf"] });
      expect(files.some(({ path }) => path === "report.pdf")).toBe(true);
    },
  );
});

describe("labels that mean something to HTML, Typst, a spreadsheet or the direction of writing", {
  timeout: 120_000,
}, () => {
  let files: readonly RenderedFile[] = [];
  const text = (ending: string): readonly string[] =>
    files.filter(({ path }) => path.endsWith(ending)).map(({ content }) => Buffer.from(content).toString("utf8"));
  beforeAll(async () => {
    files = await renderReport(makeResults(makeHostileAnalysis()), { formats: ["html", "pdf", "docx"] });
  }, 120_000);

  it("make no element of a drawing", () => {
    expect(text(".svg").length).toBeGreaterThan(5);
    for (const svg of text(".svg")) {
      expect(svg).not.toMatch(/<(script|img|foreignObject|a)\b|<[^>]*\s(on\w+|href)=/i);
      expect(svg).not.toContain("\u202e");
    }
    expect(text(".svg").some((svg) => svg.includes("&lt;/script&gt;"))).toBe(true);
  });

  it("start no field of a CSV file as a formula", () => {
    const fields = text(".csv").flatMap((csv) => csv.match(/(?<=^|,|\r\n)"?[=+@][^,\r\n]*/g) ?? []);
    expect(fields).toEqual([]);
    expect(text(".csv").join("")).toContain(`'${hostile.formula}`);
  });

  it("stand as written in a table whose script no font of the PDF has", () => {
    expect(text(".csv").join("")).toContain(hostile.unknown);
    expect(text(".html")[0]).toContain(hostile.unknown);
  });

  it("are in the Word file as text alone: no field, link or macro but its own", () => {
    const docx = files.find(({ path }) => path === "report.docx");
    const parts = readZip(Buffer.from(docx?.content ?? ""));
    expect([...parts.keys()].filter((name) => /vba|external|embed|activex/i.test(name))).toEqual([]);
    const xml = Buffer.from(parts.get("word/document.xml") ?? []).toString("utf8");
    expect(xml).toContain(hostile.unknown);
    const fields = [...xml.matchAll(/<w:instrText[^>]*>([^<]*)/g)].map(([, code = ""]) => code.trim().split(" ")[0]);
    expect([...new Set(fields)].sort()).toEqual(["PAGEREF", "TOC"]);
    for (const [name, part] of parts)
      if (name.endsWith(".rels")) expect(Buffer.from(part).toString("utf8")).not.toContain('TargetMode="External"');
  });
});
