import type { Spec } from "vega";
import type { Figure, FigureControls, FigureData } from "../document/model.js";
import { compileFigure } from "../figures/compile-figure.js";

/** What the page's script needs to draw a figure: a Vega specification whose sources are empty, and their columns. */
export interface PreparedFigure {
  readonly id: string;
  readonly spec: Spec;
  readonly data: FigureData;
  /** What the reader may change, or null. */
  readonly controls: FigureControls | null;
}

/** Compiles a figure with its hover layers and takes the rows out of it: as columns they are a third of the size. */
export function prepareFigure(figure: Figure): PreparedFigure {
  const { layer } = figure.spec;
  const spec = Array.isArray(layer) ? { ...figure.spec, layer: [...layer, ...figure.hover] } : figure.spec;
  const compiled = compileFigure({ ...figure, spec });
  const data = (compiled.data ?? []).map((source) => {
    if (!(source.name in figure.data)) return source;
    const { values: _, ...empty } = source as typeof source & { values?: unknown };
    return empty;
  });
  return { id: figure.id, spec: { ...compiled, data } as Spec, data: figure.data, controls: figure.controls ?? null };
}
