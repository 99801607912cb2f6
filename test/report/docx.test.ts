import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { renderDocx } from "../../src/report/docx/render-docx.js";
import { readZip } from "../../src/report/docx/zip.js";
import { compileFigure } from "../../src/report/figures/compile-figure.js";
import { renderSvg } from "../../src/report/figures/render-svg.js";
import { hostile, makeHostileAnalysis } from "./support/hostile-analysis.js";
import { makeAnalysis } from "./support/make-analysis.js";
import { makeResults } from "./support/make-results.js";
import { documentOf, fonts } from "./support/report-input.js";

const soffice = "/usr/bin/soffice";
const study = documentOf(makeResults());

async function wordOf({ document, figures }: ReturnType<typeof documentOf>): Promise<Uint8Array> {
  const drawings = new Map<string, string>();
  for (const figure of figures.values()) drawings.set(figure.id, await renderSvg(compileFigure(figure), fonts));
  return renderDocx(document, fonts, drawings);
}

const partOf = (file: Uint8Array, name: string): string => Buffer.from(readZip(file).get(name) ?? []).toString("utf8");
const unescapeXml = (text: string): string =>
  text.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: string) => ({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" })[name] ?? "",
  );
/** The text of each run, line breaks as line feeds. */
const textOf = (xml: string): string =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:(cr)\/>|<\/w:(p)>/g)]
    .map(([, text, lineBreak, end]) => ((lineBreak ?? end) === undefined ? unescapeXml(text ?? "") : "\n"))
    .join("");

/** Throws where a tag is not closed in its turn. */
function checkNesting(xml: string): void {
  const open: string[] = [];
  for (const [, closing, name = "", empty] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (closing === "/") expect(open.pop()).toBe(name);
    else if (empty !== "/") open.push(name);
  }
  expect(open).toEqual([]);
}

let file: Uint8Array = new Uint8Array();
let xml = "";
beforeAll(async () => {
  file = await wordOf(study);
  xml = partOf(file, "word/document.xml");
}, 60_000);

