import { beforeAll, describe, expect, it } from "vitest";
import { readFigureMarks } from "../../src/report/pdf/lint/figure-marks.js";
import { checkPdf, lintPdf } from "../../src/report/pdf/lint/lint-pdf.js";
import { readPageText } from "../../src/report/pdf/lint/page-text.js";
import { readPdfValues } from "../../src/report/pdf/lint/pdf-values.js";
import { readPdf } from "../../src/report/pdf/lint/read-pdf.js";
import { renderReport } from "../../src/report/render-report.js";
import { makePdf, type PdfChange, rightCatalog } from "./support/make-pdf.js";
import { makeResults } from "./support/make-results.js";

const letter = { paper: "letter" } as const;
const rulesOf = (change: PdfChange): string[] =>
  lintPdf(makePdf(change), letter).map(({ rule, page }) => (page === null ? rule : `${rule} ${page}`));
const text = (x: number, y: number, size = 10, letters = "Text"): string =>
  `BT /F ${size} Tf ${x} ${y} Td (${letters}) Tj ET`;

describe("the PDF lint", () => {
  it("finds nothing in a file that keeps the rules", () => {
    expect(rulesOf({})).toEqual([]);
    expect(() => checkPdf(makePdf(), letter)).not.toThrow();
  });

  it.each<[string, PdfChange, string]>([
    ["a version agencies do not take", { version: "2.0" }, "version"],
    ["no tags", { catalog: rightCatalog.replace("/Marked true", "/Marked false") }, "tagged"],
    ["no structure", { catalog: rightCatalog.replace("/StructTreeRoot 8 0 R", "") }, "tagged"],
    ["no language", { catalog: rightCatalog.replace("/Lang (en)", "") }, "language"],
    ["no title", { catalog: rightCatalog.replace("/Metadata 7 0 R", "") }, "title"],
    ["its file name for a title", { catalog: rightCatalog.replace("/DisplayDocTitle true", "") }, "shows-title"],
    ["no bookmarks", { catalog: rightCatalog.replace("/Outlines 9 0 R", "/Outlines 8 0 R") }, "bookmarks"],
    ["its bookmarks shut", { catalog: rightCatalog.replace("/UseOutlines", "/UseNone") }, "opens-with-bookmarks"],
    ["a font that is not in it", { font: "" }, "fonts-embedded"],
    ["a script", { objects: ["<< /S /JavaScript /JS (app.alert(1)) >>"] }, "nothing-acts"],
    [
      "an attachment",
      { catalog: `${rightCatalog} /Names << /EmbeddedFiles 11 0 R >>`, objects: ["<< >>"] },
      "nothing-acts",
    ],
    [
      "a link to the web",
      { objects: ["<< /Type /Annot /Subtype /Link /A << /S /URI /URI (http://x) >> >>"] },
      "nothing-acts",
    ],
    ["a figure without words", { objects: ["<< /Type /StructElem /S /Figure >>"] }, "figures-described"],
    ["another paper", { mediaBox: "0 0 595 842" }, "paper 1"],
    ["a page that is turned", { page: "/Rotate 90" }, "paper 1"],
    ["an empty page", { content: text(60, 40) }, "not-empty 1"],
    ["small text", { content: text(60, 700, 8) }, "text-size 1"],
    ["text made small by the page's matrix", { content: `q 0.5 0 0 0.5 60 300 cm ${text(0, 0)} Q` }, "text-size 1"],
    ["text too far left", { content: text(40, 700) }, "margins 1"],
    ["text too far up", { content: text(60, 762) }, "margins 1"],
    ["text that runs off the page", { content: text(60, 700, 10, "a".repeat(110)) }, "not-cut-off 1"],
    ["text on text", { content: `${text(60, 700)} ${text(75, 702)}` }, "no-overlap 1"],
    [
      "a link that leads nowhere",
      { page: "/Annots [11 0 R]", objects: ["<< /Type /Annot /Subtype /Link /Dest (gone) >>"] },
      "links 1",
    ],
  ])("tells of %s", (_, change, rule) => {
    expect(rulesOf(change)).toEqual([rule]);
  });

  it("takes texts side by side and lines below each other for what they are", () => {
    expect(rulesOf({ content: `${text(60, 700)} ${text(80, 700)} ${text(60, 690)}` })).toEqual([]);
  });

  it("fails with the rule and the page", () => {
    expect(() => checkPdf(makePdf({ content: text(60, 40) }), letter)).toThrow(
      /breaks 1 of its rules:\n {2}- not-empty \(page 1\): must hold text above its footer/,
    );
  });

  it("refuses a file that it cannot read", () => {
    expect(() => readPdf(Buffer.from("%PDF-1.7\nnothing"))).toThrow(/startxref/);
    expect(() => readPdf(Buffer.from(makePdf()).subarray(0, 400))).toThrow();
  });
});

