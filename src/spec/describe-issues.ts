import { z } from "zod";
import { closestBranch } from "./closest-branch.js";
import { nearestName } from "./nearest-name.js";
import { fieldsOf, schemasAt } from "./schemas-at.js";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What was parsed, against which schema, so that the value seen and the fields allowed can be shown. */
export interface Parsed {
  readonly schema: z.core.$ZodType;
  readonly input: unknown;
  /** Where the input stands, put before every place. */
  readonly prefix?: Path;
}

/**
 * One line per breach of the schema: where, the rule, the value seen. A union's issue is told by the branch the value was most likely
 * meant for; an unknown field with the nearest known one.
 */
export function describeIssues(issues: readonly Issue[], parsed: Parsed): string[] {
  const meant = issues.map((issue) => meantBranch(issue, parsed));
  const retold = meant.flatMap((branch) => (branch === null ? [] : [writePath(branch.path)]));
  return issues.flatMap((issue, i) => {
    const branch = meant[i] ?? null;
    if (branch !== null) return branch.issues.flatMap((inner) => describeIssue(inner, parsed, branch.path));
    return retold.includes(writePath(issue.path)) ? [] : describeIssue(issue, parsed, []);
  });
}

/**
 * Of a union, zod tells the one branch that could read the value but for unknown fields, though another branch may know them all and only
 * refuse a value. The breaches of that other branch, if there is one.
 */
function meantBranch(issue: Issue, { schema, input }: Parsed): { path: Path; issues: readonly Issue[] } | null {
  if (issue.code !== "unrecognized_keys") return null;
  const { path, keys } = issue;
  const branch = schemasAt(schema, input, path).find((each) => keys.every((key) => fieldsOf(each).includes(key)));
  if (branch === undefined) return null;
  const parsed = z.safeParse(branch, valueAt(input, path), { reportInput: false });
  return parsed.success ? null : { path, issues: parsed.error.issues };
}

/** A path as it would be written in code: `designs.matched.caliper`, `cohort.trial.eligibility[0]`. */
export function writePath(path: Path): string {
  return path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`)).join("");
}

/** `base`: the path of the union whose branch the issue comes from. */
function describeIssue(issue: Issue, parsed: Parsed, base: Path): string[] {
  const path = [...base, ...issue.path];
  const where = writePath([...(parsed.prefix ?? []), ...path]) || "the analysis";
  const value = valueAt(parsed.input, path);
  const seen = showValue(value);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => describeUnknownField(where, key, fieldsAt(parsed, path)));
    case "invalid_union": {
      if (issue.errors.length === 0 && "discriminator" in issue) {
        const field = String(issue.discriminator);
        const allowed = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
        const named = isObject(value) ? value[field] : value;
        const place = where.endsWith(`.${field}`) ? where : `${where}.${field}`;
        return [describeWord(place, named, allowed)];
      }
      const closest = closestBranch(issue.errors, value);
      if (closest !== null) return closest.flatMap((inner) => describeIssue(inner, parsed, path));
      if (value === undefined) return [`${where} is missing; it must be ${formsOf(issue.errors)}`];
      return [`${where} must be ${formsOf(issue.errors)}; got ${seen}`];
    }
    case "invalid_value":
      return [describeWord(where, value, issue.values.map(String))];
    case "invalid_type":
      return [
        value === undefined
          ? `${where} is missing; it must be ${article(issue.expected)}`
          : `${where} must be ${article(issue.expected)}; got ${typeof value === "string" && issue.expected !== "string" ? `the text ${seen}` : seen}`,
      ];
    case "too_small":
      return [
        `${where} must be ${issue.origin === "number" || issue.origin === "int" ? "" : "of a length "}${issue.inclusive ? "≥" : ">"} ${issue.minimum}; got ${seen}`,
      ];
    case "too_big":
      return [
        `${where} must be ${issue.origin === "number" || issue.origin === "int" ? "" : "of a length "}${issue.inclusive ? "≤" : "<"} ${issue.maximum}; got ${seen}`,
      ];
    case "invalid_key": {
      const name = showValue(String(path[path.length - 1]));
      return issue.issues.map((inner) => `the name ${where} ${inner.message}; got ${name}`);
    }
    default:
      return [`${where} ${issue.message}; got ${seen}`];
  }
}

const fieldsAt = ({ schema, input }: Parsed, path: Path): readonly string[] => [
  ...new Set(schemasAt(schema, input, path).flatMap(fieldsOf)),
];

function describeUnknownField(where: string, key: string, fields: readonly string[]): string {
  const near = nearestName(key, fields);
  if (near !== null) return `${where} has no field ${showValue(key)}; did you mean "${near}"?`;
  const known = fields.length === 0 ? "" : `; it may have ${fields.join(", ")}`;
  return `${where} has no field ${showValue(key)}${known}`;
}

function describeWord(where: string, value: unknown, allowed: readonly string[]): string {
  const near = typeof value === "string" ? nearestName(value, allowed) : null;
  const hint = near === null ? "" : `, did you mean "${near}"?`;
  if (value === undefined) return `${where} is missing; it must be ${oneOf(allowed)}`;
  return `${where} must be ${oneOf(allowed)}; got ${showValue(value)}${hint}`;
}

/** The kinds of value that a union takes. */
function formsOf(branches: readonly (readonly Issue[])[]): string {
  const forms = branches.flatMap((branch) =>
    branch.flatMap((issue) => {
      if (issue.path.length > 0) return [];
      if (issue.code === "invalid_type") return [article(issue.expected)];
      if (issue.code === "invalid_union") return [formsOf(issue.errors)];
      return issue.code === "invalid_value" ? issue.values.map((value) => JSON.stringify(value)) : [];
    }),
  );
  return [...new Set(forms)].join(" or ");
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function showValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = writeValue(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** The value as JSON where JSON can hold it; an analysis written in code may hold anything. */
function writeValue(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "symbol") return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "a value that JSON cannot hold";
  }
}

const oneOf = (allowed: readonly string[]): string =>
  allowed.length === 1 ? `"${allowed[0]}"` : `one of ${allowed.join(", ")}`;

function article(expected: string): string {
  const words = { record: "an object of named entries", array: "a list", int: "a whole number" };
  return words[expected as keyof typeof words] ?? (/^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
