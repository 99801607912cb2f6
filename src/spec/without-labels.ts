/** Fields that only name or explain: a changed word changes no number, so it changes no hash. */
const wording = new Set([
  "$schema",
  "label",
  "title",
  "question",
  "varies",
  "why",
  "definition",
  "intercurrent",
  "meaning",
  "note",
  "limitations",
  "published",
  "report",
]);

/** The value without the fields that only name or explain, at any depth. A reason for passing a failed gate stays: it is part of the plan. */
export function withoutLabels(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLabels);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !wording.has(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutLabels(member)]));
}
