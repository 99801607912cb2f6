import { describe, expect, it } from "vitest";
import { dashSegments } from "../../src/report/emf/dash-segments.js";
import { readSvg } from "../../src/report/emf/read-svg.js";
import { renderEmf } from "../../src/report/emf/render-emf.js";
import { measureText } from "../../src/report/fonts/measure-text.js";
import { fonts } from "./support/report-input.js";

const svg = (content: string): string => `<svg width="100" height="50">${content}</svg>`;

/** Records of a metafile as type and data, after checks of the lengths. */
function recordsOf(file: Uint8Array): { readonly type: number; readonly data: DataView }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records = [];
  for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
    const length = view.getUint32(at + 4, true);
    expect(length % 4).toBe(0);
    records.push({
      type: view.getUint32(at, true),
      data: new DataView(file.buffer, file.byteOffset + at + 8, length - 8),
    });
  }
  return records;
}

describe("an SVG read for a metafile", () => {
  it("places shapes through the groups around them, turned ones too", () => {
    const { shapes } = readSvg(
      svg(
        '<g transform="translate(10,20)"><g transform="translate(5,0) rotate(-90)"><path d="M0,0L4,0" stroke="#000"/></g>' +
          '<text transform="translate(1,2)" font-size="12px" font-weight="bold" fill="#ff0000">a &lt; b &amp; c</text></g>',
      ),
    );
    const [line, text] = shapes;
    if (line?.kind !== "outline" || text?.kind !== "lettering") throw new Error("wrong shapes");
    const [from, to] = line.segments.flatMap((segment) => ("to" in segment ? [segment.to] : []));
    expect(from).toEqual({ x: 15, y: 20 });
    expect(to?.x).toBeCloseTo(15, 12);
    expect(to?.y).toBeCloseTo(16, 12);
    expect(text).toMatchObject({
      text: "a < b & c",
      at: { x: 11, y: 22 },
      bold: true,
      colour: "#ff0000",
      anchor: "start",
    });
  });

  it("blends colours with white, and leaves out what cannot be seen", () => {
    const { shapes } = readSvg(
      svg(
        '<g opacity="0.5"><path d="M0,0h1" fill="#000000" fill-opacity="0.5" stroke="none"/></g>' +
          '<path d="M0,0h1" stroke="#000" opacity="0"/><path d="M0,0h1"/><path d="M0,0h1" fill="#000" display="none"/>',
      ),
    );
    expect(shapes).toHaveLength(1);
    expect(shapes[0]).toMatchObject({ fill: "#bfbfbf", stroke: null });
  });

  it("follows relative commands, closing and a circle of two arcs", () => {
    const { shapes } = readSvg(
      svg('<path d="M1,1h2v3h-2Zm1,0l1,1" fill="#000"/><path d="M2,0A2,2,0,1,1,-2,0A2,2,0,1,1,2,0" fill="#000"/>'),
    );
    const [box, circle] = shapes;
    if (box?.kind !== "outline" || circle?.kind !== "outline") throw new Error("wrong shapes");
    expect(box.segments.map((segment) => ("to" in segment ? [segment.to.x, segment.to.y] : segment.kind))).toEqual([
      [1, 1],
      [3, 1],
      [3, 4],
      [1, 4],
      "close",
      [2, 1],
      [3, 2],
    ]);
    const ends = circle.segments.flatMap((segment) => ("to" in segment ? [segment.to] : []));
    expect(ends).toHaveLength(5);
    for (const { x, y } of ends) expect(Math.hypot(x, y)).toBeCloseTo(2, 12);
    expect(ends[1]?.y).toBeCloseTo(2, 12);
    // The middle of a quarter turn by one cubic curve is off the circle by less than 0.03 %.
    const [start, curve] = circle.segments;
    if (start?.kind !== "move" || curve?.kind !== "curve") throw new Error("wrong segments");
    const middle = (["x", "y"] as const).map(
      (axis) => (start.to[axis] + 3 * curve.first[axis] + 3 * curve.second[axis] + curve.to[axis]) / 8,
    );
    expect(Math.abs(Math.hypot(...middle) - 2)).toBeLessThan(6e-4);
  });

  it("refuses what it cannot draw", () => {
    expect(() => readSvg(svg("<ellipse/>"))).toThrow(/got ellipse/);
    expect(() => readSvg(svg('<path d="M0,0Q1,1,2,2" fill="#000"/>'))).toThrow(/got Q/);
    expect(() => readSvg(svg('<g transform="skewX(3)"></g>'))).toThrow(/got skewX/);
    expect(() => readSvg(svg('<path d="M0,0h1" fill="teal"/>'))).toThrow(/got teal/);
    expect(() => readSvg("<svg></svg>")).toThrow(/size/);
  });
});

