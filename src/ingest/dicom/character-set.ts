import { DataError } from "../../errors.js";

/** Reads the bytes of a value by the character set that the file names. Throws DataError for bytes that are not in it. */
export type ReadText = (bytes: Buffer) => string;

/** Defined terms of Specific Character Set (0008,0005) and what the platform calls them. PS3.3 C.12.1.1.2. */
const singleByte: Readonly<Record<string, string>> = {
  "ISO_IR 100": "iso-8859-1",
  "ISO_IR 101": "iso-8859-2",
  "ISO_IR 109": "iso-8859-3",
  "ISO_IR 110": "iso-8859-4",
  "ISO_IR 144": "iso-8859-5",
  "ISO_IR 127": "iso-8859-6",
  "ISO_IR 126": "iso-8859-7",
  "ISO_IR 138": "iso-8859-8",
  "ISO_IR 148": "iso-8859-9",
  "ISO_IR 203": "iso-8859-15",
  "ISO_IR 166": "windows-874",
  "ISO_IR 13": "shift_jis",
  "ISO_IR 192": "utf-8",
  GB18030: "gb18030",
  GBK: "gbk",
};
const withEscapes: Readonly<Record<string, string>> = {
  "ISO 2022 IR 87": "iso-2022-jp",
  "ISO 2022 IR 159": "iso-2022-jp",
  "ISO 2022 IR 149": "euc-kr",
  "ISO 2022 IR 58": "gb2312",
};
const known = new Map<string, ReadText>();

/**
 * The reader for the values of (0008,0005). Without any, or with ISO_IR 6 alone, text is ASCII, or what the configuration
 * says (`fallback`). Throws DataError for a term that is not known.
 */
export function readTextBy(terms: readonly string[], fallback: string | null): ReadText {
  const key = `${fallback}|${terms.join("\\")}`;
  const reader = known.get(key) ?? makeReader(terms, fallback);
  known.set(key, reader);
  return reader;
}

function makeReader(terms: readonly string[], fallback: string | null): ReadText {
  const named = terms.map((term) => term.trim().toUpperCase()).filter((term) => term !== "");
  const labels = named.map((term) => {
    if (["ISO_IR 6", "ISO 2022 IR 6"].includes(term)) return null;
    const label = withEscapes[term] ?? singleByte[term] ?? singleByte[term.replace("ISO 2022 IR", "ISO_IR")];
    if (label === undefined) throw new DataError("names a character set that is not known; correct it");
    return label;
  });
  const label = labels.find((each) => each !== null) ?? fallback;
  // Code extensions switch sets within a value; the platform knows those of Japanese, for the others the escapes are taken out.
  const extended = named.find((term) => term in withEscapes);
  if (extended !== undefined) return extendedReader(withEscapes[extended]!);
  if (label === null)
    return refuseOther("holds bytes beyond ASCII, and the file names no character set; say which: characterSet");
  const decoder = new TextDecoder(label, { fatal: true });
  return (bytes) => {
    if (isPlain(bytes)) return bytes.toString("latin1");
    try {
      return decoder.decode(bytes);
    } catch {
      throw new DataError(
        `holds bytes that are not ${label}, the character set the file names; correct it or say which: characterSet`,
      );
    }
  };
}

function extendedReader(label: string): ReadText {
  const decoder = new TextDecoder(label);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ISO 2022 escapes begin with it
  const escapes = /\u001b[$(),\-.][$(),\-.]?[A-Z]/g;
  return (bytes) => {
    if (isPlain(bytes) && !bytes.includes(0x1b)) return bytes.toString("latin1");
    if (label === "iso-2022-jp") return decoder.decode(bytes);
    return decoder.decode(Buffer.from(bytes.toString("latin1").replace(escapes, ""), "latin1"));
  };
}

function refuseOther(rule: string): ReadText {
  return (bytes) => {
    if (!isPlain(bytes)) throw new DataError(rule);
    return bytes.toString("latin1");
  };
}

function isPlain(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i]! > 127) return false;
  return true;
}
