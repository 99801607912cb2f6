import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * The breaches of the branch of a union that the value was most likely meant for, or null when it fits none even in kind. A value of the
 * right kind beats one of another; among objects the branch that knows its fields wins, then the one that misses fewest.
 */
export function closestBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | null {
  let best: readonly Issue[] | null = null;
  let least = wrongKind;
  for (const branch of branches) {
    const cost = branch.reduce((total, issue) => total + costOf(issue, value), 0);
    if (cost < least) {
      best = branch;
      least = cost;
    }
  }
  return best;
}

const wrongKind = 1_000_000;
const unknownField = 1000;
const missingField = 10;

function costOf(issue: Issue, value: unknown): number {
  if (issue.path.length === 0) {
    if (issue.code === "unrecognized_keys") return unknownField * issue.keys.length;
    if (issue.code === "invalid_value" && typeof value === "string") return 1;
    return issue.code === "invalid_type" || issue.code === "invalid_value" ? wrongKind : 1;
  }
  const [key] = issue.path;
  const isMissing = typeof value === "object" && value !== null && key !== undefined && !(key in value);
  return isMissing ? missingField : 1;
}
