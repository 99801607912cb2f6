/**
 * A reader of the R expressions in admiralonco_cases.json: comparison, logic with NA, and the functions those cases
 * use.
 */
export type Value = string | number | boolean | null | readonly Value[];
export type Row = Readonly<Record<string, Value>>;

/**
 * `row`: the record itself; `join`: the later record of a self-join (X.join); `group`: what all() and counts run over.
 */
export interface Scope {
  readonly row: Row;
  readonly join?: Row;
  readonly group?: readonly Scope[];
  readonly constants?: Row;
}

type Node =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] };

/** Reads an expression once; throws where it uses a function that is not known, as R does when it runs it. */
export function readExpression(text: string | boolean): (scope: Scope) => Value {
  if (typeof text === "boolean") return () => text;
  const tokens = text.match(/"[^"]*"|\d+(?:\.\d+)?|%in%|[A-Za-z_.][\w.]*(?:::[\w.]+)?|[<>=!]=|[-+!&|<>(),=]/g) ?? [];
  const parser = { tokens, at: 0 };
  const node = parseOr(parser);
  if (parser.at < tokens.length) throw new SyntaxError(`cannot read ${text} at ${tokens[parser.at]}`);
  return (scope) => evaluate(node, scope);
}

interface Parser {
  readonly tokens: readonly string[];
  at: number;
}

const parseOr = (p: Parser): Node => parseBinary(p, ["|"], parseAnd);
const parseAnd = (p: Parser): Node => parseBinary(p, ["&"], parseNot);
const parseComparison = (p: Parser): Node => parseBinary(p, ["==", "!=", "<", "<=", ">", ">=", "%in%"], parseSum);
const parseSum = (p: Parser): Node => parseBinary(p, ["+", "-"], parseUnary);

function parseBinary(p: Parser, operators: readonly string[], operand: (p: Parser) => Node): Node {
  let left = operand(p);
  while (operators.includes(p.tokens[p.at] ?? "")) {
    const name = p.tokens[p.at]!;
    p.at += 1;
    left = { kind: "call", name, args: [left, operand(p)] };
  }
  return left;
}

function parseNot(p: Parser): Node {
  if (p.tokens[p.at] !== "!") return parseComparison(p);
  p.at += 1;
  return { kind: "call", name: "!", args: [parseNot(p)] };
}

function parseUnary(p: Parser): Node {
  const token = p.tokens[p.at];
  if (token === undefined) throw new SyntaxError("expression ends early");
  p.at += 1;
  if (token === "-") return { kind: "call", name: "-", args: [{ kind: "value", value: 0 }, parseUnary(p)] };
  if (token === "(") {
    const inner = parseOr(p);
    p.at += 1;
    return inner;
  }
  if (token.startsWith('"')) return { kind: "value", value: token.slice(1, -1) };
  if (/^\d/.test(token)) return { kind: "value", value: Number(token) };
  const literal = { TRUE: true, FALSE: false, NA: null, NA_character_: null }[token];
  if (literal !== undefined) return { kind: "value", value: literal };
  if (p.tokens[p.at] !== "(") return { kind: "name", name: token };
  p.at += 1;
  const args: Node[] = [];
  while (p.tokens[p.at] !== ")") {
    // Named arguments stand in the order of the function's own, so the name can be dropped.
    if (p.tokens[p.at + 1] === "=") p.at += 2;
    args.push(parseOr(p));
    if (p.tokens[p.at] === ",") p.at += 1;
  }
  p.at += 1;
  const name = token.replace(/^\w+::/, "");
  if (!FUNCTIONS.has(name)) throw new ReferenceError(`could not find function "${name}"`);
  return { kind: "call", name, args };
}

const FUNCTIONS = new Set(
  "c all count_vals min_cond max_cond is.na days pmin if_else paste paste0 as.numeric as.factor".split(" "),
);

function evaluate(node: Node, scope: Scope): Value {
  if (node.kind === "value") return node.value;
  if (node.kind === "name") return lookUp(node.name, scope);
  const { name, args } = node;
  const overGroup = (i: number) => (scope.group ?? []).map((member) => evaluate(args[i]!, member));
  switch (name) {
    case "all":
      return overGroup(0).every((value) => value === true);
    case "count_vals":
      return overGroup(0).filter((value) => value === evaluate(args[1]!, scope)).length;
    case "min_cond":
    case "max_cond": {
      const values = overGroup(0).filter((_, i) => overGroup(1)[i] === true) as number[];
      if (values.length === 0) return null;
      return name === "min_cond" ? Math.min(...values) : Math.max(...values);
    }
    case "&":
    case "|":
      return logic(name, evaluate(args[0]!, scope), evaluate(args[1]!, scope));
    default:
      return apply(
        name,
        args.map((arg) => evaluate(arg, scope)),
      );
  }
}

function lookUp(name: string, { row, join, constants }: Scope): Value {
  if (constants !== undefined && name in constants) return constants[name]!;
  if (name.endsWith(".join")) return join?.[name.slice(0, -".join".length)] ?? null;
  return row[name] ?? null;
}

function logic(operator: string, a: Value, b: Value): Value {
  const decisive = operator === "|";
  if (a === decisive || b === decisive) return decisive;
  return a === null || b === null ? null : !decisive;
}

function apply(name: string, values: readonly Value[]): Value {
  const [a = null, b = null] = values;
  switch (name) {
    case "c":
      return values;
    case "%in%":
      return (b as readonly Value[]).includes(a);
    case "is.na":
      return a === null;
    case "!":
      return a === null ? null : !a;
    case "if_else":
      return a === null ? null : a ? b : (values[2] ?? null);
    case "days":
    case "as.factor":
    case "as.numeric":
      return a;
    case "pmin":
      return Math.min(a as number, b as number);
    case "paste":
      return values.join(" ");
    case "paste0":
      return values.join("");
    default:
      return a === null || b === null ? null : compare(name, a as number, b as number);
  }
}

function compare(operator: string, a: number, b: number): Value {
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "+":
      return a + b;
    default:
      return a - b;
  }
}
