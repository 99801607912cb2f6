import type { Statistic } from "../results/records.js";
import type { Endpoint } from "../spec/endpoint.js";
import { measures } from "../spec/measures.js";
import { formatDecimals, formatRatio } from "./format.js";
import { printWithInterval } from "./print-statistic.js";
import type { EstimateResult } from "./records/estimate-results.js";

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
