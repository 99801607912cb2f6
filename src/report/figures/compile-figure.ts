import { type LoggerInterface, resetSVGDefIds, type Spec } from "vega";
import { compile, resetIdCounter, type TopLevelSpec } from "vega-lite";
import type { Figure, FigureColumns, FigureData, VegaLiteSpec } from "../document/model.js";
import { vegaLiteConfig } from "./palette.js";

/** The figure as Vega-Lite JSON with its data inside, readable by any Vega-Lite 6 tool. */
export function writeVegaLite(figure: Figure): VegaLiteSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: figure.alt,
    usermeta: { number: figure.number, title: figure.title },
    config: vegaLiteConfig,
    datasets: rowsOfData(figure.data),
    padding: 4,
    ...figure.spec,
  };
}

/** The figure as a Vega specification. Every warning of the compiler is an error: it means that the drawing is not what was asked for. */
export function compileFigure(figure: Figure): Spec {
  resetIdCounter();
  resetSVGDefIds();
  const fail = (...messages: readonly unknown[]): never => {
    throw new Error(`figure ${figure.number} does not compile cleanly: ${messages.join(" ")}`);
  };
  const logger: LoggerInterface = {
    level: () => logger,
    error: fail,
    warn: fail,
    info: () => logger,
    debug: () => logger,
  };
  return compile(writeVegaLite(figure) as unknown as TopLevelSpec, { logger }).spec;
}

function rowsOfData(data: FigureData): Readonly<Record<string, readonly Record<string, unknown>[]>> {
  return Object.fromEntries(Object.entries(data).map(([name, columns]) => [name, rowsOf(columns)]));
}

/** Columns of equal length as one object a row. */
function rowsOf(columns: FigureColumns): readonly Record<string, unknown>[] {
  const names = Object.keys(columns);
  const length = columns[names[0] ?? ""]?.length ?? 0;
  for (const name of names) {
    if (columns[name]?.length !== length) throw new Error(`figure data column ${name} must have ${length} values`);
  }
  return Array.from({ length }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name]?.[i] ?? null])));
}
