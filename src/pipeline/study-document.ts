import { type StudyEstimateId, studyEstimates, studyTruths } from "./study-catalogue.js";
import type { StudyOutcome } from "./study-run.js";
import { scenarios } from "./study-settings.js";
import type { Measured, Measures, Performance } from "./study-summary.js";

interface Measurements {
  readonly replicates: number;
  readonly truths: StudyOutcome["truths"];
  readonly summary: readonly Performance[];
}

const begin = "<!-- measured: begin -->";
const end = "<!-- measured: end -->";

/** The page with its measured part, between two marks, written anew; a page without the marks gets them at its end. */
export const replaceMeasured = (page: string, measurements: Measurements): string =>
  replacePart(page, renderMeasured(measurements));

/** The part of a page between its two marks written anew. */
export function replacePart(page: string, measured: string): string {
  const part = `${begin}\n\n${measured}\n\n${end}`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${part}\n`.trimStart();
  return page.slice(0, from) + part + page.slice(to + end.length);
}

function renderMeasured({ replicates, truths, summary }: Measurements): string {
  return [
    `${replicates} replicates of each scenario; in brackets the Monte Carlo standard error.`,
    ...scenarios.map(({ id, label }) =>
      [
        `### ${label.charAt(0).toUpperCase()}${label.slice(1)}`,
        renderTruth(truths[id]),
        renderTable(summary.filter(({ scenario }) => scenario === id)),
      ].join("\n\n"),
    ),
  ].join("\n\n");
}

function renderTruth({ truth }: StudyOutcome["truths"][keyof StudyOutcome["truths"]]): string {
  const { patients, response, scheduledPfs, latentPfs } = truth;
  const confirmed = response.confirmed;
  return `Truth, from ${patients} patients under both treatments: confirmed response ${percent(confirmed.experimental)} against ${percent(confirmed.chemotherapy)}; hazard ratio of scheduled PFS ${scheduledPfs.hazardRatio.toFixed(3)}, of latent PFS ${latentPfs.hazardRatio.toFixed(3)}.`;
}

function renderTable(rows: readonly Performance[]): string {
  const heads = [
    "estimate",
    "held against",
    "bias",
    "empirical SE",
    "model SE",
    "coverage",
    "p < 0.05",
    "not estimable",
  ];
  const cells = rows.map(({ estimate, truth, measures, notEstimable }) => [
    studyEstimates[estimate].label,
    studyTruths[truth].label,
    ...(measures === null ? heads.slice(3).map(() => "–") : renderMeasures(measures, estimate)),
    String(notEstimable),
  ]);
  const lines = [heads, heads.map((_, i) => (i < 2 ? "---" : "---:")), ...cells];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

function renderMeasures(measures: Measures, estimate: StudyEstimateId): string[] {
  const { bias, empiricalError, modelError, coverage, rejection } = measures;
  return [
    ...[bias, empiricalError, modelError].map((each) => onScale(each, estimate)),
    inPercent(coverage),
    inPercent(rejection),
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const inPercent = ({ value, error }: Measured): string => `${percent(value)} (${(100 * error).toFixed(1)})`;

/** Differences in percentage points, logarithms of hazard ratios as they are. */
function onScale({ value, error }: Measured, estimate: StudyEstimateId): string {
  if (studyEstimates[estimate].scale === "difference")
    return `${(100 * value).toFixed(2)} (${(100 * error).toFixed(2)}) points`;
  return `${value.toFixed(4)} (${error.toFixed(4)})`;
}
