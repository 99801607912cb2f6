import { DataError } from "../errors.js";
import { ISSUE, ISSUES, type IssueId } from "./issues.js";

/**
 * Throws DataError where a breach that is to be refused was met: table, column, rule and count, never a patient's
 * values. counts: breaches by `ISSUE`, as a workspace has counted them.
 */
export function checkBreaches(counts: ArrayLike<number>, refused: readonly IssueId[]): void {
  const found = refused.filter((id) => counts[ISSUE[id]]! > 0);
  if (found.length === 0) return;
  const lines = found.map((id) => {
    const { table, column, rule, text } = ISSUES[ISSUE[id]]!;
    return `${table}.${column}: ${text} (${rule}), ${counts[ISSUE[id]]} time(s)`;
  });
  throw new DataError(`${lines.join("; ")}: correct the data or set the policy to flag`);
}
