import { formatCount, formatDifference, formatPercent, formatRatio } from "../report/format.js";
import { printStatistic, printWithInterval } from "../report/print-statistic.js";
import { readCrossLevel } from "../results/cross-level.js";
import { dataDrivenCauses, dataDrivenMark } from "../results/data-driven.js";
import type { ResultRecord, Statistic, Warning } from "../results/records.js";
import type { ResultsFile } from "../results/results-file.js";
import type { Comparison } from "../spec/comparison.js";
import { measures } from "../spec/measures.js";

type Format = (value: number) => string;

const arms = ["trial", "control"] as const;

/** Behind the name of what was not locked before outcomes were read: ` [DATA DRIVEN: added]`. */
function markOf({ lock }: ResultsFile, parts: readonly string[]): string {
  const mark = dataDrivenMark(dataDrivenCauses(lock, parts));
  return mark === null ? "" : ` [${mark}]`;
}

/** The comparisons of a results file as a Markdown document: banners first, then what each source would have concluded, then why they differ. */
export function renderComparison(results: ResultsFile): string {
  const { title, comparison } = results.plan as { title: string; comparison?: Record<string, Comparison> };
  const records = results.records.filter((record) => record.stage === "comparison");
  const banners = [
    ...new Set(records.filter((record): record is Warning => record.kind === "warning").map(({ message }) => message)),
  ];
  const parts = [
    `# Charts against scans: ${title}`,
    ...banners.map((message) => `> **Banner: ${message}.**`),
    "## Direction of bias",
    directionTable(records),
    ...Object.entries(comparison ?? {}).flatMap(([name, { label, ehr, imaging }]) => [
      `## ${label}${markOf(results, [`sensitivity.comparison.${name}`, `endpoints.${ehr}`, `endpoints.${imaging}`])}`,
      ...impactTables(records, name),
      ...arms.flatMap((arm) => armSections(records, name, arm)),
    ]),
    "NE: not estimable, with the reason below the table; [s]: suppressed under the small-cell rule. Intervals and methods of every number stand in results.json.",
  ];
  return `${parts.join("\n\n")}\n`;
}

function directionTable(records: readonly ResultRecord[]): string {
  const listing = records.find((record) => record.kind === "listing" && record.listing === "comparison_direction");
  if (listing?.kind !== "listing") return "No estimate is carried through both sources.";
  return table(
    listing.columns.map(({ label }) => label),
    listing.rows.map((row) => row.map(String)),
  );
}

/** Every line of each estimate: as each source has it, and corrected; with what it adds to the effect by scans. */
function impactTables(records: readonly ResultRecord[], name: string): string[] {
  const own = statistics(records).filter(({ variable }) => variable?.startsWith(`${name}.impact.`));
  const keys = [...new Set(own.map(({ variable, population }) => `${variable}\n${population}`))];
  return keys.map((key) => {
    const [variable, population] = key.split("\n") as [string, string];
    const mine = own.filter((each) => each.variable === variable && each.population === population);
    const measure = Object.values(measures).find(({ effect }) => mine.some(({ statistic }) => statistic === effect));
    const levels = [
      ...new Set(mine.filter(({ statistic }) => statistic === measure?.effect).map(({ level }) => level)),
    ];
    const rows = levels.map((level) => {
      const line = (statistic: string, format: Format, group: string | null = null) =>
        interval(mine, statistic, format, { level, group });
      return [
        level ?? "",
        line(measure?.effect ?? "", measure?.kind === "ratio" ? formatRatio : formatDifference),
        line("effect_difference", formatDifference),
        line("control_difference", formatDifference, "control"),
      ];
    });
    const head = ["Outcome by", measure?.long ?? "effect", "less scans (linear scale)", "controls less scans"];
    return [`### ${variable.slice(name.length + 8)}, ${population}`, table(head, rows), ...reasons(mine)].join("\n\n");
  });
}

function armSections(records: readonly ResultRecord[], name: string, arm: string): string[] {
  const own = statistics(records).filter(({ group, variable }) => group === arm && variable?.startsWith(`${name}.`));
  if (own.length === 0) return [];
  const families = ["availability", "evaluable_by_charts", "evaluable_by_scans", "cause", "chart_evidence"];
  const events = [
    ...new Set(own.flatMap(({ variable }) => (variable!.startsWith(`${name}.events.`) ? [variable!] : []))),
  ];
  const counts = [...families.map((family) => `${name}.${family}`), ...events];
  return [
    `### ${name}, ${arm} arm`,
    ...counts.flatMap((variable) => countTable(own, variable, variable.slice(name.length + 1))),
    ...matrixTable(own, `${name}.matrix`),
    ...matrixTable(own, `${name}.responders`),
    ...shareTable(own, name),
    ...reasons(own),
  ];
}

