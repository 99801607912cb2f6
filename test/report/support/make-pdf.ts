/** What is wrong, or right, about a small PDF file. */
export interface PdfChange {
  readonly version?: string;
  /** Operators that show text on the one page. */
  readonly content?: string;
  /** Members of the page's dictionary. */
  readonly page?: string;
  /** Members of the catalog, in place of the right ones. */
  readonly catalog?: string;
  readonly mediaBox?: string;
  /** Members of the font's descriptor. */
  readonly font?: string;
  /** Further objects, from number 11 on. */
  readonly objects?: readonly string[];
}

export const rightCatalog =
  "/Metadata 7 0 R /Lang (en) /MarkInfo << /Marked true >> /StructTreeRoot 8 0 R /Outlines 9 0 R /PageMode /UseOutlines /ViewerPreferences << /DisplayDocTitle true >>";

/** A PDF file of one letter page that keeps every rule, but for what `change` says. Each letter of its font is half as wide as it is high. */
export function makePdf(change: PdfChange = {}): Uint8Array {
  const content = change.content ?? "BT /F 10 Tf 60 700 Td (Text) Tj ET";
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${change.catalog ?? rightCatalog} >>`,
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [${change.mediaBox ?? "0 0 612 792"}] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R ${change.page ?? ""} >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /TrueType /BaseFont /Sans /FontDescriptor 6 0 R >>",
    `<< /Type /FontDescriptor ${change.font ?? "/FontFile2 10 0 R"} >>`,
    "<< /Type /Metadata /Length 22 >>\nstream\n<dc:title>T</dc:title>\nendstream",
    "<< /Type /StructTreeRoot >>",
    "<< /Type /Outlines /First 9 0 R >>",
    "<< /Length 0 >>\nstream\n\nendstream",
    ...(change.objects ?? []),
  ];
  let file = `%PDF-${change.version ?? "1.7"}\n`;
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  return Buffer.from(
    `${file}xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
    "latin1",
  );
}
