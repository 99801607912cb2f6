/**
 * The PDF with one incremental update (ISO 32000-1 §7.5.6) that makes viewers show the bookmarks when they open it, and the title in place of
 * the file's name: the catalog is written once more with /PageMode /UseOutlines and /DisplayDocTitle, and a cross-reference section that points back to the file's own. Throws where the file is not of the
 * form the typesetter writes (a classical cross-reference table).
 */
export function openWithBookmarks(pdf: Uint8Array): Uint8Array {
  // One character a byte, so that positions in the text are positions in the file.
  const text = Buffer.from(pdf).toString("latin1");
  const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text);
  const trailerAt = text.lastIndexOf("trailer");
  const trailer = /^trailer\s*<<([\s\S]*?)>>\s*startxref/.exec(text.slice(trailerAt));
  const root = /\/Root\s+(\d+)\s+(\d+)\s+R/.exec(trailer?.[1] ?? "");
  if (start === null || trailer === null || root === null) throw new Error("PDF has no classical trailer");
  const [number, generation] = [Number(root[1]), Number(root[2])];
  const catalog = objectAt(text, Number(start[1]), number);
  if (!catalog.includes("/Outlines") || catalog.includes("/PageMode"))
    throw new Error("PDF catalog must have bookmarks and no page mode of its own");
  if (!catalog.includes("/ViewerPreferences <<")) throw new Error("PDF catalog must have viewer preferences");
  const body = catalog
    .replace("/Type /Catalog", "/Type /Catalog\n  /PageMode /UseOutlines")
    .replace("/ViewerPreferences <<", "/ViewerPreferences <<\n    /DisplayDocTitle true");
  const prefix = text.endsWith("\n") ? "" : "\n";
  const objectOffset = text.length + prefix.length;
  const object = `${number} ${generation} obj\n${body}\nendobj\n`;
  const xrefOffset = objectOffset + object.length;
  const entry = `${String(objectOffset).padStart(10, "0")} ${String(generation).padStart(5, "0")} n \n`;
  const update = `${prefix}${object}xref\n${number} 1\n${entry}trailer\n<<${trailer[1]}  /Prev ${start[1]}\n>>\nstartxref\n${xrefOffset}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(update, "latin1")]);
}

/** The body of an object, found through the cross-reference table at `xref`. */
function objectAt(text: string, xref: number, number: number): string {
  const header = /^xref\s+0\s+(\d+)\s*\n/.exec(text.slice(xref, xref + 40));
  if (header === null) throw new Error("PDF has no classical cross-reference table");
  const entryAt = xref + header[0].length + 20 * number;
  const offset = Number(text.slice(entryAt, entryAt + 10));
  const found = new RegExp(`^${number} \\d+ obj\\s*([\\s\\S]*?)\\s*endobj`).exec(text.slice(offset));
  if (found?.[1] === undefined) throw new Error(`PDF has no object ${number} where its table says`);
  return found[1];
}
