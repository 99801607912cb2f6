/**
 * Characters that would act instead of being seen: control characters but line feed, marks that steer the direction of writing, line and
 * paragraph separators, lone surrogates, code points that are no characters (XML refuses some of them).
 */
const acting = /(?!\n)[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\ufeff]/gu;

/** The text with every acting character written out, as `[U+202E]`; a tab becomes a space. */
export const visibleText = (text: string): string =>
  text.replace(acting, (character) =>
    character === "\t" ? " " : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
  );

/** A JSON value with `visibleText` applied to every text in it. Keys stay: they are names, checked elsewhere. */
export function withVisibleText<T>(value: T): T {
  if (typeof value === "string") return visibleText(value) as T;
  if (Array.isArray(value)) return value.map(withVisibleText) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withVisibleText(member)])) as T;
}