describe("the Word file", { timeout: 60_000 }, () => {
  it("is made of well-formed parts, the list of types first, the rest in order of name, without a clock", () => {
    const names = [...readZip(file).keys()];
    expect(names.slice(0, 2)).toEqual(["[Content_Types].xml", "_rels/.rels"]);
    expect(names.slice(2)).toEqual([...names.slice(2)].sort());
    for (const name of names.filter((each) => /\.(xml|rels)$/.test(each))) checkNesting(partOf(file, name));
    expect(partOf(file, "docProps/core.xml").match(/\d{4}-\d\d-\d\dT[^<]*/g)).toEqual(
      Array(2).fill("2000-01-01T00:00:00Z"),
    );
    // The date fields of every entry: 1980-01-01.
    const bytes = Buffer.from(file);
    for (let at = bytes.indexOf("PK\u0003\u0004"); at >= 0; at = bytes.indexOf("PK\u0003\u0004", at + 1))
      expect(bytes.readUInt32LE(at + 10)).toBe(0x210000);
  });

  it("is the same bytes when made again, after another report too", async () => {
    await wordOf(documentOf(makeResults({ ...makeAnalysis(), title: "Another study" })));
    expect(Buffer.from(await wordOf(documentOf(makeResults()))).equals(Buffer.from(file))).toBe(true);
  });

  it("has a heading for each section, numbered as in the other formats", () => {
    const headings = [...xml.matchAll(/<w:pStyle w:val="Heading([12])"\/>.*?<\/w:p>/g)].map((match) =>
      textOf(match[0]).trim(),
    );
    const expected = (sections: typeof study.document.sections): string[] =>
      sections.flatMap(({ number, heading, sections: inner }) => [`${number} ${heading}`, ...expected(inner)]);
    expect(headings).toEqual(expected(study.document.sections));
  });

  it("has contents and a list of outputs as fields, with every heading, table and figure as a link", () => {
    expect(xml.match(/<w:instrText[^>]*>TOC [^<]*/g)).toHaveLength(2);
    expect(xml.match(/<w:docPartGallery w:val="Table of Contents"\/>/g)).toHaveLength(2);
    expect(partOf(file, "word/settings.xml")).toMatch(/<w:updateFields( w:val="(true|1|on)")?\/>/);
    for (const { number, title } of [...study.tables.values(), ...study.figures.values()])
      expect(
        textOf(xml).match(new RegExp(`(Table|Figure) ${number} ${title.replace(/[()[\]+]/g, "\\$&")}`, "g"))?.length,
        number,
      ).toBe(2);
    // A field's begin, instruction, separator and end each have a run of their own.
    expect(xml).not.toMatch(/<w:fldChar[^>]*\/><w:(instrText|fldChar|t)/);
  });

  it("leads every link to a bookmark, and marks every place once", () => {
    const bookmarks = [...xml.matchAll(/<w:bookmarkStart ([^>]*)\/>/g)].map(([, attributes = ""]) => ({
      name: /w:name="([^"]*)"/.exec(attributes)?.[1] ?? "",
      id: /w:id="([^"]*)"/.exec(attributes)?.[1] ?? "",
    }));
    expect(new Set(bookmarks.map(({ name }) => name)).size).toBe(bookmarks.length);
    expect(new Set(bookmarks.map(({ id }) => id)).size).toBe(bookmarks.length);
    for (const { name } of bookmarks) expect(name).toMatch(/^_\w{1,39}$/);
    for (const [, anchor] of xml.matchAll(/w:anchor="([^"]*)"/g))
      expect(bookmarks.map(({ name }) => name)).toContain(anchor);
    expect(xml.match(/<w:bookmarkEnd/g)).toHaveLength(bookmarks.length);
  });

  it("repeats the head of every table, breaks no row, and holds every cell and note", () => {
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(study.tables.size);
    expect(xml.match(/<w:tr>|<w:tr /g)?.length).toBe(xml.match(/<w:cantSplit\/>/g)?.length);
    const text = textOf(xml);
    for (const { rows, columns, footnotes, population, number } of study.tables.values()) {
      for (const { text: cell } of rows.flatMap(({ cells }) => cells)) expect(text, number).toContain(cell);
      for (const { heading } of columns) expect(text, number).toContain(heading.join("\n"));
      for (const line of [...footnotes, population]) expect(text, number).toContain(line);
    }
  });

  it("has widths of columns that add up to the width of the text", () => {
    for (const [, grid = ""] of xml.matchAll(/<w:tblGrid>(.*?)<\/w:tblGrid>/g)) {
      const widths = [...grid.matchAll(/w:w="(\d+)"/g)].map(([, width]) => Number(width));
      expect(widths.reduce((sum, width) => sum + width, 0)).toBe(10_080);
    }
  });

  it("has each figure as SVG with a metafile beside it, an alternative text, and no wider than the text", () => {
    const relationships = partOf(file, "word/_rels/document.xml.rels");
    const targets = [...relationships.matchAll(/Target="media\/([^"]+)"/g)].map(([, name]) => name);
    expect(targets).toEqual(
      [...study.figures.keys()].flatMap((_, i) => [
        `image${String(2 * i + 1).padStart(3, "0")}.svg`,
        `image${String(2 * i + 2).padStart(3, "0")}.emf`,
      ]),
    );
    for (const name of targets) expect(readZip(file).has(`word/media/${name}`)).toBe(true);
    expect(partOf(file, "[Content_Types].xml")).toContain('ContentType="image/x-emf" Extension="emf"');
    expect(partOf(file, "[Content_Types].xml")).not.toContain("png");
    const pictures = [...xml.matchAll(/<wp:docPr ([^>]*)\/>/g)].map(([, attributes = ""]) => unescapeXml(attributes));
    for (const [i, { alt }] of [...study.figures.values()].entries()) expect(pictures[i]).toContain(`descr="${alt}"`);
    for (const [, width] of xml.matchAll(/<wp:extent cx="(\d+)"/g))
      expect(Number(width)).toBeLessThanOrEqual(7 * 914_400);
  });

  it("has page numbers in its foot, and the paper asked for", async () => {
    const foot = partOf(file, "word/footer1.xml");
    expect(foot.match(/<w:instrText[^>]*>[^<]*/g)?.map((field) => field.replace(/<[^>]*>/, ""))).toEqual([
      "PAGE",
      "NUMPAGES",
    ]);
    expect(xml).toContain('<w:pgSz w:w="12240" w:h="15840"');
    const a4 = await wordOf(documentOf(makeResults({ ...makeAnalysis(), report: { paper: "a4" } })));
    expect(partOf(a4, "word/document.xml")).toContain('<w:pgSz w:w="11906" w:h="16838"');
  });

  it("shows hostile labels as text", async () => {
    const body = partOf(await wordOf(documentOf(makeResults(makeHostileAnalysis()))), "word/document.xml");
    checkNesting(body);
    for (const label of [hostile.script, hostile.typst, hostile.formula]) expect(textOf(body)).toContain(label);
    expect(body).not.toContain("\u202e");
  });

  it.skipIf(!existsSync(soffice))("is read by LibreOffice, with every page numbered", () => {
    const folder = mkdtempSync(join(tmpdir(), "scanarm-word-"));
    try {
      writeFileSync(join(folder, "report.docx"), file);
      const options = [
        `-env:UserInstallation=file://${folder}/profile`,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
      ];
      execFileSync(soffice, [...options, join(folder, "report.docx")], { stdio: "ignore" });
      expect(readFileSync(join(folder, "report.pdf")).length).toBeGreaterThan(50_000);
      const text = execFileSync("pdftotext", ["-layout", join(folder, "report.pdf"), "-"], { encoding: "utf8" });
      const pages = text.split("\f").slice(0, -1);
      for (const [i, page] of pages.entries()) expect(page).toContain(`Page ${i + 1} of ${pages.length}`);
      expect(text).not.toMatch(/TOC \\|PAGEREF|HYPERLINK/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
