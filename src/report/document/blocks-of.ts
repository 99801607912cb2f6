import type { Block, Figure, Section, Table } from "./model.js";

/** Every block of the sections, in reading order. */
export const blocksOf = (sections: readonly Section[]): readonly Block[] =>
  sections.flatMap((section) => [...section.blocks, ...blocksOf(section.sections)]);

export const tablesOf = (sections: readonly Section[]): readonly Table[] =>
  blocksOf(sections).filter((block): block is Table => block.kind === "table");

export const figuresOf = (sections: readonly Section[]): readonly Figure[] =>
  blocksOf(sections).filter((block): block is Figure => block.kind === "figure");

/** Figures among the blocks of one section itself. */
export const countFigures = ({ blocks }: Pick<Section, "blocks">): number =>
  blocks.filter(({ kind }) => kind === "figure").length;
