import { createRequire } from "node:module";
import { isPrivate, showTag } from "./data-set.js";

interface DataDictionary {
  readonly [tag: string]: { readonly vr: string; readonly name: string } | undefined;
}

const require = createRequire(import.meta.url);
let dictionary: DataDictionary | null = null;

/** The data dictionary (PS3.6). Loaded at need: most files name their representations. */
function loadDictionary(): DataDictionary {
  const loaded = require("dcmjs") as {
    readonly data: { readonly DicomMetaDictionary: { dictionary: DataDictionary } };
  };
  return loaded.data.DicomMetaDictionary.dictionary;
}

/**
 * The value representation of a tag by the data dictionary, which implicit transfer syntaxes leave out; UN for private and
 * unknown tags. Where the dictionary leaves a choice the value is binary or a whole number.
 */
export function representationOf(tag: number): string {
  if (isPrivate(tag)) return "UN";
  dictionary ??= loadDictionary();
  const vr = dictionary[showTag(tag)]?.vr ?? "UN";
  return /^[A-Z]{2}$/.test(vr) ? vr : vr === "xs" ? "US" : "OW";
}

/** `(0018,0050) SliceThickness`, for messages and origins. */
export function nameTag(tag: number): string {
  dictionary ??= loadDictionary();
  const name = dictionary[showTag(tag)]?.name;
  return name === undefined ? showTag(tag) : `${showTag(tag)} ${name}`;
}
