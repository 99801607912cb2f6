import {
  AlignmentType,
  BorderStyle,
  type ITableCellBorders,
  Paragraph,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
  Table as WordTable,
} from "docx";
import type { Cell, KeyValues, Row, Table } from "../document/model.js";
import { ink, rule, softInk } from "../figures/palette.js";
import { type Bookmarks, wordInlines, wordText } from "./docx-inlines.js";
import { styleIds, wordColour } from "./docx-styles.js";

/** Rows up to which a table is kept on one page; a longer one runs on, its head repeated. */
const keptTogether = 14;
const margins = { top: 20, bottom: 20, left: 60, right: 60 };
const keyWidth = 2100;

const none = { style: BorderStyle.NONE, size: 0, color: "auto" } as const;
const line = (size: number, colour: string) => ({ style: BorderStyle.SINGLE, size, color: wordColour(colour) });
const thick = line(8, ink);
const medium = line(4, ink);
const thin = line(4, rule);
const open: ITableCellBorders = { top: none, bottom: none, left: none, right: none };
const noBorders = { ...open, insideHorizontal: none, insideVertical: none };

/** A table with its head repeated on each page it reaches; rows never break. */
export function wordTable(table: Table, textWidth: number): WordTable {
  const widths = shareWidth(
    table.columns.map(({ width }) => width),
    textWidth,
  );
  const keep = table.rows.length <= keptTogether;
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: table.columns.map(
      ({ heading, align }, i) =>
        new TableCell({
          width: { size: widths[i] ?? 0, type: WidthType.DXA },
          margins,
          verticalAlign: VerticalAlign.BOTTOM,
          borders: { ...open, top: thick, bottom: medium },
          children: [paragraphOf(heading.join("\n"), { style: styleIds.head, align, keep: true })],
        }),
    ),
  });
  const rows = table.rows.map((row, i) => wordRow(row, table, widths, { keep, last: i === table.rows.length - 1 }));
  return new WordTable({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: noBorders,
    rows: [head, ...rows],
  });
}

interface RowPlace {
  readonly keep: boolean;
  readonly last: boolean;
}

function wordRow(row: Row, { columns }: Table, widths: readonly number[], { keep, last }: RowPlace): TableRow {
  const bottom = last ? { bottom: thick } : {};
  if (row.kind === "group") {
    const content = paragraphOf(row.cells[0]?.text ?? "", {
      style: styleIds.cell,
      align: "left",
      keep: true,
      bold: true,
    });
    const width = { size: widths.reduce((sum, each) => sum + each, 0), type: WidthType.DXA };
    return new TableRow({
      cantSplit: true,
      children: [
        new TableCell({
          columnSpan: columns.length,
          width,
          margins,
          borders: { ...open, top: thin, ...bottom },
          children: [content],
        }),
      ],
    });
  }
  return new TableRow({
    cantSplit: true,
    children: row.cells.map(
      (cell, i) =>
        new TableCell({
          width: { size: widths[i] ?? 0, type: WidthType.DXA },
          margins,
          borders: { ...open, ...bottom },
          children: [wordCell(cell, columns[i]?.align ?? "left", keep)],
        }),
    ),
  });
}

/** Notes belong to a kept table, so that its last row keeps with them too. */
const wordCell = ({ text, strong, indent }: Cell, align: "left" | "right" | "center", keep: boolean): Paragraph =>
  paragraphOf(text, { style: styleIds.cell, align, keep, bold: strong === true, indent: indent === 1 ? 160 : 0 });

interface ParagraphStyle {
  readonly style: string;
  readonly align: "left" | "right" | "center";
  readonly keep: boolean;
  readonly bold?: boolean;
  readonly indent?: number;
}

const alignments = { left: AlignmentType.LEFT, right: AlignmentType.RIGHT, center: AlignmentType.CENTER } as const;

const paragraphOf = (text: string, { style, align, keep, bold = false, indent = 0 }: ParagraphStyle): Paragraph =>
  new Paragraph({
    style,
    alignment: alignments[align],
    keepNext: keep,
    ...(indent > 0 ? { indent: { left: indent } } : {}),
    children: [wordText(text, bold ? { bold } : {})],
  });

/** Names and values as a table of two columns. */
export function wordFacts({ entries }: KeyValues, bookmarks: Bookmarks, textWidth: number): WordTable {
  const widths = [keyWidth, textWidth - keyWidth];
  const cell = (i: number, child: Paragraph): TableCell =>
    new TableCell({
      width: { size: widths[i] ?? 0, type: WidthType.DXA },
      margins: { ...margins, left: 0 },
      borders: { ...open, top: thin },
      children: [child],
    });
  return new WordTable({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: noBorders,
    rows: entries.map(
      ({ key, value }) =>
        new TableRow({
          cantSplit: true,
          children: [
            cell(0, new Paragraph({ style: styleIds.fact, children: [wordSoft(key)] })),
            cell(1, new Paragraph({ style: styleIds.fact, children: [...wordInlines(value, bookmarks)] })),
          ],
        }),
    ),
  });
}

const wordSoft = (text: string) => wordText(text, { color: wordColour(softInk) });

/** The text's width divided by shares, in whole twips that add up to it. */
function shareWidth(shares: readonly number[], width: number): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.floor((width * share) / total));
  const rest = width - widths.reduce((sum, each) => sum + each, 0);
  return widths.map((each, i) => (i === 0 ? each + rest : each));
}
