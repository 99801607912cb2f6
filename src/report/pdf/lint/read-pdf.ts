import { inflateSync } from "node:zlib";
import { isKind, type PdfDictionary, type PdfValue, readPdfValues } from "./pdf-values.js";

/** A PDF file's objects, found through its cross-reference tables. */
export interface PdfFile {
  /** `1.7`, as the first line says. */
  readonly version: string;
  readonly trailer: PdfDictionary;
  readonly catalog: PdfDictionary;
  /** The pages in order. What a page takes over from the tree above it is filled in. */
  readonly pages: readonly PdfPage[];
  /** Numbers of all objects in use. */
  readonly numbers: readonly number[];
  /** The object with this number, or what a reference stands for; any other value as it is. */
  readonly resolve: (value: PdfValue | undefined) => PdfValue;
  /** A member of a dictionary, references followed. */
  readonly get: (dictionary: PdfDictionary | null, key: string) => PdfValue;
  /** The bytes of a stream, inflated; null where the value is none. */
  readonly stream: (value: PdfValue | undefined) => string | null;
}

export interface PdfPage {
  /** Of its object. */
  readonly number: number;
  readonly dictionary: PdfDictionary;
}

const empty: PdfDictionary = { kind: "dictionary", entries: new Map() };
const inherited = ["/MediaBox", "/CropBox", "/Resources", "/Rotate"] as const;

/** Reads a file with classical cross-reference tables, updates included. Throws where it has another form: nothing can be said of it then. */
export function readPdf(bytes: Uint8Array): PdfFile {
  const text = Buffer.from(bytes).toString("latin1");
  const { offsets, trailer } = readCrossReferences(text);
  const cache = new Map<number, PdfValue>();
  const object = (number: number): PdfValue => {
    const known = cache.get(number);
    if (known !== undefined) return known;
    const offset = offsets.get(number);
    const value = offset === undefined ? null : readObject(text, offset, number).value;
    cache.set(number, value);
    return value;
  };
  const resolve = (value: PdfValue | undefined): PdfValue =>
    isKind(value, "reference") ? object(value.number) : (value ?? null);
  const get = (dictionary: PdfDictionary | null, key: string): PdfValue => resolve(dictionary?.entries.get(key));
  const dictionary = (value: PdfValue): PdfDictionary | null => (isKind(value, "dictionary") ? value : null);
  const stream = (value: PdfValue | undefined): string | null => {
    if (!isKind(value, "reference")) return null;
    const offset = offsets.get(value.number);
    return offset === undefined ? null : readStream(text, readObject(text, offset, value.number), resolve);
  };
  const catalog = dictionary(get(trailer, "/Root")) ?? empty;
  const walk = (node: PdfValue | undefined, above: ReadonlyMap<string, PdfValue>): readonly PdfPage[] => {
    const own = dictionary(resolve(node)) ?? empty;
    const entries = new Map([...above, ...own.entries]);
    const kids = get(own, "/Kids");
    if (!Array.isArray(kids))
      return [{ number: isKind(node, "reference") ? node.number : 0, dictionary: { kind: "dictionary", entries } }];
    const passed = new Map([...entries].filter(([key]) => (inherited as readonly string[]).includes(key)));
    return kids.flatMap((kid) => walk(kid, passed));
  };
  return {
    version: /^%PDF-(\d\.\d)/.exec(text)?.[1] ?? "",
    trailer,
    catalog,
    pages: walk(catalog.entries.get("/Pages"), new Map()),
    numbers: [...offsets.keys()].sort((a, b) => a - b),
    resolve,
    get,
    stream,
  };
}

/** Offsets of the objects: the newest table first, each older one filling in what the newer leave open. */
function readCrossReferences(text: string): {
  readonly offsets: ReadonlyMap<number, number>;
  readonly trailer: PdfDictionary;
} {
  const offsets = new Map<number, number>();
  let trailer: PdfDictionary | null = null;
  let start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? Number.NaN);
  while (!Number.isNaN(start)) {
    const reader = readPdfValues(text, start);
    const first = reader.next();
    if (!isKind(first, "operator") || first.name !== "xref")
      throw new Error("a PDF file must have a classical cross-reference table");
    let value = reader.next();
    while (typeof value === "number") {
      const count = Number(reader.next());
      for (let i = 0; i < count; i += 1) {
        const [offset, , use] = [reader.next(), reader.next(), reader.next()];
        const number = value + i;
        if (isKind(use, "operator") && use.name === "n" && !offsets.has(number)) offsets.set(number, Number(offset));
      }
      value = reader.next();
    }
    const found = reader.next();
    if (!isKind(found, "dictionary")) throw new Error("a PDF file must have a trailer");
    trailer ??= found;
    const previous = found.entries.get("/Prev");
    start = typeof previous === "number" ? previous : Number.NaN;
  }
  if (trailer === null) throw new Error("a PDF file must end with startxref");
  return { offsets, trailer };
}

interface ReadObject {
  readonly value: PdfValue;
  /** Where the word after the value ends. */
  readonly at: number;
  readonly isStream: boolean;
}

function readObject(text: string, offset: number, number: number): ReadObject {
  const reader = readPdfValues(text, offset);
  if (reader.next() !== number) throw new Error(`a PDF file must hold object ${number} where its table says`);
  reader.next();
  reader.next();
  const value = reader.next() ?? null;
  const after = reader.next();
  // A reference or a number alone may follow as three words; no object of these files is one.
  return { value, at: reader.at(), isStream: isKind(after, "operator") && after.name === "stream" };
}

function readStream(
  text: string,
  { value, at, isStream }: ReadObject,
  resolve: (value: PdfValue | undefined) => PdfValue,
): string | null {
  if (!isStream || !isKind(value, "dictionary")) return null;
  const length = Number(resolve(value.entries.get("/Length")));
  const start = text.startsWith("\r\n", at) ? at + 2 : at + 1;
  const raw = text.slice(start, start + length);
  const filter = resolve(value.entries.get("/Filter"));
  if (filter === null) return raw;
  if (!isKind(filter, "name") || filter.name !== "/FlateDecode")
    throw new Error("a PDF stream must be plain or deflated");
  return inflateSync(Buffer.from(raw, "latin1")).toString("latin1");
}
