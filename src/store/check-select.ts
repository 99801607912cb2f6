import { SpecError } from "../errors.js";
import { findBrokenRules } from "./select-rules.js";
import type { Store } from "./store.js";

export interface SelectToCheck {
  readonly sql: string;
  /** Where the author wrote it, such as `cohort.eligibility[2].sql`. */
  readonly place: string;
  /** The only schema whose tables may be read. */
  readonly schema: "baseline" | "rwid";
}

/**
 * Passes when the text is exactly one SELECT that reads nothing but tables of the given schema and its own CTEs, calls
 * only the listed functions, and whose rows depend on the data alone (no clock, no chance, no pick by row order).
 * Decided on DuckDB's own syntax tree, then bound against the store's tables. Not caught: ties in an ORDER BY that a
 * LIMIT or a window cuts, and the last digit of a sum of real numbers over several threads.
 * Returns the statement as the engine writes it back: without comments or semicolon, safe to stand in parentheses.
 * Throws SpecError with every broken rule and the place.
 */
export async function checkSelect(store: Store, { sql, place, schema }: SelectToCheck): Promise<string> {
  const refuse = (problem: string) =>
    new SpecError(`sql must be one SELECT over tables of schema ${schema}; ${problem} → ${place}`);
  const serialized = await store.query("select json_serialize_sql(cast(? as varchar)) as tree", [sql]);
  const tree: SyntaxTree = JSON.parse(serialized.text("tree")[0] ?? "{}");
  if (tree.error === true && tree.error_type === "parser") throw refuse(`it is not valid SQL: ${tree.error_message}`);
  const statements = tree.error === true ? await store.countStatements(sql) : (tree.statements?.length ?? 0);
  if (statements !== 1) throw refuse(`it holds ${statements} statements`);
  const statement = tree.statements?.[0];
  if (statement === undefined) throw refuse("it is another kind of statement");
  const broken = findBrokenRules(statement, schema);
  if (broken.length > 0) throw refuse(broken.join("; "));
  await store.describe(sql).catch((error: unknown) => {
    throw refuse(`it does not fit the tables: ${error instanceof Error ? firstLine(error.message) : error}`);
  });
  const printed = await store.query("select json_deserialize_sql(json_serialize_sql(cast(? as varchar))) as sql", [
    sql,
  ]);
  return printed.text("sql")[0] ?? sql;
}

interface SyntaxTree {
  readonly error?: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly statements?: readonly { readonly node: unknown }[];
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}
