import { isKind, type PdfDictionary, type PdfValue } from "./pdf-values.js";
import type { PdfFile } from "./read-pdf.js";

/** The marks of each page, by the page's object number, whose content the structure tree calls a figure. */
export function readFigureMarks(file: PdfFile): ReadonlyMap<number, ReadonlySet<number>> {
  const marks = new Map<number, Set<number>>();
  const add = (page: PdfValue | undefined, mark: PdfValue): void => {
    if (!isKind(page, "reference") || typeof mark !== "number") return;
    marks.set(page.number, (marks.get(page.number) ?? new Set()).add(mark));
  };
  for (const number of file.numbers) {
    const element = file.resolve({ kind: "reference", number });
    if (!isKind(element, "dictionary") || !isFigure(file, element)) continue;
    const page = element.entries.get("/Pg");
    const kids = file.get(element, "/K");
    for (const kid of Array.isArray(kids) ? kids : [kids]) {
      const content = file.resolve(kid);
      if (isKind(content, "dictionary")) add(content.entries.get("/Pg") ?? page, file.get(content, "/MCID"));
      else add(page, content);
    }
  }
  return marks;
}

function isFigure(file: PdfFile, element: PdfDictionary): boolean {
  const [type, kind] = [file.get(element, "/Type"), file.get(element, "/S")];
  return isKind(type, "name") && type.name === "/StructElem" && isKind(kind, "name") && kind.name === "/Figure";
}
