import { readZip, writeZip } from "./zip.js";

const types = "[Content_Types].xml";
const core = "docProps/core.xml";
const documentRelationships = "word/_rels/document.xml.rels";
const emfType = '<Default ContentType="image/x-emf" Extension="emf"/>';

/** What tells a program that a block is a table of contents. */
const contentsProperties =
  '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>';

/**
 * The package that the library wrote, as the same bytes each time: entries in a fixed order under one date, pictures numbered in the order they are
 * used, the marks of fields apart, the document's own date in place of the clock's. Pictures named PNG are the metafiles that `docx-block.ts` handed over, and take their
 * name and type here. `date`: ISO time.
 */
export function rewritePackage(file: Uint8Array, date: string): Uint8Array {
  const entries = new Map(readZip(file));
  const names = namePictures(text(entries, documentRelationships));
  const rename = (content: string): string =>
    [...names].reduce((all, [from, to]) => all.replaceAll(`media/${from}`, `media/${to}`), content);
  replace(entries, documentRelationships, rename);
  for (const name of entries.keys())
    if (/^word\/(document|footer\d+)\.xml$/.test(name)) replace(entries, name, separateFields);
  replace(entries, types, (content) => content.replace(/<Default ContentType="image\/png"[^>]*>/, emfType));
  replace(entries, core, (content) => content.replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, `$1${date}`));
  const renamed = [...entries].map(([name, content]): [string, Uint8Array] => {
    const picture = /^word\/media\/(.*)$/.exec(name)?.[1];
    return picture === undefined ? [name, content] : [`word/media/${names.get(picture) ?? picture}`, content];
  });
  return writeZip(new Map(renamed.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))));
}

/**
 * Each mark of a field as a run of its own, and the start of the contents in their first entry, as Word writes them: some programs print the
 * instruction of a field where it stands otherwise. The file asks for all fields to be counted anew, so none needs a mark of its own.
 */
const separateFields = (content: string): string =>
  content
    .replaceAll(' w:dirty="true"', "")
    .replace(/<w:sdtPr>(?:(?!<\/w:sdtPr>).)*<\/w:sdtPr>/g, contentsProperties)
    .replace(
      /<w:r>(<w:rPr>(?:(?!<\/w:rPr>).)*<\/w:rPr>)?((?:(?!<\/w:r>).)*<w:fldChar (?:(?!<\/w:r>).)*)<\/w:r>/g,
      splitRun,
    )
    .replace(
      /<w:p>((?:<w:r>(?:(?!<\/w:r>).)*<\/w:r>){2}<w:r><w:fldChar w:fldCharType="separate"\/><\/w:r>)<\/w:p><w:p>(<w:pPr>(?:(?!<\/w:pPr>).)*<\/w:pPr>)/g,
      "<w:p>$2$1",
    );

function splitRun(_run: string, properties = "", content = ""): string {
  const pieces = content.match(/<w:(t|instrText)\b[^>]*>[^<]*<\/w:\1>|<w:[^>]*\/>/g) ?? [];
  return pieces.map((piece) => `<w:r>${properties}${piece}</w:r>`).join("");
}

/** New names of the pictures: by the number of their relationship, SVG and metafile of a figure in turn. */
function namePictures(relationships: string): ReadonlyMap<string, string> {
  const used = [...relationships.matchAll(/Target="media\/([^"]+)"/g)].map(([, name = ""]) => name);
  return new Map(
    [...new Set(used)].map((name, i) => {
      const kind = name.endsWith(".png") ? "emf" : (/\.(\w+)$/.exec(name)?.[1] ?? "bin");
      return [name, `image${String(i + 1).padStart(3, "0")}.${kind}`];
    }),
  );
}

/** Readers look for the list of types first. */
const rank = (name: string): number => (name === types ? 0 : name === "_rels/.rels" ? 1 : 2);

function text(entries: ReadonlyMap<string, Uint8Array>, name: string): string {
  const content = entries.get(name);
  if (content === undefined) throw new Error(`the Word package has no ${name}`);
  return Buffer.from(content).toString("utf8");
}

function replace(entries: Map<string, Uint8Array>, name: string, change: (content: string) => string): void {
  entries.set(name, Buffer.from(change(text(entries, name)), "utf8"));
}
