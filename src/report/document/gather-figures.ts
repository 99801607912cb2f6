import type { Block } from "./model.js";

/** Size of a figure's drawing in pixels. */
export interface FigureSize {
  readonly width: number;
  readonly height: number;
}

/** Width of a page's text, and the height from which a figure with its lines takes more than four tenths of a page, in points. */
const textWidthPt = 504;
const highPt = 230;
const pointsPerPixel = 0.75;

/**
 * The blocks of a section in the order of a page: the first high figure and every figure after it stand behind the texts and tables. Figures that need
 * most of a page each would leave the page before them half empty; tables go on from one page to the next. `sizes`: the figures' drawings by id.
 */
export function gatherFigures(blocks: readonly Block[], sizes: ReadonlyMap<string, FigureSize>): readonly Block[] {
  const isHighFigure = (block: Block): boolean => {
    const size = block.kind === "figure" ? sizes.get(block.id) : undefined;
    return size !== undefined && size.height * Math.min(pointsPerPixel, textWidthPt / size.width) > highPt;
  };
  const first = blocks.findIndex(isHighFigure);
  const isBehind = (block: Block, i: number): boolean => first >= 0 && i >= first && block.kind === "figure";
  return [...blocks.filter((block, i) => !isBehind(block, i)), ...blocks.filter(isBehind)];
}
