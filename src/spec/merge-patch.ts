type Json = unknown;

/**
 * The target with a JSON merge patch applied (RFC 7396): members replace, null removes, lists are replaced whole.
 * One addition: a member whose `kind`, `method`, `measure`, `rule` or `type` the patch changes is replaced as a whole, since the fields
 * of one kind mean nothing in another.
 */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const base = isObject(target) && !changesKind(target, patch) ? target : {};
  const merged: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

const discriminators = ["kind", "method", "measure", "rule", "type"] as const;

function changesKind(target: Record<string, Json>, patch: Record<string, Json>): boolean {
  return discriminators.some((key) => key in patch && key in target && patch[key] !== target[key]);
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
