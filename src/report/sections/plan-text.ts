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
  "imaging",
  "endpoints",
  "designs",
  "estimates",
  "sensitivity",
  "comparison",
  "bias",
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
    membersOf(section, value).flatMap(([key, member]) =>
      member === undefined ? [] : [{ key, value: [text(writeFlow(member))] }],
    ),
  );
  return entries.length === 0 ? [] : [{ kind: "key-values", label, entries }];
}

function membersOf(section: string, value: unknown): readonly (readonly [key: string, value: unknown])[] {
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
