import type { z } from "zod";
import { nearestName } from "./nearest-name.js";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * One line per breach of the schema: where, the rule, the value seen. `input` is what was parsed, so that the value can be shown.
 * A union's issue is told by its closest branch; a word by the branch that is a list of words.
 */
export function describeIssues(issues: readonly Issue[], input: unknown, prefix: Path = []): string[] {
  return issues.flatMap((issue) => describeIssue(issue, input, prefix));
}

/** A path as it would be written in code: `designs.matched.caliper`, `cohort.trial.eligibility[0]`. */
export function writePath(path: Path): string {
  return path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`)).join("");
}

function describeIssue(issue: Issue, input: unknown, prefix: Path): string[] {
  const where = writePath([...prefix, ...issue.path]) || "the analysis";
  const seen = showValue(valueAt(input, issue.path));
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => `${where} has no field "${key}"; remove it or correct its name`);
    case "invalid_union": {
      if (issue.errors.length === 0 && "discriminator" in issue) {
        const field = String(issue.discriminator);
        const allowed = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
        const value = valueAt(input, issue.path);
        return [
          `${where}${where.endsWith(field) ? "" : `.${field}`} must be ${oneOf(allowed)}; got ${showValue(typeof value === "object" && value !== null ? (value as Record<string, unknown>)[field] : value)}`,
        ];
      }
      const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a));
      const words = branches.find((branch) => branch[0]?.code === "invalid_value" && depth(branch) === 0);
      if (words !== undefined && typeof valueAt(input, issue.path) === "string")
        return describeIssues(words, valueAt(input, issue.path), [...prefix, ...issue.path]);
      const closest = branches[0];
      if (closest === undefined || depth(closest) === 0) return [`${where} has none of the allowed forms; got ${seen}`];
      return describeIssues(closest, valueAt(input, issue.path), [...prefix, ...issue.path]);
    }
    case "invalid_value": {
      const allowed = issue.values.map(String);
      const near = nearestName(String(valueAt(input, issue.path)), allowed);
      return [`${where} must be ${oneOf(allowed)}; got ${seen}${near === null ? "" : `, did you mean "${near}"?`}`];
    }
    case "invalid_type":
      return [
        valueAt(input, issue.path) === undefined
          ? `${where} is missing; it must be ${article(issue.expected)}`
          : `${where} must be ${article(issue.expected)}; got ${seen}`,
      ];
    case "too_small":
      return [
        `${where} must be ${issue.origin === "number" || issue.origin === "int" ? "" : "of a length "}${issue.inclusive ? "≥" : ">"} ${issue.minimum}; got ${seen}`,
      ];
    case "too_big":
      return [
        `${where} must be ${issue.origin === "number" || issue.origin === "int" ? "" : "of a length "}${issue.inclusive ? "≤" : "<"} ${issue.maximum}; got ${seen}`,
      ];
    case "invalid_key":
      return describeIssues(issue.issues, String(issue.path[issue.path.length - 1]), []).map(
        (line) => `the name ${where} ${line.replace(/^the analysis /, "")}`,
      );
    default:
      return [`${where} ${issue.message}; got ${seen}`];
  }
}

const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

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
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

const oneOf = (allowed: readonly string[]): string =>
  allowed.length === 1 ? `"${allowed[0]}"` : `one of ${allowed.join(", ")}`;

const article = (expected: string): string => (/^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`);
