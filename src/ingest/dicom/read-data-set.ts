import { DataError } from "../../errors.js";
import type { ByteSource } from "./byte-source.js";
import { type ReadText, readTextBy } from "./character-set.js";
import type { DataSet, Element } from "./data-set.js";
import { representationOf } from "./dictionary.js";
import { atTag, TagError } from "./tag-error.js";
import type { TransferSyntax } from "./transfer-syntax.js";

/** Representations with a length of four bytes behind two that are reserved (PS3.5 7.1.2). */
const longForm = new Set(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"]);
/** Text in the character set of the file, and text in ASCII. */
const ownText = new Set(["LO", "LT", "PN", "SH", "ST", "UC", "UT"]);
const plainText = new Set(["AE", "AS", "CS", "DA", "DS", "DT", "IS", "TM", "UI", "UR"]);
const numberBytes: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8 };

const undefinedLength = 0xffffffff;
const itemTag = 0xfffee000;
const itemEnd = 0xfffee00d;
const sequenceEnd = 0xfffee0dd;
const characterSetTag = 0x00080005;
const firstPixelTag = 0x7fe00000;
const pixelData = 0x7fe00010;

/** A text longer than this, sequences nested deeper, or more elements: none of it is the header of a scan. */
const longestText = 4_000_000;
const mostNumbers = 4_096;
const deepest = 64;
const mostElements = 1_000_000;

export interface ReadOptions {
  readonly syntax: TransferSyntax;
  /** Character set of files that name none, as the platform calls it. */
  readonly fallback: string | null;
  /** Read only elements below this tag, at the outermost level. Default: up to the pixels. */
  readonly below?: number;
}

interface Reading {
  readonly source: ByteSource;
  readonly options: ReadOptions;
  at: number;
  elements: number;
  pixels: boolean;
}

/** How the elements of one level are encoded. */
interface Level {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  readonly depth: number;
}

/**
 * The elements of a data set from an offset on, up to the pixel data (group 7FE0), which are not read; what stands behind
 * them is not read either. `end` is where reading stopped, `pixels` whether it was at pixel data. Values of binary representations are passed over. Throws
 * TagError where the bytes are no data set or end early; pixel data that announce more bytes than the file holds count as
 * that. Source: PS3.5 chapter 7.
 */
export function readDataSet(
  source: ByteSource,
  from: number,
  options: ReadOptions,
): { readonly data: DataSet; readonly end: number; readonly pixels: boolean } {
  const reading: Reading = { source, options, at: from, elements: 0, pixels: false };
  const { explicit, littleEndian } = options.syntax;
  const text = readTextBy([], options.fallback);
  const data = readElements(reading, source.size, text, { explicit, littleEndian, depth: 0 });
  return { data, end: reading.at, pixels: reading.pixels };
}

/** Elements up to `end`, or, in an item of undefined length (`end` is infinite), up to its delimiter. */
function readElements(reading: Reading, end: number, inherited: ReadText, level: Level): DataSet {
  const { options } = reading;
  const stop = level.depth === 0 ? Math.min(options.below ?? firstPixelTag, firstPixelTag) : Number.POSITIVE_INFINITY;
  const elements = new Map<number, Element>();
  let readText = inherited;
  while (reading.at < end) {
    const start = reading.at;
    const tag = readTag(reading, level);
    if (tag >= stop) {
      if (tag === pixelData) atTag(tag, () => checkPixels(reading, level));
      reading.at = start;
      reading.pixels = tag >= firstPixelTag;
      break;
    }
    if (tag === itemEnd) {
      reading.at += 4;
      break;
    }
    const element = atTag(tag, () => readElement(reading, tag, readText, level));
    if (tag === characterSetTag)
      readText = atTag(tag, () => readTextBy((element.text ?? "").split("\\"), options.fallback));
    // An element that stands twice is against the rules; the first one counts. Group lengths say nothing.
    if (tag % 65_536 !== 0 && !elements.has(tag)) elements.set(tag, element);
    if (reading.at > end) throw new TagError(tag, "goes on beyond its item: the file is damaged, get it again");
  }
  return elements;
}

function readTag(reading: Reading, level: Level): number {
  const group = readNumber(reading, "US", level);
  return group * 65_536 + readNumber(reading, "US", level);
}

function readNumber(reading: Reading, vr: string, { littleEndian }: Pick<Level, "littleEndian">): number {
  const bytes = reading.source.view(reading.at, numberBytes[vr]!);
  reading.at += bytes.length;
  return numberAt(bytes, 0, vr, littleEndian);
}

