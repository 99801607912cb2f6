import { blocksOf } from "./blocks-of.js";
import type { Block, Cell, Inlines, Section } from "./model.js";

/** A section before it has its number. */
export interface Draft {
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
  readonly sections?: readonly Draft[];
}

/** The chapters numbered 1, 1.1, …, then the appendices A, A.1, … in the order given. Throws on an id used twice, and on a link that leads nowhere. */
export function numberSections(chapters: readonly Draft[], appendices: readonly Draft[]): readonly Section[] {
  const numbered = [
    ...chapters.map((draft, i) => numberSection(draft, String(i + 1))),
    ...appendices.map((draft, i) => numberSection(draft, String.fromCharCode("A".charCodeAt(0) + i))),
  ];
  const seen = new Set<string>();
  for (const id of numbered.flatMap(idsOf)) {
    if (seen.has(id)) throw new Error(`the report uses the id ${id} twice`);
    seen.add(id);
  }
  for (const target of blocksOf(numbered).flatMap(linksOf)) {
    if (!seen.has(target)) throw new Error(`the report links to ${target}, which it does not hold`);
  }
  const names = new Map(numbered.flatMap(namesOf));
  return numbered.map((section) => nameReferences(section, names));
}

/** What each place of the report is called: `Section 4.1`, `Appendix B`, `Table 14.1.1`. */
function namesOf({ id, number, blocks, sections }: Section): readonly (readonly [string, string])[] {
  const own = /^\d/.test(number) ? `Section ${number}` : `Appendix ${number}`;
  const outputs = blocks.flatMap((block): readonly (readonly [string, string])[] => {
    if (block.kind !== "table" && block.kind !== "figure") return [];
    return [[block.id, `${block.kind === "table" ? "Table" : "Figure"} ${block.number}`]];
  });
  return [[id, own], ...outputs, ...sections.flatMap(namesOf)];
}

/** The section with the text of every cell that refers to places. What the report does not hold is left out. */
function nameReferences(section: Section, names: ReadonlyMap<string, string>): Section {
  const blocks = section.blocks.map((block): Block => {
    if (block.kind !== "table") return block;
    return {
      ...block,
      rows: block.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => nameCell(cell, names)) })),
    };
  });
  return { ...section, blocks, sections: section.sections.map((child) => nameReferences(child, names)) };
}

function nameCell(cell: Cell, names: ReadonlyMap<string, string>): Cell {
  if (cell.refs === undefined) return cell;
  const refs = cell.refs.filter((id) => names.has(id));
  const text = refs.map((id) => names.get(id) ?? "").join("; ");
  return { ...cell, refs, text: text === "" ? cell.text : text };
}

function numberSection(draft: Draft, number: string): Section {
  const sections = (draft.sections ?? []).map((child, i) => numberSection(child, `${number}.${i + 1}`));
  return { id: draft.id, number, heading: draft.heading, blocks: draft.blocks, sections };
}

const linksOf = (block: Block): readonly string[] =>
  runsOf(block)
    .flat()
    .flatMap((inline) => (inline.kind === "link" ? [inline.to] : []));

/** The runs of inline text in a block. */
function runsOf(block: Block): readonly Inlines[] {
  switch (block.kind) {
    case "paragraph":
      return [block.content];
    case "list":
      return block.items;
    case "callout":
      return block.content;
    case "key-values":
      return block.entries.map(({ value }) => value);
    default:
      return [];
  }
}

/** The ids of a section and of all that it holds, in reading order. */
export function idsOf(section: Section): string[] {
  const own = section.blocks.flatMap((block) => ("id" in block ? [block.id] : []));
  return [section.id, ...own, ...section.sections.flatMap(idsOf)];
}
