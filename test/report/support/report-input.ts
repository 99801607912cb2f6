import { figuresOf, tablesOf } from "../../../src/report/document/blocks-of.js";
import type { Figure, Table } from "../../../src/report/document/model.js";
import { loadFonts } from "../../../src/report/fonts/load-fonts.js";
import { type ReportInput, readResults } from "../../../src/report/records/read-results.js";
import { writeDocument } from "../../../src/report/write-document.js";
import type { ResultsFile } from "../../../src/results/results-file.js";

export const fonts = loadFonts();

/** The document of some results, with its tables and figures by number. */
export function documentOf(results: ResultsFile) {
  const input = readResults(results);
  const document = writeDocument(input, fonts, null);
  const tables = new Map(tablesOf(document.sections).map((table) => [table.number, table]));
  const figures = new Map(figuresOf(document.sections).map((figure) => [figure.number, figure]));
  return {
    input,
    document,
    table: (number: string): Table => found(tables.get(number), number),
    figure: (number: string): Figure => found(figures.get(number), number),
    tables,
    figures,
  };
}

/** The cells of the row whose first cell is `label`; `after` names the group it stands under. */
export function rowOf(table: Table, label: string, after?: string): readonly string[] {
  let group: string | undefined;
  for (const { kind, cells } of table.rows) {
    const texts = cells.map(({ text }) => text);
    if (kind === "group") group = texts[0];
    else if (texts[0] === label && (after === undefined || group === after)) return texts;
  }
  throw new Error(`table ${table.number} has no row ${label}`);
}

/** The value of a statistic of the results. */
export function recordedValue(
  input: ReportInput,
  place: { variant?: string; population: string; group?: "trial" | "control"; variable?: string; level?: string },
  name: string,
): number {
  const { value } = input.records.getStatistic({ variant: "main", ...place }, name);
  if (value === null) throw new Error(`${name} has no value`);
  return value;
}

/** Whether a printed number is the value to the decimals it is printed with. */
export function isPrintOf(text: string, value: number): boolean {
  const decimals = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  return /^-?\d+(\.\d+)?$/.test(text) && Math.abs(Number(text) - value) <= 0.5 * 10 ** -decimals * (1 + 1e-9);
}

/** Every number of a text, in order. */
export const numbersIn = (text: string): readonly string[] => text.match(/-?\d+(\.\d+)?/g) ?? [];

function found<T>(value: T | undefined, number: string): T {
  if (value === undefined) throw new Error(`the document has no output ${number}`);
  return value;
}
