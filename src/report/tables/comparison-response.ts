import type { Statistic } from "../../results/records.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Cell, Row, Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { notEstimableNote } from "../estimate-text.js";
import { formatDecimals, formatDifference, formatLevel, formatP, formatPercent } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import { type ComparisonResult, placeOf } from "../records/comparisons.js";
import { findInterval, printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armLabel, bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

type Format = (value: number) => string;
/** One line of the table: what it is called, where its record stands, and how it is printed. */
type Line = readonly [
  label: string,
  what: string,
  statistic: string,
  format: Format,
  level?: string | undefined,
  limits?: string,
];

const percent: Format = (share) => `${formatPercent(share)}%`;
const chiSquared: Format = (value) => formatDecimals(value, 2);

const weightWords = { unweighted: "unweighted", linear: "linear weights", quadratic: "quadratic weights" } as const;

const kappaLines = (prefix: string, kinds: readonly (keyof typeof weightWords)[]): readonly Line[] => [
  ...kinds.map((kind): Line => [`Cohen's κ, ${weightWords[kind]}`, `${prefix}kappa`, "kappa", formatDifference, kind]),
  ...kinds.map(
    (kind): Line => [
      `Cohen's κ, ${weightWords[kind]}, bootstrap`,
      `${prefix}kappa`,
      "kappa",
      formatDifference,
      kind,
      "kappa_bootstrap",
    ],
  ),
  ["Gwet's AC1", `${prefix}ac1`, "ac1", formatDifference],
  ["Gwet's AC1, bootstrap", `${prefix}ac1`, "ac1", formatDifference, undefined, "ac1_bootstrap"],
];

const blocks: readonly (readonly [heading: string, lines: readonly Line[]])[] = [
  [
    "Category of best response (CR, PR, SD, PD), patients evaluable by both",
    [
      ["Agreement", "agreement", "proportion", percent],
      ...kappaLines("", ["unweighted", "linear", "quadratic"]),
      ...["CR", "PR", "SD", "PD"].map(
        (level): Line => [`Agreement on ${level}`, "category_agreement", "specific_agreement", percent, level],
      ),
    ],
  ],
  [
    "Response, yes or no, patients counted by both",
    [
      ["Agreement", "yes_no_agreement", "proportion", percent],
      ...kappaLines("yes_no_", ["unweighted"]),
      ["Agreement on response", "yes_no_category_agreement", "specific_agreement", percent, "response"],
      ["Agreement on no response", "yes_no_category_agreement", "specific_agreement", percent, "no response"],
      ["Response rate, charts less scans (Tango)", "rate_difference", "rate_difference", formatDifference, "Tango"],
      [
        "Response rate, charts less scans (Newcombe)",
        "rate_difference",
        "rate_difference",
        formatDifference,
        "Newcombe",
      ],
      ["McNemar's χ²", "mcnemar", "chi_squared", chiSquared],
      ["McNemar's test, p", "mcnemar", "p_value", formatP],
      ["McNemar's test, exact p", "mcnemar", "exact_p", formatP],
      ["McNemar's test, mid-p", "mcnemar", "mid_p", formatP],
    ],
  ],
  [
    "Charts held against scans",
    [
      ["Sensitivity", "sensitivity", "proportion", percent],
      ["Specificity", "specificity", "proportion", percent],
      ["Positive predictive value", "positive_predictive_value", "proportion", percent],
      ["Negative predictive value", "negative_predictive_value", "proportion", percent],
    ],
  ],
];

/** Output 2 as numbers: how far charts and scans agree about response, arm by arm. Null where no arm has both. */
export function renderComparisonResponse(
  input: ReportInput,
  { name, comparison, label, covered }: ComparisonResult,
  counter: OutputCounter,
): Table | null {
  if (covered.length === 0) return null;
  const seen: (Statistic | null)[] = [];
  const cell = ([, what, statistic, format, level, limits]: Line, group: Group): Cell => {
    if (!covered.includes(group)) return { text: notApplicable };
    const found = findInterval(input, placeOf(name, what, group, level), statistic, limits);
    seen.push(found.point);
    return { text: printInterval(found, format) };
  };
  return {
    kind: "table",
    ...counter.table(`agreement-${name}`),
    title: `Agreement of charts with scans: ${label}`,
    population: "Patients of whom both sources speak, unweighted",
    columns: [leftColumn("Statistic", 3.2), ...groups.map((group) => numberColumn(armLabel(input, "main", group), 2))],
    rows: [
      ...blocks.flatMap(([heading, lines]): readonly Row[] => [
        groupRow(heading),
        ...lines.map((line) => bodyRow(indented(line[0]), ...groups.map((group) => cell(line, group)))),
      ]),
      ...readerRows(input, name),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "NE"],
      definitions: [
        `In brackets: ${formatLevel(comparison.level)} CI (Wilson for shares, asymptotic for κ and AC1 unless it says bootstrap; ${comparison.replicates} samples of patients).`,
        "Scans are the reference of sensitivity, specificity and predictive values; they are read with error too.",
        `${notApplicable}: no patient of the arm has both sources.`,
        notEstimableNote(seen),
      ],
      source: `comparison / ${name}`,
    }),
  };
}

/** How far two readers of the same scans agree, for the measure of what scans themselves leave open. */
function readerRows(input: ReportInput, name: string): readonly Row[] {
  const pairs = readerPairs(input, name);
  const single = groups.map((group) => input.records.findStatistic(placeOf(name, "readers.kappa", group), "kappa"));
  if (pairs.length === 0 && single.every((each) => each === null)) return [];
  const heading = groupRow("Readers of the same scans, category of best response: agreement; κ unweighted");
  if (pairs.length === 0) {
    const reason = single.find((each) => each !== null)?.note ?? "no reason recorded";
    return [
      heading,
      bodyRow(indented(`Not estimable: ${reason}`), ...single.map((each) => printStatistic(each, formatDifference))),
    ];
  }
  return [
    heading,
    ...pairs.map((pair) =>
      bodyRow(
        indented(pair.split(".").slice(1).join(" and ")),
        ...groups.map((group) => {
          const agreement = findInterval(input, placeOf(name, `${pair}.agreement`, group), "proportion");
          if (agreement.point === null) return notApplicable;
          const kappa = findInterval(input, placeOf(name, `${pair}.kappa`, group, "unweighted"), "kappa");
          return `${printStatistic(agreement.point, percent)}; ${printInterval(kappa, formatDifference)}`;
        }),
      ),
    ),
  ];
}

function readerPairs(input: ReportInput, name: string): readonly string[] {
  const found = groups.flatMap((group) =>
    input.records
      .statisticsOf("main", `comparison.${name}`, group)
      .flatMap(({ variable }) => /\.(readers\..+)\.agreement$/.exec(variable ?? "")?.[1] ?? []),
  );
  return [...new Set(found)];
}