function numberAt(bytes: Buffer, i: number, vr: string, littleEndian: boolean): number {
  switch (vr) {
    case "US":
      return littleEndian ? bytes.readUInt16LE(i) : bytes.readUInt16BE(i);
    case "SS":
      return littleEndian ? bytes.readInt16LE(i) : bytes.readInt16BE(i);
    case "UL":
      return littleEndian ? bytes.readUInt32LE(i) : bytes.readUInt32BE(i);
    case "SL":
      return littleEndian ? bytes.readInt32LE(i) : bytes.readInt32BE(i);
    case "FL":
      return littleEndian ? bytes.readFloatLE(i) : bytes.readFloatBE(i);
    default:
      return littleEndian ? bytes.readDoubleLE(i) : bytes.readDoubleBE(i);
  }
}

function readElement(reading: Reading, tag: number, readText: ReadText, level: Level): Element {
  reading.elements += 1;
  if (reading.elements > mostElements) throw new DataError(`is more than the ${mostElements}th element of a header`);
  const { vr, length } = readHead(reading, tag, level);
  const none = { vr, text: null, numbers: [], items: [] };
  if (vr === "SQ" || (vr === "UN" && length === undefinedLength)) {
    // A sequence whose representation got lost on the way is always implicit (PS3.5 6.2.2).
    const inner = vr === "SQ" ? level : { ...level, explicit: false, littleEndian: true };
    return { ...none, vr: "SQ", items: readItems(reading, length, readText, inner) };
  }
  if (length === undefinedLength) throw new DataError("says no length: the file is damaged, get it again");
  const from = reading.at;
  reading.at += length;
  if (reading.at > reading.source.size) reading.source.view(from, length);
  const size = numberBytes[vr];
  if (size !== undefined) return { ...none, numbers: readNumbers(reading, from, length, vr, level) };
  if (!ownText.has(vr) && !plainText.has(vr)) return none;
  if (length > longestText) throw new DataError("is longer than a text of a header can be: the file is damaged");
  const bytes = reading.source.view(from, length);
  const text = ownText.has(vr) ? readText(bytes) : bytes.toString("latin1");
  return { ...none, text: text.replace(/[\0 ]+$/, "") };
}

function readHead(reading: Reading, tag: number, level: Level): { readonly vr: string; readonly length: number } {
  if (!level.explicit) return { vr: representationOf(tag), length: readNumber(reading, "UL", level) };
  const vr = reading.source.view(reading.at, 2).toString("latin1");
  if (!/^[A-Z]{2}$/.test(vr)) throw new DataError("is no data element: the file is damaged, get it again");
  reading.at += 2;
  if (!longForm.has(vr)) return { vr, length: readNumber(reading, "US", level) };
  reading.at += 2;
  return { vr, length: readNumber(reading, "UL", level) };
}

function readNumbers(reading: Reading, from: number, length: number, vr: string, level: Level): number[] {
  const size = numberBytes[vr]!;
  const count = Math.min(Math.floor(length / size), mostNumbers);
  const bytes = reading.source.view(from, count * size);
  return Array.from({ length: count }, (_, i) => numberAt(bytes, i * size, vr, level.littleEndian));
}

function readItems(reading: Reading, length: number, readText: ReadText, level: Level): DataSet[] {
  if (level.depth >= deepest) throw new DataError(`nests sequences more than ${deepest} deep: the file is damaged`);
  const end = length === undefinedLength ? Number.POSITIVE_INFINITY : reading.at + length;
  if (end !== Number.POSITIVE_INFINITY && end > reading.source.size) reading.source.view(reading.at, length);
  const items: DataSet[] = [];
  while (reading.at < end) {
    const tag = readTag(reading, level);
    const itemLength = readNumber(reading, "UL", level);
    if (tag === sequenceEnd) break;
    if (tag !== itemTag) throw new DataError("holds something that is no item: the file is damaged, get it again");
    const itemStop = itemLength === undefinedLength ? Number.POSITIVE_INFINITY : reading.at + itemLength;
    items.push(readElements(reading, itemStop, readText, { ...level, depth: level.depth + 1 }));
  }
  return items;
}

/** Pixels are not read; that they are all there is told by their length. */
function checkPixels(reading: Reading, level: Level): void {
  const { length } = readHead(reading, pixelData, level);
  if (length !== undefinedLength && reading.at + length > reading.source.size)
    throw new DataError("announces more pixels than the file holds: it is truncated, get it again");
}