describe("dashes", () => {
  it("go on through corners and start anew at a move", () => {
    const at = (x: number, y: number) => ({ x, y });
    const cut = dashSegments(
      [
        { kind: "move", to: at(0, 0) },
        { kind: "line", to: at(5, 0) },
        { kind: "line", to: at(5, 4) },
        { kind: "move", to: at(0, 9) },
        { kind: "line", to: at(2, 9) },
      ],
      [3, 1],
    );
    expect(cut.map((segment) => [segment.kind, "to" in segment ? [segment.to.x, segment.to.y] : []])).toEqual([
      ["move", [0, 0]],
      ["line", [3, 0]],
      ["move", [4, 0]],
      ["line", [5, 0]],
      ["line", [5, 2]],
      ["move", [5, 3]],
      ["line", [5, 4]],
      ["move", [0, 9]],
      ["line", [2, 9]],
    ]);
  });
});

describe("a metafile", () => {
  const drawing = readSvg(
    svg(
      '<path d="M1,1h2" stroke="#0060a8" stroke-width="2"/><text transform="translate(50,10)" text-anchor="middle" font-size="12px" fill="#000">Hé</text>',
    ),
  );
  const file = renderEmf(drawing, fonts);
  const records = recordsOf(file);

  it("states its length, its number of records and its size in hundredths of a millimetre", () => {
    const header = records[0]?.data;
    expect(records[0]?.type).toBe(1);
    expect(header?.getUint32(32, true)).toBe(0x464d4520);
    expect(header?.getUint32(40, true)).toBe(file.length);
    expect(header?.getUint32(44, true)).toBe(records.length);
    expect([24, 28].map((at) => header?.getInt32(at, true))).toEqual([2646, 1323]);
    expect(records[records.length - 1]?.type).toBe(14);
  });

  it("draws with one object at a time, and takes each away", () => {
    const made = records.filter(({ type }) => [39, 82, 95].includes(type)).length;
    expect(made).toBe(2);
    expect(records.filter(({ type }) => type === 40)).toHaveLength(made);
    const pen = records.find(({ type }) => type === 95)?.data;
    expect(pen?.getUint32(24, true)).toBe(40);
    expect(pen?.getUint32(32, true)).toBe(0xa86000);
  });

  it("places a centred text by the shipped font's widths", () => {
    const text = records.find(({ type }) => type === 84)?.data;
    const width = measureText(fonts.regular, "Hé", 12);
    expect(text?.getInt32(28, true)).toBe(Math.round((50 - width / 2) * 20));
    expect(text?.getInt32(32, true)).toBe(200);
    expect(text?.getUint32(36, true)).toBe(2);
    const start = (text?.getUint32(40, true) ?? 0) - 8;
    expect([0, 2].map((at) => text?.getUint16(start + at, true))).toEqual([0x48, 0xe9]);
    const advances = (text?.getUint32(64, true) ?? 0) - 8;
    expect(text?.getInt32(advances, true)).toBe(Math.round(measureText(fonts.regular, "H", 12) * 20));
  });
});
