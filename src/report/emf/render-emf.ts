import type { Fonts } from "../fonts/load-fonts.js";
import { measureText } from "../fonts/measure-text.js";
import { dashSegments } from "./dash-segments.js";
import type { Drawing, Lettering, Outline, Point } from "./drawing.js";
import { type EmfWriter, makeEmfWriter } from "./emf-records.js";

/** Logical units to a pixel: a twentieth of a pixel is finer than any printer draws. */
const unitsPerPixel = 20;
/** What the metafile names its font: every system has it or one of its metrics, the shipped Liberation Sans among them. */
const fontFace = "Arial";

const record = {
  setWindowExtent: 9,
  setWindowOrigin: 10,
  setViewportExtent: 11,
  setViewportOrigin: 12,
  setMapMode: 17,
  setBackgroundMode: 18,
  setTextAlign: 22,
  setTextColour: 24,
  moveTo: 27,
  selectObject: 37,
  createBrush: 39,
  deleteObject: 40,
  beginPath: 59,
  endPath: 60,
  closeFigure: 61,
  fillPath: 62,
  strokePath: 64,
  createFont: 82,
  textOut: 84,
  createPen: 95,
  curveTo: 5,
  lineTo: 54,
} as const;

const anisotropic = 8;
const transparentBackground = 1;
const baselineAligned = 24;
/** Stock objects: nothing to fill with, nothing to stroke with. */
const nullBrush = 0x80000005 | 0;
const nullPen = 0x80000008 | 0;
/** Geometric pen, solid, flat ends, mitred joins. Dashes are drawn one by one: few programs know a pen's own pattern. */
const penStyle = 0x10000 | 0x200 | 0x2000;
/** The one object alive beside the stock ones. */
const object = 1;

/**
 * A drawing as an enhanced metafile: what a word processor draws that cannot draw SVG, as vectors with text. Every letter stands where the
 * shipped font puts it, whatever font the reader's machine has.
 */
export function renderEmf(drawing: Drawing, fonts: Fonts): Uint8Array {
  const writer = makeEmfWriter();
  const [width, height] = [drawing.width, drawing.height].map((pixels) => Math.ceil(pixels * unitsPerPixel)) as [
    number,
    number,
  ];
  writer.add(record.setMapMode, anisotropic);
  writer.add(record.setWindowOrigin, 0, 0);
  writer.add(record.setWindowExtent, width, height);
  writer.add(record.setViewportOrigin, 0, 0);
  writer.add(record.setViewportExtent, width, height);
  writer.add(record.setBackgroundMode, transparentBackground);
  writer.add(record.setTextAlign, baselineAligned);
  for (const shape of drawing.shapes) {
    if (shape.kind === "outline") drawOutline(writer, shape);
    else drawLettering(writer, shape, fonts);
  }
  return writer.finish({ width, height, unitsPerPixel, objects: 1 });
}

function drawOutline(writer: EmfWriter, outline: Outline): void {
  if (outline.fill !== null) {
    withObject(writer, [record.createBrush, object, 0, colourOf(outline.fill), 0], () => {
      writer.add(record.selectObject, nullPen);
      drawPath(writer, outline);
      writer.add(record.fillPath, 0, 0, -1, -1);
    });
  }
  if (outline.stroke !== null) {
    withObject(writer, penOf(outline.stroke, outline), () => {
      writer.add(record.selectObject, nullBrush);
      drawPath(writer, { segments: dashSegments(outline.segments, outline.dash) });
      writer.add(record.strokePath, 0, 0, -1, -1);
    });
  }
}

/** Makes an object, draws with it, and takes it away again. */
function withObject(writer: EmfWriter, [type = 0, ...data]: readonly number[], draw: () => void): void {
  writer.add(type, ...data);
  writer.add(record.selectObject, object);
  draw();
  writer.add(record.deleteObject, object);
}

