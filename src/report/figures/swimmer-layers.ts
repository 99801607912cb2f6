import { type Layer, pixels } from "./layers.js";
import { ink, ordered, rule, softInk, trialColour } from "./palette.js";

/** Shape and colour of each mark; shapes differ, so that a grey copy still tells them apart. */
const shapes = {
  baseline: { shape: "M0,-1L0,1", filled: false, colour: softInk },
  pr: { shape: "circle", filled: false, colour: ordered.best },
  cr: { shape: "circle", filled: true, colour: ordered.best },
  pd: { shape: "triangle-down", filled: true, colour: ordered.bad },
  death: { shape: "M-1,-1L1,1M1,-1L-1,1", filled: false, colour: ink },
  alive: { shape: "triangle-right", filled: true, colour: ink },
} as const;
type Kind = keyof typeof shapes;

/** Bars, their marks and the keys above them. `slot`: pixels a row takes. */
export function swimmerLayers({
  domain,
  slot,
}: {
  readonly domain: readonly [number, number];
  readonly slot: number;
}): readonly Layer[] {
  const size = Math.min(44, Math.max(9, slot * slot * 0.6));
  const at = (field: string): Layer => ({ field, type: "quantitative" });
  const mark = (kind: Kind, area: number): Layer => {
    const { shape, filled, colour } = shapes[kind];
    const paint = filled ? { color: colour } : { stroke: colour, strokeWidth: 1.2, fill: null };
    return { type: "point", shape, filled, size: area, opacity: 1, ...paint };
  };
  const kinds = Object.keys(shapes) as Kind[];
  const isEnd = (kind: Kind): boolean => kind === "death" || kind === "alive";
  return [
    {
      data: { name: "bars" },
      mark: { type: "rect", stroke: softInk, strokeWidth: 0.4 },
      encoding: {
        x: {
          field: "from",
          type: "quantitative",
          scale: { domain: [...domain], nice: false },
          axis: { title: "Months since index", gridColor: rule, labelFlush: false, tickCount: 10 },
        },
        x2: { field: "to" },
        y: pixels("top"),
        y2: { field: "foot" },
        color: { condition: { test: "datum.responder", value: trialColour }, value: ordered.plain },
        fillOpacity: { value: 0.35 },
      },
    },
    ...kinds.map((kind): Layer => {
      const ofBar = isEnd(kind);
      return {
        data: { name: ofBar ? "bars" : "events" },
        transform: [{ filter: `datum.${ofBar ? "end" : "kind"} === '${kind}'` }],
        mark: mark(kind, size),
        encoding: { x: at(ofBar ? "to" : "at"), y: pixels("middle") },
      };
    }),
    ...kinds.map(
      (kind): Layer => ({
        data: { name: "keys" },
        transform: [{ filter: `datum.kind === '${kind}'` }],
        mark: { ...mark(kind, 40), clip: false },
        encoding: { x: pixels("x"), y: pixels("y") },
      }),
    ),
  ];
}
