import type { PdfBreach } from "./lint-pdf.js";
import { isKind, type PdfDictionary, type PdfValue } from "./pdf-values.js";
import type { PdfFile } from "./read-pdf.js";

/** Keys of a dictionary that act, or bring in another file. */
const actingKeys = [
  "/JS",
  "/JavaScript",
  "/AA",
  "/Launch",
  "/XFA",
  "/EmbeddedFiles",
  "/EF",
  "/RichMediaContent",
  "/AcroForm",
] as const;
/** Kinds of actions that leave the file or run something. */
const actingKinds = [
  "/JavaScript",
  "/Launch",
  "/URI",
  "/GoToR",
  "/GoToE",
  "/SubmitForm",
  "/ImportData",
  "/Movie",
  "/Sound",
  "/Rendition",
];
const versions = ["1.4", "1.5", "1.6", "1.7"];

/** Rules of the whole file: version, tags, language, title, bookmarks, fonts, nothing that acts. */
export function checkFile(file: PdfFile): readonly PdfBreach[] {
  const { catalog } = file;
  const breaches: PdfBreach[] = [];
  const require = (rule: string, holds: boolean, what: string): void => {
    if (!holds) breaches.push({ rule, page: null, what });
  };
  const objects = file.numbers.map((number) => file.resolve({ kind: "reference", number }));
  const dictionaries = objects.flatMap((object) => dictionariesIn(object));
  require("version", versions.includes(file.version), `must be PDF ${versions.join(", ")}; got ${file.version}`);
  require("not-encrypted", !file.trailer.entries.has("/Encrypt"), "must be readable without a password");
  require("tagged", isMarked(file), "must be tagged: /MarkInfo /Marked true and a structure tree");
  require("language", isKind(file.get(catalog, "/Lang"), "string"), "must state its language");
  require("title", /<dc:title>/.test(
    file.stream(catalog.entries.get("/Metadata")) ?? "",
  ), "must have a title in its metadata");
  require("shows-title", flagOf(
    file,
    "/ViewerPreferences",
    "/DisplayDocTitle",
  ), "must show its title, not its file name");
  const outlines = file.get(catalog, "/Outlines");
  require("bookmarks", isKind(outlines, "dictionary") && outlines.entries.has("/First"), "must have bookmarks");
  require("opens-with-bookmarks", nameOf(file.get(catalog, "/PageMode")) ===
    "/UseOutlines", "must open with its bookmarks shown");
  for (const dictionary of dictionaries) {
    for (const key of actingKeys)
      require("nothing-acts", !dictionary.entries.has(key), `must hold no script, attachment or form; got ${key}`);
    const action = nameOf(file.get(dictionary, "/S"));
    const isAction =
      isKind(file.get(dictionary, "/A"), "dictionary") || nameOf(file.get(dictionary, "/Type")) === "/Action";
    const kind = isAction ? (nameOf(file.get(asDictionary(file.get(dictionary, "/A")), "/S")) ?? action) : null;
    require("nothing-acts", kind === null ||
      !actingKinds.includes(kind), `links must stay within the file; got an action ${kind}`);
    const type = nameOf(file.get(dictionary, "/Type"));
    if (type === "/Font") checkFont(file, dictionary, require);
    if (type === "/StructElem" && nameOf(file.get(dictionary, "/S")) === "/Figure")
      require("figures-described", isKind(
        file.get(dictionary, "/Alt"),
        "string",
      ), "every figure must have a text alternative");
  }
  return distinct(breaches);
}

type Require = (rule: string, holds: boolean, what: string) => void;

/** Every font but a composite one, which its descendant stands for, must carry its own file. */
function checkFont(file: PdfFile, font: PdfDictionary, require: Require): void {
  const kind = nameOf(file.get(font, "/Subtype"));
  if (kind === "/Type0" || kind === "/Type3") return;
  const descriptor = asDictionary(file.get(font, "/FontDescriptor"));
  const embedded = ["/FontFile", "/FontFile2", "/FontFile3"].some((key) => descriptor?.entries.has(key) === true);
  require("fonts-embedded", embedded, `every font must be embedded; ${nameOf(file.get(font, "/BaseFont")) ?? "one without a name"} is not`);
}

const isMarked = (file: PdfFile): boolean =>
  flagOf(file, "/MarkInfo", "/Marked") && isKind(file.get(file.catalog, "/StructTreeRoot"), "dictionary");

const flagOf = (file: PdfFile, group: string, key: string): boolean =>
  file.get(asDictionary(file.get(file.catalog, group)), key) === true;

const asDictionary = (value: PdfValue): PdfDictionary | null => (isKind(value, "dictionary") ? value : null);
const nameOf = (value: PdfValue): string | null => (isKind(value, "name") ? value.name : null);

/** A value's dictionaries at any depth, references not followed. */
function dictionariesIn(value: PdfValue): readonly PdfDictionary[] {
  if (Array.isArray(value)) return value.flatMap(dictionariesIn);
  if (!isKind(value, "dictionary")) return [];
  return [value, ...[...value.entries.values()].flatMap(dictionariesIn)];
}

const distinct = (breaches: readonly PdfBreach[]): readonly PdfBreach[] => [
  ...new Map(breaches.map((breach) => [`${breach.rule} ${breach.what}`, breach])).values(),
];
