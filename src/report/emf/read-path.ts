import type { Point, Segment } from "./drawing.js";

/** The outline that a path's commands draw, each point moved by `place`. Vega writes M, L, H, V, C, A and Z, upper or lower case; any other throws. */
export function readPath(d: string, place: (point: Point) => Point): readonly Segment[] {
  const segments: Segment[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const [, command = "", list = ""] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*(?:e-?\d+[^a-zA-Z]*)*)/g)) {
    const numbers = (list.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/g) ?? []).map(Number);
    const relative = command !== command.toUpperCase();
    const kind = command.toUpperCase();
    const count = { M: 2, L: 2, H: 1, V: 1, C: 6, A: 7, Z: 0 }[kind];
    if (count === undefined) throw new Error(`an SVG's paths are made of M, L, H, V, C, A and Z; got ${command}`);
    if (kind === "Z") {
      segments.push({ kind: "close" });
      [x, y] = [startX, startY];
    }
    for (let i = 0; count > 0 && i + count <= numbers.length; i += count) {
      const group = numbers.slice(i, i + count);
      const [baseX, baseY] = relative ? [x, y] : [0, 0];
      const pair = (at: number): Point => ({ x: baseX + (group[at] ?? 0), y: baseY + (group[at + 1] ?? 0) });
      const from = { x, y };
      if (kind === "H") x = baseX + (group[0] ?? 0);
      else if (kind === "V") y = baseY + (group[0] ?? 0);
      else ({ x, y } = pair(count - 2));
      const to = place({ x, y });
      if (kind === "M" && i === 0) {
        segments.push({ kind: "move", to });
        [startX, startY] = [x, y];
      } else if (kind === "C") {
        segments.push({ kind: "curve", first: place(pair(0)), second: place(pair(2)), to });
      } else if (kind === "A") {
        segments.push(...arcCurves(from, { x, y }, group, place));
      } else segments.push({ kind: "line", to });
    }
  }
  return segments;
}

/** A circular arc as cubic curves of a quarter turn at most. Source: SVG 1.1, appendix F.6.5, for equal radii. */
function arcCurves(
  from: Point,
  to: Point,
  group: readonly number[],
  place: (point: Point) => Point,
): readonly Segment[] {
  const [radiusX = 0, radiusY = 0, , large = 0, sweep = 0] = group;
  if (radiusX !== radiusY) throw new Error(`an SVG's arcs must be circular; got radii ${radiusX} and ${radiusY}`);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const half = Math.hypot(dx, dy) / 2;
  if (half === 0) return [];
  const radius = Math.max(radiusX, half);
  const height = Math.sqrt(Math.max(0, radius * radius - half * half));
  const side = large === sweep ? -1 : 1;
  const centre = {
    x: (from.x + to.x) / 2 - (side * height * dy) / (2 * half),
    y: (from.y + to.y) / 2 + (side * height * dx) / (2 * half),
  };
  const start = Math.atan2(from.y - centre.y, from.x - centre.x);
  let turn = Math.atan2(to.y - centre.y, to.x - centre.x) - start;
  if (sweep === 1 && turn < 0) turn += 2 * Math.PI;
  if (sweep === 0 && turn > 0) turn -= 2 * Math.PI;
  const pieces = Math.max(1, Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9));
  const step = turn / pieces;
  const reach = (4 / 3) * Math.tan(step / 4) * radius;
  return Array.from({ length: pieces }, (_, i): Segment => {
    const [a, b] = [start + i * step, start + (i + 1) * step];
    const on = (angle: number): Point => ({
      x: centre.x + radius * Math.cos(angle),
      y: centre.y + radius * Math.sin(angle),
    });
    const [p, q] = [on(a), on(b)];
    return {
      kind: "curve",
      first: place({ x: p.x - reach * Math.sin(a), y: p.y + reach * Math.cos(a) }),
      second: place({ x: q.x + reach * Math.sin(b), y: q.y - reach * Math.cos(b) }),
      to: place(q),
    };
  });
}
