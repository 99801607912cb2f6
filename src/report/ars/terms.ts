import type { Role } from "../../results/records.js";
import type { ArsReportingEvent, ArsTerm } from "./model.js";

/** The purpose of an analysis from its role: a term of the standard where it has one, else one of ours. */
export function purposeOf(role: Role): ArsTerm {
  const term = purposes[role];
  return term.isStandard ? { controlledTerm: term.value } : { sponsorTermId: purposeId(role) };
}

/** The kind of an output's file: `pdf` is a term of the standard, the others are ours. */
export const fileTypeOf = (ending: "csv" | "svg" | "pdf"): ArsTerm =>
  ending === "pdf" ? { controlledTerm: "pdf" } : { sponsorTermId: `file-${ending}` };

const purposes: Readonly<
  Record<Role, { readonly isStandard: boolean; readonly value: string; readonly what: string }>
> = {
  primary: { isStandard: true, value: "PRIMARY OUTCOME MEASURE", what: "" },
  "key-secondary": { isStandard: true, value: "SECONDARY OUTCOME MEASURE", what: "" },
  exploratory: { isStandard: true, value: "EXPLORATORY OUTCOME MEASURE", what: "" },
  sensitivity: { isStandard: false, value: "SENSITIVITY ANALYSIS", what: "an estimate under other choices" },
  diagnostic: { isStandard: false, value: "DIAGNOSTIC", what: "a check on the design, such as a negative control" },
  context: { isStandard: false, value: "CONTEXT", what: "shown for comparison, not interpreted" },
  descriptive: { isStandard: false, value: "DESCRIPTIVE", what: "counts and summaries of populations" },
};

const purposeId = (role: string): string => `purpose-${role}`;

/** The sponsor's terms that the file uses beside the standard's own. */
export const terminologyExtensions: ArsReportingEvent["terminologyExtensions"] = [
  {
    id: "purposes",
    enumeration: "AnalysisPurposeEnum",
    sponsorTerms: Object.entries(purposes)
      .filter(([, { isStandard }]) => !isStandard)
      .map(([role, { value, what }]) => ({ id: purposeId(role), submissionValue: value, description: what })),
  },
  {
    id: "file-types",
    enumeration: "OutputFileTypeEnum",
    sponsorTerms: [
      { id: "file-csv", submissionValue: "csv", description: "a table as comma-separated values (RFC 4180)" },
      { id: "file-svg", submissionValue: "svg", description: "a figure as Scalable Vector Graphics" },
    ],
  },
];
