/** A text literal, for the few places where SQL takes no bound value: paths of ATTACH and COPY, options of read_csv. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
