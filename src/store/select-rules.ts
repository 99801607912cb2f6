import {
  aggregateFunctions,
  clockNames,
  orderedFunctions,
  scalarFunctions,
  tableFunctions,
} from "./select-functions.js";

type Tree = { readonly [key: string]: unknown };
interface Walk {
  readonly schema: string;
  readonly broken: Set<string>;
}

const expressionClasses: ReadonlySet<unknown> = new Set(
  `COMPARISON CONJUNCTION OPERATOR CASE CAST BETWEEN CONSTANT COLUMN_REF STAR SUBQUERY WINDOW FUNCTION LAMBDA
  POSITIONAL_REFERENCE`.split(/\s+/),
);
/** Query nodes, things in FROM, and modifiers; ORDER BY items have an order for a type. */
const nodeTypes: ReadonlySet<unknown> = new Set(
  `SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE BASE_TABLE JOIN SUBQUERY EMPTY EXPRESSION_LIST
  TABLE_FUNCTION ORDER_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING
  DESCENDING`.split(/\s+/),
);

/**
 * Every rule of `checkSelect` that one statement breaks, in words, given DuckDB's syntax tree of it
 * (json_serialize_sql). Kinds of node that are not listed here are refused, so a construct a later DuckDB adds does not
 * slip through.
 */
export function findBrokenRules(statement: unknown, schema: string): string[] {
  const walk: Walk = { schema, broken: new Set() };
  visit(statement, [], walk);
  return [...walk.broken];
}

function visit(value: unknown, ctes: readonly string[], walk: Walk): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, ctes, walk);
    return;
  }
  if (!isTree(value)) return;
  const known = "class" in value ? expressionClasses.has(value.class) : !("type" in value) || nodeTypes.has(value.type);
  if (!known) walk.broken.add(`${nameOf(value)} is not allowed`);
  if (value.sample !== undefined && value.sample !== null)
    walk.broken.add("TABLESAMPLE is not allowed: it draws at random");
  if (value.class === "CONSTANT") return;
  if (value.class === "COLUMN_REF") checkColumn(value, walk);
  if (value.class === "FUNCTION") checkFunction(value, walk);
  if (value.class === "WINDOW") checkWindow(value, walk);
  if (value.type === "BASE_TABLE") checkTable(value, ctes, walk);
  if (value.type === "JOIN" && value.ref_type === "POSITIONAL")
    walk.broken.add("POSITIONAL JOIN is not allowed: it depends on row order");
  if (value.type === "TABLE_FUNCTION") {
    visitTableFunction(value, ctes, walk);
    return;
  }
  checkModifiers(value, walk);
  const inScope = [...ctes, ...cteNames(value)];
  for (const [key, member] of Object.entries(value)) if (key !== "cast_type") visit(member, inScope, walk);
}

/** The CTEs a query node brings, and the name a recursive one gives itself. */
function cteNames(node: Tree): string[] {
  const entries = isTree(node.cte_map) && Array.isArray(node.cte_map.map) ? node.cte_map.map : [];
  const names = entries.map((entry) => text(isTree(entry) ? entry.key : "").toLowerCase());
  return node.type === "RECURSIVE_CTE_NODE" ? [...names, text(node.cte_name).toLowerCase()] : names;
}

function checkTable(table: Tree, ctes: readonly string[], walk: Walk): void {
  const schema = text(table.schema_name);
  const name = text(table.table_name);
  if (text(table.catalog_name) !== "") walk.broken.add(`table ${name} may not name a database`);
  else if (schema === "" ? !ctes.includes(name.toLowerCase()) : schema.toLowerCase() !== walk.schema)
    walk.broken.add(`it reads ${schema === "" ? name : `${schema}.${name}`}; write ${walk.schema}.<table>`);
}

function visitTableFunction(reference: Tree, ctes: readonly string[], walk: Walk): void {
  const call = isTree(reference.function) ? reference.function : {};
  const name = text(call.function_name).toLowerCase();
  if (!tableFunctions.has(name)) walk.broken.add(`function ${name} is not allowed in FROM`);
  visit(call.children, ctes, walk);
}

function checkColumn(column: Tree, walk: Walk): void {
  const names = Array.isArray(column.column_names) ? column.column_names : [];
  const name = text(names[0]).toLowerCase();
  if (names.length === 1 && clockNames.has(name))
    walk.broken.add(`${name} is not allowed: it depends on the session, not on the data`);
}

function checkFunction(call: Tree, walk: Walk): void {
  const name = text(call.function_name).toLowerCase();
  if (orderedFunctions.has(name)) {
    const orders = isTree(call.order_bys) ? call.order_bys.orders : [];
    if (isEmpty(orders)) walk.broken.add(`${name} needs an ORDER BY inside its parentheses`);
  } else if (!scalarFunctions.has(name) && !aggregateFunctions.has(name)) {
    walk.broken.add(`function ${name} is not among the functions allowed in sql`);
  }
}

function checkWindow(call: Tree, walk: Walk): void {
  const name = text(call.function_name).toLowerCase();
  const known = orderedFunctions.has(name) || aggregateFunctions.has(name);
  if (!known) walk.broken.add(`function ${name} is not among the window functions allowed in sql`);
  const countsRows = [call.start, call.end].some((bound) => text(bound).endsWith("_ROWS"));
  if ((orderedFunctions.has(name) || countsRows) && isEmpty(call.orders))
    walk.broken.add(`${name} over (…) needs an ORDER BY in its window`);
}

function checkModifiers(node: Tree, walk: Walk): void {
  const modifiers = Array.isArray(node.modifiers) ? node.modifiers.filter(isTree) : [];
  if (modifiers.some((modifier) => modifier.type === "ORDER_MODIFIER")) return;
  for (const modifier of modifiers) {
    if (text(modifier.type).startsWith("LIMIT")) walk.broken.add("LIMIT needs an ORDER BY");
    if (modifier.type === "DISTINCT_MODIFIER" && !isEmpty(modifier.distinct_on_targets))
      walk.broken.add("DISTINCT ON needs an ORDER BY");
  }
}

function nameOf(node: Tree): string {
  return text(node.class ?? node.type)
    .toLowerCase()
    .replaceAll("_", " ");
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return !Array.isArray(value) || value.length === 0;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
