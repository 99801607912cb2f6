import type { Inline, Inlines, Paragraph } from "./model.js";

export const text = (value: string): Inline => ({ kind: "text", text: value });
export const strong = (value: string): Inline => ({ kind: "strong", text: value });
export const emphasis = (value: string): Inline => ({ kind: "emphasis", text: value });
export const code = (value: string): Inline => ({ kind: "code", text: value });
export const link = (to: string, value: string): Inline => ({ kind: "link", to, text: value });

/** A paragraph of plain strings and inline pieces. */
export const paragraph = (...content: readonly (string | Inline)[]): Paragraph => ({
  kind: "paragraph",
  content: inlines(...content),
});

/** Plain strings and inline pieces as one run. */
export const inlines = (...content: readonly (string | Inline)[]): Inlines =>
  content.map((piece) => (typeof piece === "string" ? text(piece) : piece));

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** The text with a full stop at its end. */
export const endSentence = (value: string): string => (/[.!?]$/.test(value) ? value : `${value}.`);

/** The text with no place to break a line in it. */
export const unbroken = (value: string): string => value.replaceAll(" ", "\u00a0");
