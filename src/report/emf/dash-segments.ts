import type { Point, Segment } from "./drawing.js";

/**
 * The outline cut into its dashes: lengths of strokes and gaps in turn, counted on through every corner and anew from every move. Throws on a
 * curve: no dashed mark of this report has one.
 */
export function dashSegments(segments: readonly Segment[], dash: readonly number[]): readonly Segment[] {
  if (dash.length === 0) return segments;
  const pattern = dash.length % 2 === 0 ? dash : [...dash, ...dash];
  const cut: Segment[] = [];
  let [at, start]: [Point, Point] = [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ];
  let [index, left] = [0, pattern[0] ?? 0];
  const walk = (to: Point): void => {
    const length = Math.hypot(to.x - at.x, to.y - at.y);
    let done = 0;
    const from = at;
    while (done < length) {
      const step = Math.min(left, length - done);
      done += step;
      left -= step;
      const share = done / length;
      at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      if (index % 2 === 0) cut.push({ kind: "line", to: at });
      if (left > 0) continue;
      index = (index + 1) % pattern.length;
      left = pattern[index] ?? 0;
      if (index % 2 === 0) cut.push({ kind: "move", to: at });
    }
    at = to;
  };
  for (const segment of segments) {
    if (segment.kind === "curve") throw new Error("a dashed outline must be made of straight lines");
    if (segment.kind === "line") walk(segment.to);
    else if (segment.kind === "close") walk(start);
    else {
      [at, start] = [segment.to, segment.to];
      [index, left] = [0, pattern[0] ?? 0];
      cut.push(segment);
    }
  }
  return cut;
}
