import type { IdentityFinding } from "../../spec/identity-finding.js";

type TextFinding = Extract<IdentityFinding, `${string}-in-text`>;

const months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";

/**
 * What identifiers look like in free text. Each pattern asks for a sign beside the digits or the capital letter (a
 * separator, a title, a word such as MRN), since protocols are full of bare numbers and capitalised words. Repeats are
 * bounded, so that a text of any length is searched once.
 */
const patterns: readonly (readonly [TextFinding, RegExp])[] = [
  // 2019-03-05, 2019/03/05, 20190305; 5.3.2019, 03/05/2019, 03/05/19; 5 Mar 2019, March 5, 2019
  ["date-in-text", /(?<![\d.])(?:19|20)\d{2}([-/.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?![\d]|\.\d)/],
  ["date-in-text", /(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)\d{2}(?![\d]|\.\d)/],
  ["date-in-text", /(?<![\d./-])(?:0[1-9]|[12]\d|3[01])\/(?:0[1-9]|[12]\d|3[01])\/\d{2}(?![\d/])/],
  ["date-in-text", new RegExp(`\\b(?:0?[1-9]|[12]\\d|3[01])[ .-]*(?:${months})[a-z]*[ .,-]*(?:19|20)\\d{2}\\b`, "i")],
  ["date-in-text", new RegExp(`\\b(?:${months})[a-z]*[ .-]*(?:0?[1-9]|[12]\\d|3[01])[ ,.-]+(?:19|20)\\d{2}\\b`, "i")],
  [
    "record-number-in-text",
    /\b(?:MRN|PID|SSN|NHS(?:[ ._-]?(?:No|Number))?|(?:Pat(?:ient)?|Hosp(?:ital)?|Acc(?:ession)?|Fall)[ ._-]{0,2}(?:ID|No|Nr|Number|nummer))\b[ .:#=-]*[A-Z]{0,3}\d{4,}/i,
  ],
  ["record-number-in-text", /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/],
  ["contact-in-text", /[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,}/i],
  ["contact-in-text", /(?<![\w+])\+\d{1,3}[ ()./-]{1,3}\d(?:[ ()./-]{0,2}\d){6,11}(?!\w)/],
  ["contact-in-text", /(?<![\w.])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[.-]\d{4}(?![\w.])/],
  ["contact-in-text", /\b(?:tel|phone|telephone|telefon|fax|mobile)\b[. :#]*\+?[\d(][\d ()./-]{5,}/i],
  ["name-in-text", /\b(?:Dr|Mr|Mrs|Ms|Prof|Herr|Frau|Mme)\.? +(?:med\. +)?\p{Lu}\p{Ll}+/u],
  ["name-in-text", /\p{L}{2,40}\^\p{L}/u],
  [
    "name-in-text",
    /\b[Pp]atient(?:'s)?(?: [Nn]ame)? *[:=] *(?!(?:Supine|Prone|Head|Feet|Adult|Child|Male|Female|Position|Left|Right|Yes|No)\b)\p{Lu}\p{Ll}+/u,
  ],
  [
    "name-in-text",
    /\b(?:[Rr]eferred|[Rr]equested|[Rr]ead|[Rr]eported|[Dd]ictated|[Ss]igned) by:? +(?:Dr\.? +)?\p{Lu}\p{L}+,? +\p{Lu}\p{L}+/u,
  ],
];

/**
 * The kinds of identifiers that a free text seems to hold. `known` are words of the file's own names of persons: one of
 * them in the text is a name, whatever stands around it. It is a search by patterns: what it does not find may be there.
 */
export function findIdentifiers(text: string, known: ReadonlySet<string>): TextFinding[] {
  const found = new Set<TextFinding>();
  for (const [finding, pattern] of patterns) if (!found.has(finding) && pattern.test(text)) found.add(finding);
  if (known.size > 0 && !found.has("name-in-text"))
    for (const [word] of text.matchAll(/\p{L}+/gu)) if (known.has(word.toUpperCase())) found.add("name-in-text");
  return [...found];
}
