import { beforeLock, dataDrivenMark } from "../../results/data-driven.js";
import type { Statistic } from "../../results/records.js";
import { measures } from "../../spec/measures.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { notEstimableNote, printEffect, roleNames, sentenceCase } from "../estimate-text.js";
import { formatDecimals, formatDifference, formatP, formatPercent, formatRatio } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { printInterval } from "../records/interval.js";
import { type PanelLine, selectPanelEffects } from "../records/panel-lines.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, groupRow, indented, leftColumn } from "./columns.js";

const asAbove = "As above";
const percent = (share: number): string => `${formatPercent(share)}%`;

/** What a line tells beside effects: words and format of each statistic, in the order printed. */
const told: readonly (readonly [statistic: string, words: string, format: (value: number) => string])[] = [
  ["e_value", "E-value of the estimate", formatRatio],
  ["e_value_limit", "E-value of the limit nearer to no effect", formatRatio],
  ["largest_gamma", "largest Γ at which the pairs still show a benefit", formatRatio],
  [
    "tipping_control_share",
    "share of the controls not evaluable who would have to respond, none of the trial's",
    percent,
  ],
  [
    "tipping_hazard_ratio",
    "least factor of the list at which the interval holds 1",
    (factor) => formatDecimals(factor, 2),
  ],
  ["null_mean", "mean of the negative controls, log hazard ratio", formatDifference],
  ["null_sd", "their spread beyond chance (SD)", formatDifference],
  ["p_value", "calibrated p", formatP],
];

/** T14.2.5.2: every line that varies something, what it varies and why, what came of it, and whether it was planned. */
export function renderBiasPanelTable(
  input: ReportInput,
  estimates: readonly EstimateResult[],
  lines: readonly PanelLine[],
  counter: OutputCounter,
): Table {
  const varied = estimates.filter(({ variant }) => variant.role === "sensitivity");
  const main = estimates.filter(({ variant }) => variant.id === "main");
  const seen: (Statistic | null)[] = [...main, ...varied].map(({ effect }) => effect.point);
  for (const { statistics } of lines)
    seen.push(...statistics.filter(({ statistic }) => !/_(lower|upper)$/.test(statistic)));
  // Where everything was planned before the lock, one footnote says so, and no column repeats it.
  const isAllLocked =
    [...main, ...varied].every(({ dataDriven }) => dataDrivenMark(dataDriven) === null) &&
    lines.every(({ planned }) => planned === beforeLock);
  const planned = (words: string): readonly string[] => (isAllLocked ? [] : [words]);
  return {
    kind: "table",
    ...counter.table("bias-panel"),
    title: "Sensitivity and bias panel: what every line varies, and why",
    population: "Each line's own analysis set",
    columns: [
      leftColumn("Line", 2.2),
      leftColumn("Result (CI)", 2),
      leftColumn("Varies", 2.2),
      leftColumn("Why", 2.4),
      ...(isAllLocked ? [] : [leftColumn("Planned", 0.9)]),
    ],
    rows: [
      groupRow("Main analysis, and other designs beside it"),
      ...main.map((result) => mainRow(result, planned)),
      ...(varied.length === 0
        ? []
        : [
            groupRow("Sensitivity analyses: patches of the plan"),
            ...varied.map((result) => variantRow(result, planned)),
          ]),
      ...(lines.length === 0
        ? []
        : [groupRow("Bias analyses"), ...lines.flatMap((line) => lineRows(input, line, planned))]),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: [
        "CI",
        "NE",
        ...new Set([...main, ...varied].map(({ estimate }) => measures[estimate.measure].short)),
      ],
      definitions: [
        isAllLocked
          ? "Every line was written down before any outcome was read."
          : "DATA DRIVEN: not as first locked; everything else was written down before any outcome was read.",
        "Bias analyses suppose what the data cannot tell. None of them is the truth; each says what it would take.",
        notEstimableNote(seen),
      ],
      source: "outcomes, all variants; sensitivity",
    }),
  };
}

/** The cell that says when a line was planned, in a table that has such a column. */
type Planned = (words: string) => readonly string[];

function mainRow(result: EstimateResult, planned: Planned): Row {
  const short = measures[result.estimate.measure].short;
  return bodyRow(
    { ...indented(result.label), strong: result.role === "primary" },
    `${short} ${printEffect(result)}`,
    `${roleNames[result.role]}; ${result.design.label}`,
    result.role === "sensitivity" ? "the conclusion should not hang on one way of adjusting" : "",
    ...planned(dataDrivenMark(result.dataDriven) ?? beforeLock),
  );
}

function variantRow(result: EstimateResult, planned: Planned): Row {
  const { varies, why } = result.variant;
  return bodyRow(
    indented(result.label),
    `${measures[result.estimate.measure].short} ${printEffect(result)}`,
    varies ?? "",
    why ?? "",
    ...planned(dataDrivenMark(result.dataDriven) ?? beforeLock),
  );
}

/** One row for each effect of a line, and one for what else it tells; an only effect has both in its row. */
function lineRows(input: ReportInput, line: PanelLine, planned: Planned): readonly Row[] {
  const spec = input.plan.analysis.estimates[line.estimate];
  if (spec === undefined) throw new Error(`plan has no estimate ${line.estimate}`);
  const { short, kind } = measures[spec.measure];
  const name = `${line.label}: ${spec.label}`;
  const effects = selectPanelEffects(input, line).map(({ level, effect }) => ({
    level,
    text: `${short} ${printInterval(effect, kind === "ratio" ? formatRatio : formatDifference)}`,
  }));
  const rest = [...toldBy(line), ...gridWords(input, line)].join("; ");
  const [only] = effects;
  const rows: readonly (readonly [label: string, text: string])[] =
    effects.length === 0
      ? [[name, rest === "" ? `NE: ${reasonOf(line)}` : sentenceCase(rest)]]
      : effects.length === 1 && only !== undefined
        ? [
            [
              only.level === null ? name : `${name}: ${only.level}`,
              [only.text, rest].filter((part) => part !== "").join("; "),
            ],
          ]
        : [
            ...effects.map(({ level, text }): readonly [string, string] => [
              level === null ? name : `${name}: ${level}`,
              text,
            ]),
            ...(rest === "" ? [] : [[name, sentenceCase(rest)] as const]),
          ];
  return rows.map(([label, text], i) =>
    i === 0
      ? bodyRow(indented(label), text, line.varies, line.why, ...planned(line.planned))
      : bodyRow(indented(label), text, asAbove, asAbove, ...planned(line.planned)),
  );
}

function toldBy(line: PanelLine): readonly string[] {
  return told.flatMap(([statistic, words, format]) => {
    const found = line.statistics.find((each) => each.statistic === statistic && each.level === null);
    return found === undefined ? [] : [`${words} ${printStatistic(found, format)}`];
  });
}

/** The least and the greatest estimate of a grid; the grid itself is a figure. */
function gridWords(input: ReportInput, line: PanelLine): readonly string[] {
  const series = input.records.findSeries(line.place, "confounder_grid");
  const values = (series?.columns.estimate?.values ?? []).filter((value) => value !== null);
  if (values.length === 0) return [];
  return [`corrected effect ${formatRatio(Math.min(...values))} to ${formatRatio(Math.max(...values))} over the grid`];
}

function reasonOf({ statistics }: PanelLine): string {
  return statistics.find(({ status }) => status === "not_estimable")?.note ?? "no reason recorded";
}
