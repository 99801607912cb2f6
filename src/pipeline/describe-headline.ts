import { formatDifference, formatInterval, formatLevel, formatRatio } from "../report/format.js";
import { dataDrivenCauses, dataDrivenMark, partsOfEstimate } from "../results/data-driven.js";
import type { ResultsFile } from "../results/results-file.js";
import { selectStatistics } from "../results/select.js";
import { type Analysis, analysisSchema } from "../spec/analysis.js";
import { endpointNamesOf } from "../spec/endpoint-names.js";
import type { Estimate } from "../spec/estimate.js";
import { measures } from "../spec/measures.js";

/** The headline of a run for the terminal: each estimate of the main analysis with its interval. */
export function describeHeadline(results: ResultsFile): string[] {
  const analysis: Analysis = analysisSchema.parse(results.plan);
  const lines = Object.entries(analysis.estimates).map(([name, estimate]) => describeEstimate(results, name, estimate));
  return [`${analysis.title}`, ...lines];
}

function describeEstimate(results: ResultsFile, name: string, estimate: Estimate): string {
  const { effect: statistic, long: words, kind } = measures[estimate.measure];
  const format = kind === "ratio" ? formatRatio : formatDifference;
  const at = (suffix: string) =>
    selectStatistics(results.records, {
      variant: "main",
      variable: name,
      group: null,
      statistic: `${statistic}${suffix}`,
    })[0];
  const [value, lower, upper] = [at(""), at("_lower"), at("_upper")];
  const mark = dataDrivenMark(dataDrivenCauses(results.lock, partsOfEstimate("main", name, endpointNamesOf(estimate))));
  const label = `  ${estimate.label} (${estimate.role})${mark === null ? "" : ` [${mark}]`}`;
  if (value?.value == null)
    return `${label}: ${value?.status === "suppressed" ? "" : "not estimable, "}${value?.note ?? "no record"}`;
  const point = `${label}: ${words} ${format(value.value)}`;
  if (lower?.value == null || upper?.value == null)
    return `${point}, no CI: ${[lower, upper].find((limit) => limit?.value == null)?.note ?? "no record"}`;
  const interval = formatInterval(format(lower.value), format(upper.value));
  return `${point}, ${formatLevel(estimate.level)} CI ${interval}`;
}
