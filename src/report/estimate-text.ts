import type { Statistic } from "../results/records.js";
import type { Endpoint } from "../spec/endpoint.js";
import { measures } from "../spec/measures.js";
import { formatCount, formatDecimals, formatPercent, formatRatio } from "./format.js";
import { printStatistic, printWithInterval } from "./print-statistic.js";
import type { EstimateResult } from "./records/estimate-results.js";
import type { ReportInput } from "./records/read-results.js";

/** What each role is called in tables and figures. */
export const roleNames = {
  primary: "Primary",
  "key-secondary": "Key secondary",
  sensitivity: "Sensitivity",
  diagnostic: "Diagnostic",
  context: "Context",
  exploratory: "Exploratory",
  descriptive: "Descriptive",
} as const;

/** Which p-values the report prints, wherever it says so. Those of proportional hazards and of interaction tell how to read an effect. */
export const pValueRule =
  "p-values of effects are printed for primary and key secondary estimates only; the tests of proportional hazards, under each hazard ratio, and of interaction, in tables of subgroups, test no effect and print theirs always";

/** The endpoint of an estimate, as its variant defines it. */
export function endpointOf(result: EstimateResult): Endpoint {
  const endpoint = result.variant.endpoints[result.estimate.endpoint];
  if (endpoint === undefined) throw new Error(`plan has no endpoint ${result.estimate.endpoint}`);
  return endpoint;
}

/** A value of the estimate's measure: ratios and differences of probabilities have three decimals, days one. */
export function formatEffect(result: EstimateResult): (value: number) => string {
  const { kind, unit } = measures[result.estimate.measure];
  return kind === "ratio" ? formatRatio : (value) => formatDecimals(value, unit === "days" ? 1 : 3);
}

/** With a capital: how a measure's name stands at the start of a line. */
export const sentenceCase = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** `0.701 (0.543, 0.903)`. */
export const printEffect = ({ effect, ...result }: EstimateResult): string =>
  printWithInterval(effect.point, effect.lower, effect.upper, formatEffect({ effect, ...result }));

/** Reasons of the statistics that are not estimable, as one footnote; null where all are. */
export function notEstimableNote(statistics: readonly (Statistic | null)[]): string | null {
  const reasons = statistics.flatMap((s) => (s?.status === "not_estimable" && s.note !== null ? [s.note] : []));
  return reasons.length === 0 ? null : `NE: ${[...new Set(reasons)].join("; ")}.`;
}

/** How an effect was computed, as recorded: `Cox proportional hazards, Efron ties; variance: sandwich`. */
export function describeEffectMethod({ effect }: EstimateResult): string {
  const { method, params } = effect.point;
  const variance = params.variance;
  if (method === null) return "not computed";
  return typeof variance === "string" ? `${method}; variance: ${variance}` : method;
}

/** What multiple imputation did to an estimate: degrees of freedom and the information that missing values took; null where nothing was imputed. */
export function describePooling(input: ReportInput, result: EstimateResult): string | null {
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  const find = (name: string): Statistic | null => input.records.findStatistic(place, name);
  const imputations = find("imputations");
  if (imputations === null) return null;
  const oneDecimal = (value: number): string => formatDecimals(value, 1);
  const percent = (value: number): string => `${formatPercent(value)}%`;
  return `Multiple imputation: ${printStatistic(imputations, formatCount)} imputations pooled by Rubin's rules; ${printStatistic(find("degrees_of_freedom"), oneDecimal)} degrees of freedom (${printStatistic(find("complete_data_degrees_of_freedom"), formatCount)} with complete data); fraction of missing information ${printStatistic(find("missing_information"), percent)}. Patients are counted who are in the design in any imputation; curves, medians and survival at given days are drawn with each patient's mean weight, and their intervals hold no uncertainty of the imputation.`;
}
