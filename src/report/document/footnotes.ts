import { lineLimit } from "../../results/disclosure/line-limit.js";
import { dataCutoffs } from "../records/datasets.js";
import { describeLineRows } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";

const abbreviations = {
  ATT: "average treatment effect in the treated (the trial's population)",
  CI: "confidence interval",
  CID: "difference of cumulative incidences",
  ESS: "effective sample size",
  HR: "hazard ratio",
  IRD: "difference of the probabilities of being in response",
  KS: "Kolmogorov–Smirnov distance",
  NE: "not estimable",
  NR: "not reached",
  OR: "odds ratio",
  PRMSTD: "difference of restricted means under a parametric model",
  Q1: "first quartile",
  Q3: "third quartile",
  RD: "risk difference",
  RMST: "restricted mean survival time",
  RMSTD: "difference of restricted mean survival times",
  RMSTR: "ratio of restricted mean survival times",
  RR: "risk ratio",
  SD: "standard deviation",
  SE: "standard error",
  SHR: "subdistribution hazard ratio",
  SMD: "standardised mean difference",
  SPD: "difference of survival probabilities",
  VR: "variance ratio",
} as const;

export type Abbreviation = keyof typeof abbreviations;

/**
 * Footnotes in the report's fixed order: abbreviations; definitions; the suppression rule where a cell needs it; data cut-off; sources
 * with the plan's and the data's hash. Definitions that are null are left out.
 */
export function writeFootnotes(
  input: ReportInput,
  parts: {
    readonly abbreviations?: readonly Abbreviation[];
    readonly definitions?: readonly (string | null)[];
    readonly source: string;
  },
): readonly string[] {
  const used = parts.abbreviations ?? [];
  const spelled = used.map((short) => `${short} ${abbreviations[short]}`).join("; ");
  const limit = lineLimit(input.results.records, input.plan.analysis.disclosure.smallCellLimit);
  const rule =
    limit === 0 ? null : `[s] suppressed: counts from 1 to ${limit - 1} are not shown, nor what would give them away.`;
  const { planHash, data } = input.results;
  return [
    ...(spelled === "" ? [] : [`${spelled}.`]),
    ...(parts.definitions ?? []).filter((line): line is string => line !== null),
    ...[describeLineRows(input)].filter((line) => line !== null),
    ...(rule === null ? [] : [rule]),
    `${dataCutoffs(input)}.`,
    `Source: results.json, ${parts.source}; plan ${planHash.slice(0, 12)}; data ${data.fingerprint.slice(0, 12)}.`,
  ];
}

/** The selector of records that footnotes of `writeFootnotes` cite; empty where they cite none. */
export const readSource = (footnotes: readonly string[]): string =>
  /^Source: results\.json, (.*); plan [0-9a-f]{12}; data [0-9a-f]{12}\.$/.exec(footnotes.at(-1) ?? "")?.[1] ?? "";