describe("values of a PDF", () => {
  it("are read as the standard writes them", () => {
    const reader = readPdfValues("<< /A [1 -2.5 .5 true null (a\\(b\\)\\051\\n(c)) <48 6> 3 0 R] % note\n/B /N >> BT");
    const dictionary = reader.next() as { entries: ReadonlyMap<string, unknown> };
    expect(dictionary.entries.get("/A")).toEqual([
      1,
      -2.5,
      0.5,
      true,
      null,
      { kind: "string", bytes: "a(b))\n(c)" },
      { kind: "string", bytes: "H`" },
      { kind: "reference", number: 3 },
    ]);
    expect(dictionary.entries.get("/B")).toEqual({ kind: "name", name: "/N" });
    expect(reader.next()).toEqual({ kind: "operator", name: "BT" });
    expect(reader.next()).toBeUndefined();
    expect(() => readPdfValues("[1 2").next()).toThrow(/ends too early/);
  });
});

describe("the report's own PDF", { timeout: 60_000 }, () => {
  let pdf: Uint8Array = new Uint8Array();
  beforeAll(async () => {
    const files = await renderReport(makeResults(), { formats: ["pdf"] });
    pdf = Buffer.from(files.find(({ path }) => path === "report.pdf")?.content ?? "");
  }, 60_000);

  it("keeps every rule on letter, and is told from A4", () => {
    expect(lintPdf(pdf, letter)).toEqual([]);
    const pages = readPdf(pdf).pages.length;
    expect(lintPdf(pdf, { paper: "a4" }).filter(({ rule }) => rule === "paper")).toHaveLength(pages);
  });

  it("has its texts read with their widths, those of figures too", () => {
    const file = readPdf(pdf);
    const figures = readFigureMarks(file);
    const pieces = file.pages.flatMap((page) => readPageText(file, page, figures.get(page.number) ?? new Set()));
    expect(pieces.length).toBeGreaterThan(1000);
    expect(pieces.some(({ inFigure }) => inFigure)).toBe(true);
    // Only figures turn a text, and only the pages around them have texts of 12 points.
    expect(pieces.filter(({ upright }) => !upright).every(({ inFigure }) => inFigure)).toBe(true);
    expect(pieces.some(({ upright }) => !upright)).toBe(true);
    expect(pieces.filter(({ size }) => size > 11).every(({ inFigure }) => !inFigure)).toBe(true);
    // The footer ends where the text does, 54 points before the right edge.
    const footers = pieces.filter(({ y }) => y < 54);
    expect(Math.max(...footers.map(({ right }) => right))).toBeCloseTo(558, 0);
  });

  it("fails the lint where a byte says that a font is not embedded, or tags are off", () => {
    const change = (from: string, to: string): string[] =>
      lintPdf(Buffer.from(Buffer.from(pdf).toString("latin1").replaceAll(from, to), "latin1"), letter).map(
        ({ rule }) => rule,
      );
    expect(change("/FontFile2", "/FontFileX")).toContain("fonts-embedded");
    expect(change("/Marked true", "/Marked null")).toContain("tagged");
    expect(change("/Alt (", "/Alx (")).toContain("figures-described");
  });
});
