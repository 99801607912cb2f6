import { nearestName } from "./nearest-name.js";

/** The breach of a name that points nowhere: what is allowed, and the nearest of it. */
export function describeUnknown(what: string, name: string, allowed: readonly string[], at: string): string {
  const near = nearestName(name, allowed);
  const expected = allowed.length === 0 ? "none is declared" : `expected one of: ${allowed.join(", ")}`;
  return `unknown ${what} "${name}"; ${expected}${near === null ? "" : ` (did you mean "${near}"?)`} → ${at}`;
}
