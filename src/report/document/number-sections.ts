import type { Block, Section } from "./model.js";

/** A section before it has its number. */
export interface Draft {
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
  readonly sections?: readonly Draft[];
}

/** The chapters numbered 1, 1.1, …, then the appendices A, A.1, … in the order given. Throws on an id used twice. */
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
  return numbered;
}

function numberSection(draft: Draft, number: string): Section {
  const sections = (draft.sections ?? []).map((child, i) => numberSection(child, `${number}.${i + 1}`));
  return { id: draft.id, number, heading: draft.heading, blocks: draft.blocks, sections };
}

function idsOf(section: Section): string[] {
  const own = section.blocks.flatMap((block) => ("id" in block ? [block.id] : []));
  return [section.id, ...own, ...section.sections.flatMap(idsOf)];
}
