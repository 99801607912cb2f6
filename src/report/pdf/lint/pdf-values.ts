/** A value of a PDF file (ISO 32000-1 §7.3). Names keep their slash; strings and streams are one character a byte. */
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfReference
  | PdfOperator
  | PdfArray
  | PdfDictionary;

export interface PdfName {
  readonly kind: "name";
  readonly name: string;
}
export interface PdfString {
  readonly kind: "string";
  readonly bytes: string;
}
export interface PdfReference {
  readonly kind: "reference";
  readonly number: number;
}
/** A bare word: an operator of a content stream, or a keyword of the file. */
export interface PdfOperator {
  readonly kind: "operator";
  readonly name: string;
}
export type PdfArray = readonly PdfValue[];
export interface PdfDictionary {
  readonly kind: "dictionary";
  readonly entries: ReadonlyMap<string, PdfValue>;
}

/** Reads values one after another from a text of bytes. */
export interface PdfReader {
  /** The next value, or undefined at the end. */
  readonly next: () => PdfValue | undefined;
  /** Where the reader stands. */
  readonly at: () => number;
}

/** What a byte is: white space, the start or end of a value, or part of a word. A table, since a page has hundreds of thousands of bytes. */
const kinds = { space: 1, delimiter: 2 } as const;
const kindOfByte = new Uint8Array(256);
for (const character of "\0\t\n\f\r ") kindOfByte[character.charCodeAt(0)] = kinds.space;
for (const character of "()<>[]{}/%") kindOfByte[character.charCodeAt(0)] = kinds.delimiter;
const [openParenthesis, closeParenthesis, backslash] = [40, 41, 92];
const numeric = /^[+-]?(\d+\.?\d*|\.\d+)$/;

export function readPdfValues(text: string, start = 0): PdfReader {
  let at = start;
  const skip = (): void => {
    for (; at < text.length; at += 1) {
      if (text[at] === "%") while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at += 1;
      else if (kindOfByte[text.charCodeAt(at)] !== kinds.space) return;
    }
  };
  const word = (): string => {
    const from = at;
    while (at < text.length && kindOfByte[text.charCodeAt(at)] === 0) at += 1;
    return text.slice(from, at);
  };
  const array = (close: "]" | ">>"): PdfValue[] => {
    const members: PdfValue[] = [];
    for (;;) {
      skip();
      if (at >= text.length) throw new Error("a PDF value ends too early");
      if (text.startsWith(close, at)) {
        at += close.length;
        return members;
      }
      const value = next();
      if (value !== undefined) pushOrRefer(members, value);
    }
  };
  const literal = (): PdfString => {
    let depth = 1;
    let bytes = "";
    let from = at + 1;
    for (at = from; ; at += 1) {
      const code = text.charCodeAt(at);
      if (at >= text.length) throw new Error("a PDF string ends too early");
      if (code === backslash) {
        bytes += text.slice(from, at);
        at += 1;
        const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0];
        bytes +=
          octal === undefined
            ? (escapes[text[at] ?? ""] ?? text[at] ?? "")
            : String.fromCharCode(Number.parseInt(octal, 8) & 255);
        at += (octal?.length ?? 1) - 1;
        from = at + 1;
      } else if (code === openParenthesis) depth += 1;
      else if (code === closeParenthesis) depth -= 1;
      if (depth === 0) {
        bytes += text.slice(from, at);
        at += 1;
        return { kind: "string", bytes };
      }
    }
  };
  const hexadecimal = (): PdfString => {
    const close = text.indexOf(">", at);
    const digits = text.slice(at + 1, close).replace(/\s/g, "");
    at = close + 1;
    const pairs = (digits.length % 2 === 1 ? `${digits}0` : digits).match(/../g) ?? [];
    return { kind: "string", bytes: String.fromCharCode(...pairs.map((pair) => Number.parseInt(pair, 16))) };
  };
  function next(): PdfValue | undefined {
    skip();
    const character = text[at];
    switch (character) {
      case undefined:
        return undefined;
      case "/":
        at += 1;
        return { kind: "name", name: `/${word()}` };
      case "(":
        return literal();
      case "[":
        at += 1;
        return array("]");
      case "<":
        if (text[at + 1] !== "<") return hexadecimal();
        at += 2;
        return dictionaryOf(array(">>"));
      case ")":
      case "]":
      case ">":
      case "{":
      case "}":
        at += 1;
        return { kind: "operator", name: character };
      default:
        return wordValue(word());
    }
  }
  return { next, at: () => at };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "\n": "" };

function wordValue(word: string): PdfValue {
  const first = word.charCodeAt(0);
  // Digits, sign or point: "0" is 48, "9" 57, "+" 43, "-" 45, "." 46.
  if ((first >= 48 || first === 43 || first === 45 || first === 46) && first <= 57 && numeric.test(word))
    return Number(word);
  if (word === "true" || word === "false") return word === "true";
  return word === "null" ? null : { kind: "operator", name: word };
}

/** `12 0 R` comes as two numbers and a word; together they are a reference. */
function pushOrRefer(members: PdfValue[], value: PdfValue): void {
  const isReference = isKind(value, "operator") && value.name === "R" && members.length >= 2;
  if (!isReference) members.push(value);
  else members.splice(-2, 2, { kind: "reference", number: Number(members[members.length - 2]) });
}

function dictionaryOf(members: readonly PdfValue[]): PdfDictionary {
  const entries = new Map<string, PdfValue>();
  for (let i = 0; i + 1 < members.length; i += 2) {
    const key = members[i];
    if (key !== undefined && isKind(key, "name")) entries.set(key.name, members[i + 1] ?? null);
  }
  return { kind: "dictionary", entries };
}

type Kinded = Extract<PdfValue, { kind: string }>;

/** Whether a value is of a kind. */
export const isKind = <K extends Kinded["kind"]>(
  value: PdfValue | undefined,
  kind: K,
): value is Extract<Kinded, { kind: K }> =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
