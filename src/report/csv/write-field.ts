/** A number as a table prints it, per cent, with its interval or with the mark of a large SMD: nothing that a spreadsheet would compute. */
const plainNumber = /^-?\d+(\.\d+)?%?( †| \(-?[\d.]+%?, -?[\d.]+%?\))?$/;

/** A text as a field of a CSV file (RFC 4180). One that a spreadsheet would take for a formula gets a leading apostrophe; a plain number never does. */
export function writeField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