function countTable(own: readonly Statistic[], variable: string, title: string): string[] {
  const counts = own.filter((each) => each.variable === variable && each.statistic === "n" && each.level !== null);
  if (counts.length === 0) return [];
  return [
    table(
      [title.replaceAll("_", " "), "patients"],
      counts.map((each) => [each.level ?? "", printStatistic(each, formatCount)]),
    ),
  ];
}

function matrixTable(own: readonly Statistic[], variable: string): string[] {
  const cells = own.filter((each) => each.variable === variable && each.statistic === "n");
  const levels = cells.map(({ level }) => readCrossLevel(level)!);
  if (cells.length === 0) return [];
  const columns = [...new Set(levels.map(([, column]) => column))];
  const rows = [...new Set(levels.map(([row]) => row))].map((row) => [
    row,
    ...columns.map((column) => {
      const at = levels.findIndex((level) => level[0] === row && level[1] === column);
      return printStatistic(cells[at]!, formatCount);
    }),
  ]);
  return [table(["charts \\ scans", ...columns], rows)];
}

const shares: readonly (readonly [what: string, statistic: string, format: Format])[] = [
  ["agreement", "proportion", formatPercent],
  ["kappa", "kappa", formatDifference],
  ["ac1", "ac1", formatDifference],
  ["category_agreement", "specific_agreement", formatPercent],
  ["yes_no_agreement", "proportion", formatPercent],
  ["yes_no_kappa", "kappa", formatDifference],
  ["yes_no_ac1", "ac1", formatDifference],
  ["rate_difference", "rate_difference", formatDifference],
  ["sensitivity", "proportion", formatPercent],
  ["specificity", "proportion", formatPercent],
  ["positive_predictive_value", "proportion", formatPercent],
  ["negative_predictive_value", "proportion", formatPercent],
  ["survival.charts", "median", formatCount1],
  ["survival.scans", "median", formatCount1],
  ["survival_difference", "median_difference", formatCount1],
  ["survival_difference", "rmst_difference", formatDifference],
  ["date_difference", "bias", formatDifference],
];

/** Days, which may be half ones. */
function formatCount1(days: number): string {
  return Number.isInteger(days) ? formatCount(days) : formatDifference(days);
}

function shareTable(own: readonly Statistic[], name: string): string[] {
  const found = own.flatMap(({ variable, statistic }) =>
    statistic === "proportion" && /^(early|late)_discrepancy/.test(variable!.slice(name.length + 1))
      ? [[variable!.slice(name.length + 1), "proportion", formatPercent] as const]
      : [],
  );
  const rows = [...shares, ...found].flatMap(([what, statistic, format]) => {
    const mine = own.filter((each) => each.variable === `${name}.${what}`);
    return mine
      .filter((each) => each.statistic === statistic)
      .map((each) => [
        what.replaceAll("_", " ").replaceAll(".", ", "),
        each.level ?? "",
        interval(mine, statistic, format, { level: each.level, group: each.group }),
      ]);
  });
  return rows.length === 0 ? [] : [table(["measure", "", "estimate (interval)"], rows)];
}

/** Why numbers are missing, each reason once. */
function reasons(own: readonly Statistic[]): string[] {
  const notes = own.flatMap(({ status, note, level, statistic }) =>
    status === "not_estimable" && note !== null && !statistic.endsWith("_lower") && !statistic.endsWith("_upper")
      ? [`- ${[level, statistic.replaceAll("_", " ")].filter((part) => part !== null).join(", ")}: ${note}`]
      : [],
  );
  return notes.length === 0 ? [] : [[...new Set(notes)].join("\n")];
}

function interval(
  own: readonly Statistic[],
  statistic: string,
  format: Format,
  { level, group }: { readonly level: string | null; readonly group: string | null },
): string {
  const at = (name: string) =>
    own.find((each) => each.statistic === name && each.level === level && each.group === group) ?? null;
  return printWithInterval(at(statistic), at(`${statistic}_lower`), at(`${statistic}_upper`), format);
}

const statistics = (records: readonly ResultRecord[]): Statistic[] =>
  records.filter((record): record is Statistic => record.kind === "statistic");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
