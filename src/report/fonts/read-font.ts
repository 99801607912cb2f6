/** What the report needs of a TrueType font: which characters it draws and how wide they are. */
export interface Font {
  readonly unitsPerEm: number;
  /** Glyph of a Unicode code point; 0 where the font has none. */
  readonly glyphOf: (codePoint: number) => number;
  /** Advance width of a glyph in font units. */
  readonly advanceOf: (glyph: number) => number;
}

/**
 * Reads the `head`, `hhea`, `hmtx` and `cmap` (format 4 or 12, Unicode) tables of a TrueType file.
 * Source: OpenType 1.9.1, chapters of the same names. Kerning is left out: renderers of SVG differ in whether they apply it.
 */
export function readFont(file: Uint8Array): Font {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables = readTableDirectory(view);
  const metrics = readAdvances(view, tables);
  return {
    unitsPerEm: view.getUint16(tableAt(tables, "head") + 18),
    glyphOf: readCharacterMap(view, tableAt(tables, "cmap")),
    advanceOf: (glyph) => metrics[Math.min(glyph, metrics.length - 1)] ?? 0,
  };
}

function readTableDirectory(view: DataView): ReadonlyMap<string, number> {
  const tables = new Map<string, number>();
  const count = view.getUint16(4);
  for (let i = 0; i < count; i += 1) {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));
    tables.set(tag, view.getUint32(at + 8));
  }
  return tables;
}

function tableAt(tables: ReadonlyMap<string, number>, tag: string): number {
  const at = tables.get(tag);
  if (at === undefined) throw new Error(`font has no ${tag} table`);
  return at;
}

function readAdvances(view: DataView, tables: ReadonlyMap<string, number>): Uint16Array {
  const count = view.getUint16(tableAt(tables, "hhea") + 34);
  const at = tableAt(tables, "hmtx");
  return Uint16Array.from({ length: count }, (_, i) => view.getUint16(at + 4 * i));
}

function readCharacterMap(view: DataView, cmap: number): (codePoint: number) => number {
  const count = view.getUint16(cmap + 2);
  const subtables = Array.from({ length: count }, (_, i) => {
    const at = cmap + 4 + 8 * i;
    const start = cmap + view.getUint32(at + 4);
    return { platform: view.getUint16(at), encoding: view.getUint16(at + 2), start, format: view.getUint16(start) };
  }).filter(({ platform, encoding }) => platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10)));
  const full = subtables.find(({ format }) => format === 12);
  if (full !== undefined) return readFormat12(view, full.start);
  const basic = subtables.find(({ format }) => format === 4);
  if (basic !== undefined) return readFormat4(view, basic.start);
  throw new Error("font has no Unicode character map of format 4 or 12");
}

function readFormat12(view: DataView, start: number): (codePoint: number) => number {
  const groups = view.getUint32(start + 12);
  return (codePoint) => {
    for (let i = 0; i < groups; i += 1) {
      const at = start + 16 + 12 * i;
      if (codePoint > view.getUint32(at + 4)) continue;
      const first = view.getUint32(at);
      return codePoint < first ? 0 : view.getUint32(at + 8) + codePoint - first;
    }
    return 0;
  };
}

function readFormat4(view: DataView, start: number): (codePoint: number) => number {
  const segments = view.getUint16(start + 6) / 2;
  const ends = start + 14;
  const starts = ends + 2 * segments + 2;
  const deltas = starts + 2 * segments;
  const offsets = deltas + 2 * segments;
  return (codePoint) => {
    if (codePoint > 0xffff) return 0;
    for (let i = 0; i < segments; i += 1) {
      if (codePoint > view.getUint16(ends + 2 * i)) continue;
      const first = view.getUint16(starts + 2 * i);
      if (codePoint < first) return 0;
      const delta = view.getUint16(deltas + 2 * i);
      const offset = view.getUint16(offsets + 2 * i);
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const glyph = view.getUint16(offsets + 2 * i + offset + 2 * (codePoint - first));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
