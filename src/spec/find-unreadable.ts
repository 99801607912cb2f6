import { writePath } from "./describe-issues.js";

/**
 * The first thing in an analysis that is no data, which a schema would pass over or never come to the end of: a value that holds itself, or
 * the key `__proto__`, which names no member but what an object inherits. Null where all is data.
 */
export function findUnreadable(input: unknown): string | null {
  return search(input, [], []);
}

function search(value: unknown, path: readonly PropertyKey[], above: readonly object[]): string | null {
  if (typeof value !== "object" || value === null) return null;
  const where = writePath(path) || "the analysis";
  if (above.includes(value)) return `${where} holds itself; an analysis is data, write it as an object of its own`;
  if (Object.hasOwn(value, "__proto__")) return `${where} has no field "__proto__"; remove it`;
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value)) {
    const breach = search(member, [...path, isList ? Number(key) : key], [...above, value]);
    if (breach !== null) return breach;
  }
  return null;
}
