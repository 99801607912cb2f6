import { checkFile } from "./file-rules.js";
import { checkPages } from "./page-rules.js";
import { readPdf } from "./read-pdf.js";

/** A rule that a PDF file breaks. */
export interface PdfBreach {
  /** Short name of the rule: `fonts-embedded`. */
  readonly rule: string;
  /** From 1; null where the whole file is meant. */
  readonly page: number | null;
  readonly what: string;
}

/** What the file must be. */
export interface PdfExpectation {
  readonly paper: "letter" | "a4";
}

/** The breaches of the rules that agencies set for PDF files and of those that a reader sees: nothing cut off, nothing on top of other text, no empty page. */
export function lintPdf(bytes: Uint8Array, expected: PdfExpectation): readonly PdfBreach[] {
  const file = readPdf(bytes);
  return [...checkFile(file), ...checkPages(file, expected)];
}

/** Throws an error that names every rule broken and its page. */
export function checkPdf(bytes: Uint8Array, expected: PdfExpectation): void {
  const breaches = lintPdf(bytes, expected);
  if (breaches.length === 0) return;
  const lines = breaches.map(({ rule, page, what }) => `  - ${rule}${page === null ? "" : ` (page ${page})`}: ${what}`);
  throw new Error(`the PDF breaks ${breaches.length} of its rules:\n${lines.join("\n")}`);
}
