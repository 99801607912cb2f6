import { analysisSchema } from "../../spec/analysis.js";
import { splitDefaults } from "../../spec/split-defaults.js";
import { writeFlow } from "../document/flow-text.js";
import { code, paragraph, text } from "../document/inlines.js";
import type { Block, KeyValues } from "../document/model.js";
import type { ReportInput } from "../records/read-results.js";

/** Sections of an analysis whose members are told one by one. */
const listed = new Set([
  "cohort",
  "covariates",
  "harmonisation",
  "imaging",
  "endpoints",
  "designs",
  "estimates",
  "sensitivity",
  "comparison",
  "bias",
  "fitness",
  "published",
]);

/** The resolved plan field by field: what it states first, then what stayed at its default. */
export function writePlanText(input: ReportInput): readonly Block[] {
  const { stated, defaults } = splitDefaults(analysisSchema, input.plan.analysis);
  return [
    paragraph(
      "The analysis as it ran, every default filled in; its hash leaves out what only names or explains. In results.json it stands as ",
      code("plan"),
      ", in JSON.",
    ),
    ...fields("Stated, or other than the default", stated),
    ...fields("At the engine's defaults", defaults),
  ];
}

function fields(label: string, half: unknown): readonly KeyValues[] {
  const entries = Object.entries((half ?? {}) as Record<string, unknown>).flatMap(([section, value]) =>
    joinAlike(section, membersOf(section, value)),
  );
  if (entries.length === 0) return [];
  return [{ kind: "key-values", label, entries: entries.map(([key, words]) => ({ key, value: [text(words)] })) }];
}

/** Members of a section that hold the same share a line: `estimates` · `level: 0.95 (crude, weighted)`. */
function joinAlike(section: string, members: readonly Member[]): readonly (readonly [key: string, words: string])[] {
  const byWords = new Map<string, string[]>();
  for (const [key, value] of members)
    if (value !== undefined) byWords.set(writeFlow(value), [...(byWords.get(writeFlow(value)) ?? []), key]);
  return [...byWords].map(([words, keys]) => {
    const names = keys.map((key) => key.slice(section.length).replace(/^\./, ""));
    const [only] = keys;
    return keys.length === 1 && only !== undefined ? [only, words] : [section, `${words} (${names.join(", ")})`];
  });
}

type Member = readonly [key: string, value: unknown];

function membersOf(section: string, value: unknown): readonly Member[] {
  if (typeof value !== "object" || value === null) return [[section, value]];
  if (Array.isArray(value)) return value.map((member, i) => [`${section}[${i}]`, member]);
  if (!listed.has(section)) return [[section, value]];
  const members = Object.entries(value);
  if (members.length === 0) return [[section, value]];
  // Criteria of a cohort are told one by one too.
  return members.flatMap(([key, member]) =>
    Array.isArray(member) && member.every((each) => typeof each === "object")
      ? membersOf(`${section}.${key}`, member)
      : [[`${section}.${key}`, member] as const],
  );
}
