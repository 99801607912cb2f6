import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { renderCsv } from "../../src/report/csv/render-csv.js";
import { tablesOf } from "../../src/report/document/blocks-of.js";
import type { ReportDocument, Row, Section, Table } from "../../src/report/document/model.js";
import { renderDocx } from "../../src/report/docx/render-docx.js";
import { readZip } from "../../src/report/docx/zip.js";
import { renderHtml } from "../../src/report/html/render-html.js";
import type { ResultRecord } from "../../src/results/records.js";
import { documentOf, fonts } from "./support/report-input.js";

const file = resolve(import.meta.dirname, "../../reports/nsclc-imaging/results.json");
const results = JSON.parse(readFileSync(file, "utf8"));
const { document, tables } = documentOf(results);

/** The document with nothing in it but its tables, which is all that is read here. */
const onlyTables = (sections: readonly Section[]): readonly Section[] =>
  sections.map((section) => ({
    ...section,
    blocks: section.blocks.filter(({ kind }) => kind === "table"),
    sections: onlyTables(section.sections),
  }));
const bare: ReportDocument = { ...document, sections: onlyTables(document.sections) };

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", amp: "&" };
const plain = (text: string): string => text.replace(/&(#39|\w+);/g, (all, name: string) => entities[name] ?? all);
const textsOf = (row: Row): readonly string[] => row.cells.map(({ text }) => text);
/** What the model says a table holds: its heads, then its rows. */
const wanted = ({ columns, rows }: Table): readonly (readonly string[])[] => [
  columns.map(({ heading }) => heading.join("\n")),
  ...rows.map(textsOf),
];

describe("the text of every table of the lung-cancer report", { timeout: 60_000 }, () => {
  it("is a report with tables of every kind", () => {
    expect(tables.size).toBeGreaterThan(50);
  });

  it("stands under headings of which none is empty", () => {
    const emptyOf = (sections: readonly Section[]): readonly string[] =>
      sections.flatMap(({ heading, blocks, sections: inner }) => [
        ...(blocks.length === 0 && inner.length === 0 ? [heading] : []),
        ...emptyOf(inner),
      ]);
    expect(emptyOf(document.sections)).toEqual([]);
  });

  it("stands in the HTML page, cell by cell", () => {
    const html = renderHtml(bare, new Map(), "");
    for (const table of tables.values()) {
      const block = new RegExp(`<div class="table" id="${table.id}">[\\s\\S]*?</table>`).exec(html)?.[0] ?? "";
      const rows = [...block.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
        [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = ""]) =>
          plain(cell.replaceAll("<br>", "\n").replace(/<[^>]+>/g, "")),
        ),
      );
      expect(rows, table.number).toEqual(wanted(table));
    }
  });

  it("stands in the Word file, cell by cell", async () => {
    const xml = Buffer.from(
      readZip(await renderDocx(bare, fonts, new Map())).get("word/document.xml") ?? [],
    ).toString();
    const found = [...xml.matchAll(/<w:tbl>[\s\S]*?<\/w:tbl>/g)].map(([table]) =>
      [...table.matchAll(/<w:tr>[\s\S]*?<\/w:tr>|<w:tr [\s\S]*?<\/w:tr>/g)].map(([row]) =>
        [...row.matchAll(/<w:tc>[\s\S]*?<\/w:tc>/g)].map(([cell]) =>
          [...cell.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:(?:cr|br)\/>/g)]
            .map(([, text]) => (text === undefined ? "\n" : plain(text)))
            .join(""),
        ),
      ),
    );
    // The first table holds the facts of the title page.
    expect(found.slice(1)).toEqual(tablesOf(document.sections).map(wanted));
  });

  it("stands in the CSV files, each row under its group and its parent", () => {
    for (const table of tables.values()) {
      const [, ...lines] = readCsv(renderCsv(table));
      const rows = table.rows.filter(({ kind }) => kind === "body").map(textsOf);
      expect(lines.length, table.number).toBe(rows.length);
      for (const [i, line] of lines.entries()) {
        const cells = rows[i] ?? [];
        const own = line.slice(-cells.length).map((text) => text.replace(/^'(?=[=+\-@])/, ""));
        expect(own.slice(1), table.number).toEqual(cells.slice(1));
        expect(own[0]?.endsWith(cells[0] ?? ""), `${table.number}: ${own[0]}`).toBe(true);
      }
    }
  });

  it("is made of the records: where every estimate is another, every printed one is", () => {
    const changed = documentOf({ ...results, records: (results.records as ResultRecord[]).map(changeEstimate) });
    let compared = 0;
    for (const [number, table] of tables) {
      if (!/^14\.2\.[123]\.\d+$|^14\.2\.5\.1$/.test(number)) continue;
      const after = changed.table(number).rows.map(textsOf);
      for (const [i, row] of table.rows.entries())
        for (const [j, { text }] of row.cells.entries())
          if (/^(HR |RD )?-?\d+\.\d+%? \(-?\d+\.\d+%?, /.test(text)) {
            compared += 1;
            expect(after[i]?.[j], `${number}: ${text}`).not.toBe(text);
          }
    }
    expect(compared).toBeGreaterThan(40);
  });
});

/** An effect or a rate with its limits, moved by a twentieth. */
const changeEstimate = (record: ResultRecord): ResultRecord =>
  record.kind === "statistic" &&
  /^(hazard_ratio|risk_difference|proportion|median|q1|q3|follow_up_median)(_|$)/.test(record.statistic) &&
  record.value !== null
    ? { ...record, value: record.value * 1.05 }
    : record;

/** Fields of a CSV text (RFC 4180), line by line. */
function readCsv(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") lines.push([]);
  }
  return lines.slice(0, -1);
}
