import { scales } from "./bias-study-result.js";
import { biasScenarios } from "./bias-study-settings.js";
import type { BiasPerformance, DirectionPerformance } from "./bias-study-summary.js";
import type { Measured } from "./study-summary.js";

export interface BiasMeasurements {
  /** Replicates of each scenario. */
  readonly replicates: number;
  readonly lines: readonly BiasPerformance[];
  readonly directions: readonly DirectionPerformance[];
}

/** The measured part of docs/BIAS-STUDY.md: a table for each scenario, and one of the directions told. */
export function renderBiasMeasured({ replicates, lines, directions }: BiasMeasurements): string {
  return [
    `${replicates} replicates of each scenario; in brackets the Monte Carlo standard error.`,
    ...biasScenarios.map(({ id, label }) =>
      [`### ${capital(label)}`, renderLines(lines.filter(({ scenario }) => scenario === id))].join("\n\n"),
    ),
    "### Which way charts bias the controls: told, and true",
    renderDirections(directions),
  ].join("\n\n");
}

function renderLines(lines: readonly BiasPerformance[]): string {
  const heads = ["estimate", "scale (truth)", "estimable", "mean error", "RMSE", "nearer on average by", "nearer in"];
  const rows = lines.map(({ label, isStart, scale, trueValue, estimable, replicates, measures }) => [
    isStart ? `**${label}**` : label,
    `${scale} (${trueValue.toFixed(3)})`,
    `${estimable} of ${replicates}`,
    ...(measures === null
      ? ["–", "–", "–", "–"]
      : [measured(measures.meanError), measured(measures.rmse), optional(measures.gain), percent(measures.nearer)]),
  ]);
  return table(heads, rows);
}

function renderDirections(directions: readonly DirectionPerformance[]): string {
  const heads = [
    "world",
    "controls by",
    "charts less scans, mean",
    "told as inflated",
    "told as deflated",
    "intervals that hold the mean",
  ];
  const rows = directions.map(({ scenario, scale, shift, above, below, coverage }) => [
    capital(biasScenarios.find(({ id }) => id === scenario)?.label ?? scenario),
    scale === scales.difference ? "response rate" : "restricted mean PFS to 365 days, days",
    scale === scales.difference ? measured(shift) : `${shift.value.toFixed(1)} (${shift.error.toFixed(1)})`,
    percent(above),
    percent(below),
    percent(coverage),
  ]);
  return table(heads, rows);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map((_, i) => (i < 2 ? "---" : "---:")), ...rows];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

const measured = ({ value, error }: Measured): string => `${signed(value)} (${error.toFixed(3)})`;
const optional = (each: Measured | null): string => (each === null ? "" : measured(each));
const percent = (each: Measured | null): string =>
  each === null ? "" : `${(100 * each.value).toFixed(0)} % (${(100 * each.error).toFixed(0)})`;
const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** Three decimals, without a minus before zero. */
const signed = (value: number): string => value.toFixed(3).replace(/^-(0\.000)$/, "$1");
