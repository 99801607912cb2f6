import { formatDifference, formatRatio } from "../report/format.js";
import { printStatistic, printWithInterval } from "../report/print-statistic.js";
import { partsOfEstimate, plannedWhen } from "../results/data-driven.js";
import type { Listing, ResultRecord, Statistic } from "../results/records.js";
import type { ResultsFile } from "../results/results-file.js";
import type { Analysis } from "../spec/analysis.js";
import { endpointNamesOf } from "../spec/endpoint-names.js";
import { measures } from "../spec/measures.js";

/** The bias panel of a results file as Markdown: one table in which every line names what it varies and why, main estimates first. */
export function renderPanel(results: ResultsFile): string {
  const analysis = results.plan as unknown as Analysis;
  const statistics = results.records.filter((record): record is Statistic => record.kind === "statistic");
  const rows = [
    ...Object.entries(analysis.estimates).map(([name, estimate]) => [
      estimate.label,
      `main analysis (${estimate.role})`,
      "",
      effectsOf(statistics, "main", name, "outcomes"),
      plannedWhen(results.lock, partsOfEstimate("main", name, endpointNamesOf(estimate))),
    ]),
    ...variantRows(analysis, statistics, results.lock),
    ...lineRows(results.records, statistics),
  ];
  const head = ["Line", "Varies", "Why", "Result", "Planned"];
  return `# Bias panel: ${analysis.title}\n\n${table(head, rows)}\n\nNE: not estimable; its reason stands in results.json, with interval, method and grids of every line.\n`;
}

function variantRows(analysis: Analysis, statistics: readonly Statistic[], lock: ResultsFile["lock"]): string[][] {
  return Object.entries(analysis.sensitivity).flatMap(([id, { label, varies, why, estimates }]) =>
    estimates.map((name) => {
      const estimate = analysis.estimates[name];
      const endpoints = estimate === undefined ? [] : endpointNamesOf(estimate);
      return [
        `${label}: ${estimate?.label ?? name}`,
        varies,
        why,
        effectsOf(statistics, id, name, "outcomes"),
        plannedWhen(lock, partsOfEstimate(id, name, endpoints)),
      ];
    }),
  );
}

/** Lines of section `bias`: an effect each, or what it takes to explain the effect away. */
function lineRows(records: readonly ResultRecord[], statistics: readonly Statistic[]): string[][] {
  const listing = records.find(
    (record): record is Listing => record.kind === "listing" && record.listing === "bias_panel",
  );
  if (listing === undefined) return [];
  return listing.rows.flatMap((row) => {
    const [variable, label, , estimate, varies, why, planned] = row.map(String) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const own = statistics.filter((each) => each.stage === "sensitivity" && each.variable === variable);
    return groupsOf(own).map(([level, text]) => [
      [label, level, estimate].filter((part) => part !== "").join(": "),
      varies,
      why,
      text,
      planned,
    ]);
  });
}

/** What a line found, level by level: effects with their interval, other statistics by name. */
function groupsOf(own: readonly Statistic[]): (readonly [string, string])[] {
  const levels = [...new Set(own.map(({ level }) => level))];
  return levels.map((level) => {
    const mine = own.filter((each) => each.level === level);
    const main = Object.values(measures).find(({ effect }) => mine.some(({ statistic }) => statistic === effect));
    const effects = main === undefined ? [] : [effectText(mine, main)];
    const names = main === undefined ? [] : [main.effect, `${main.effect}_lower`, `${main.effect}_upper`];
    const others = mine
      .filter(({ statistic }) => !names.includes(statistic))
      .map((each) => `${each.statistic.replaceAll("_", " ")} ${printStatistic(each, formatDifference)}`);
    return [level ?? "", [...effects, ...others].join("; ")] as const;
  });
}

function effectsOf(statistics: readonly Statistic[], variant: string, name: string, stage: Statistic["stage"]): string {
  const own = statistics.filter(
    (each) => each.variant === variant && each.stage === stage && each.variable === name && each.group === null,
  );
  const main = Object.values(measures).find(({ effect }) => own.some(({ statistic }) => statistic === effect));
  return main === undefined ? "NE" : effectText(own, main);
}

function effectText(
  own: readonly Statistic[],
  { effect, short, kind }: (typeof measures)[keyof typeof measures],
): string {
  const at = (name: string) => own.find(({ statistic }) => statistic === name) ?? null;
  const format = kind === "ratio" ? formatRatio : formatDifference;
  return `${short} ${printWithInterval(at(effect), at(`${effect}_lower`), at(`${effect}_upper`), format)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
