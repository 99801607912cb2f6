const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Text as a Typst string literal. Text enters the source only in this form, never as markup, so no character of it can act. */
export const typstString = (text: string): string =>
  `"${text.replace(/[\\"\n\r\t]/g, (character) => escapes[character] ?? "")}"`;