function penOf(colour: string, { strokeWidth }: Outline): readonly number[] {
  return [record.createPen, object, 0, 0, 0, 0, penStyle, Math.max(1, unitsOf(strokeWidth)), 0, colourOf(colour), 0, 0];
}

function drawPath(writer: EmfWriter, { segments }: Pick<Outline, "segments">): void {
  writer.add(record.beginPath);
  for (const segment of segments) {
    switch (segment.kind) {
      case "move":
        writer.add(record.moveTo, ...place(segment.to));
        break;
      case "line":
        writer.add(record.lineTo, ...place(segment.to));
        break;
      case "curve":
        writer.add(
          record.curveTo,
          0,
          0,
          -1,
          -1,
          3,
          ...place(segment.first),
          ...place(segment.second),
          ...place(segment.to),
        );
        break;
      case "close":
        writer.add(record.closeFigure);
        break;
    }
  }
  writer.add(record.endPath);
}

function drawLettering(writer: EmfWriter, lettering: Lettering, fonts: Fonts): void {
  const font = lettering.bold ? fonts.bold : fonts.regular;
  const advances = Array.from(lettering.text).flatMap((character) => {
    const width = unitsOf(measureText(font, character, lettering.size));
    // A character of two code units: the second has no width of its own.
    return character.length === 2 ? [width, 0] : [width];
  });
  const total = advances.reduce((sum, width) => sum + width, 0) / unitsPerPixel;
  const back = { start: 0, middle: total / 2, end: total }[lettering.anchor];
  const angle = (lettering.rotate * Math.PI) / 180;
  const at = { x: lettering.at.x - back * Math.cos(angle), y: lettering.at.y - back * Math.sin(angle) };
  writer.add(record.createFont, object, fontOf(lettering));
  writer.add(record.selectObject, object);
  writer.add(record.setTextColour, colourOf(lettering.colour));
  writer.add(record.textOut, ...textOf(lettering.text, at, advances));
  writer.add(record.deleteObject, object);
}

/** Data of the text record: bounds, mode and scale, reference point, then the string and the advance of each of its code units. */
function textOf(text: string, at: Point, advances: readonly number[]): readonly (number | Uint8Array)[] {
  const start = 8 + 28 + 40;
  const string = new Uint8Array(Math.ceil(text.length / 2) * 4);
  for (let i = 0; i < text.length; i += 1) new DataView(string.buffer).setUint16(2 * i, text.charCodeAt(i), true);
  const scale = new Uint8Array(4);
  new DataView(scale.buffer).setFloat32(0, 2540 / 96 / unitsPerPixel, true);
  const compatibleMode = 1;
  return [
    ...[0, 0, -1, -1],
    compatibleMode,
    scale,
    scale,
    ...place(at),
    text.length,
    start,
    0,
    ...[0, 0, -1, -1],
    start + string.length,
    string,
    ...advances,
  ];
}

/** A font as the metafile describes it (LogFontPanose, 320 bytes): height in units, turn in tenths of a degree counter-clockwise, weight, face. */
function fontOf({ size, rotate, bold }: Lettering): Uint8Array {
  const font = new Uint8Array(320);
  const view = new DataView(font.buffer);
  view.setInt32(0, -unitsOf(size), true);
  view.setInt32(8, Math.round(-rotate * 10), true);
  view.setInt32(12, Math.round(-rotate * 10), true);
  view.setInt32(16, bold ? 700 : 400, true);
  for (let i = 0; i < fontFace.length; i += 1) view.setUint16(28 + 2 * i, fontFace.charCodeAt(i), true);
  return font;
}

const unitsOf = (pixels: number): number => Math.round(pixels * unitsPerPixel);
const place = ({ x, y }: Point): readonly [number, number] => [unitsOf(x), unitsOf(y)];

/** `#rrggbb` as red, green, blue from the lowest byte up. */
function colourOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return red | (green << 8) | (blue << 16);
}
