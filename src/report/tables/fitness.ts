import type { Indicator } from "../../results/records.js";
import { joinWords, unbroken } from "../document/inlines.js";
import type { Cell, Row, Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { formatCount, formatDifference, formatPercent, formatPlain } from "../format.js";
import { notApplicable, suppressed } from "../print-statistic.js";
import { type FitnessPart, type FitnessView, fitnessParts, worstStatus } from "../records/fitness.js";
import { bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

export const requirements: Readonly<Record<string, string>> = {
  R1: "Validated for this context",
  R2: "Relevant and reliable",
  R3: "Standardised, with real-world variability",
  R4: "Accurate and complete",
  R5: "Aligned with regulatory frameworks",
};

const statuses = ["met", "caution", "not met", "not assessable"] as const;
const requirementOf = (indicator: string): string => indicator.slice(0, 2);

/** How many parts of the indicators came out how, by requirement. There is no line over all of them that says “pass”. */
export function renderFitnessSummary(view: FitnessView, counter: OutputCounter): Table {
  const parts = fitnessParts(view);
  return {
    kind: "table",
    ...counter.table("fitness-summary"),
    title: "Fitness for purpose by requirement",
    population: "Indicators and their parts, by the worst status among the patients of the analysis",
    columns: [leftColumn("Requirement", 3), ...statuses.map((status) => numberColumn(status, 1))],
    rows: Object.entries(requirements).map(([key, label]) => {
      const own = parts.filter(({ indicator }) => requirementOf(indicator) === key);
      const count = (status: Indicator["status"]) =>
        formatCount(own.filter((part) => worstStatus(part) === status).length);
      return bodyRow(`${key} ${label}`, ...statuses.map(count));
    }),
    footnotes: view.footnotes(
      [
        "No sum over the requirements is a verdict: whether the data fit is judged indicator by indicator, for this question.",
        "Not assessable: the data or the analysis file hold nothing to judge, or no threshold is set.",
      ],
      "fitness / indicators",
    ),
  };
}

/** Every indicator that can be judged or reported, by set of patients and arm. */
export function renderFitnessTable(view: FitnessView, counter: OutputCounter): Table {
  const parts = fitnessParts(view).filter(({ records }) => records.some(isShown));
  return {
    kind: "table",
    ...counter.table("fitness-indicators"),
    title: "Indicators of fitness for purpose",
    population:
      "Everyone with an index date (database), the eligible (cohort), those who carry weight in a design; unweighted",
    columns: [
      leftColumn("Indicator", 2.6),
      leftColumn(view.armLabels.trial, 1.5),
      leftColumn(view.armLabels.control, 1.5),
      leftColumn("Both arms", 1.3),
      numberColumn("Threshold", 0.9),
      leftColumn("Status", 1.1),
    ],
    rows: Object.entries(requirements).flatMap(([key, label]): readonly Row[] => {
      const own = parts.filter(({ indicator }) => requirementOf(indicator) === key);
      return own.length === 0 ? [] : [groupRow(`${key} ${label}`), ...own.flatMap((part) => partRows(view, part))];
    }),
    footnotes: view.footnotes(
      [
        "Numerator of denominator, share and 95% interval in parentheses: Wilson; scans and lesions clustered by patient; differences Newcombe. Of days between scans the median with its quartiles.",
        "Critical indicators are marked *.",
        `Basis of the thresholds: ${describeBases(view)}.`,
      ],
      "fitness / indicators",
    ),
  };
}

const isShown = ({ status, value }: Indicator): boolean => status !== "not assessable" || value !== null;

function partRows(view: FitnessView, { indicator, label, records }: FitnessPart): readonly Row[] {
  const populations = [...new Set(records.filter(isShown).map(({ population }) => population))];
  const mark = records.some(({ critical }) => critical === true) ? "*" : "";
  const head = `${indicator}${mark} ${label}`;
  const rows = populations.map((population) => setRow(view, population, records));
  const [only, ...others] = rows;
  if (only !== undefined && others.length === 0) {
    const set = populations[0] === "analysis" ? "" : `, ${nameInLine(view, populations[0]!)}`;
    return [{ ...only, cells: [{ text: `${head}${set}` }, ...only.cells.slice(1)] }];
  }
  return [bodyRow({ text: head }, "", "", "", "", ""), ...rows];
}

function setRow(view: FitnessView, population: string, records: readonly Indicator[]): Row {
  const own = records.filter((record) => record.population === population);
  const of = (group: string | null): Indicator | undefined => own.find((record) => record.group === group);
  const shown = (["trial", "control", null] as const).flatMap((group) => of(group) ?? []);
  const words = [
    ...new Set(shown.map(({ status, value }) => (status === "not assessable" && value !== null ? "reported" : status))),
  ];
  const status: Cell = {
    text: words.join(" / "),
    strong: shown.some(({ status: each }) => each === "not met" || each === "caution"),
  };
  const thresholds = [...new Set(shown.map(printThreshold))];
  return bodyRow(
    indented(nameSet(view, population)),
    printFigure(of("trial")),
    printFigure(of("control")),
    printFigure(of(null)),
    thresholds.join(" / "),
    status,
  );
}

/** What a set of patients is called. */
export function nameSet({ designLabels }: FitnessView, population: string): string {
  if (population === "database") return "Database";
  if (population === "eligible") return "Cohort";
  return population === "analysis" ? "Analysis" : (designLabels[population] ?? population);
}

/** The same within a line. */
const nameInLine = (view: FitnessView, population: string): string =>
  population === "database" || population === "eligible"
    ? nameSet(view, population).toLowerCase()
    : nameSet(view, population);

const signs = { "at-most": "≤", "at-least": "≥" } as const;

function printThreshold({ threshold, direction, unit }: Indicator): string {
  if (threshold === null) return notApplicable;
  const value = printValue(threshold, unit);
  return unit === "yes or no" ? value : unbroken(`${signs[direction]} ${value}`);
}

function printValue(value: number, unit: string | undefined): string {
  if (unit === "share" || unit === "share of weight" || unit === "cv") return `${formatPercent(value)}%`;
  if (unit === "yes or no") return value === 1 ? "yes" : "no";
  if (unit === "kappa" || unit === "icc" || unit === "smd" || unit === "auc" || unit === "p" || unit === "years")
    return formatDifference(value);
  return formatPlain(value);
}

/** Counts, value and interval of one figure; a dash where it was not made. */
export function printFigure(record: Indicator | undefined): string {
  if (record === undefined) return "";
  const { value, unit, counts, status, note } = record;
  if (value === null) return status !== "not assessable" || note?.startsWith("suppressed") ? suppressed : notApplicable;
  const { numerator = null, denominator = null, lower = null, upper = null } = counts ?? {};
  const isShareOf =
    numerator !== null && denominator !== null && Number.isInteger(numerator) && Number.isInteger(denominator);
  const of = isShareOf && unit === "share" ? `${formatCount(numerator)}/${formatCount(denominator)} ` : "";
  const range = lower === null || upper === null ? "" : ` (${printValue(lower, unit)}, ${printValue(upper, unit)})`;
  const errors = isShareOf && unit !== "share" && unit !== "days" ? ` of ${formatCount(denominator)}` : "";
  return `${of}${printValue(value, unit)}${range}${errors}`;
}

function describeBases(view: FitnessView): string {
  const lines = new Map<string, Set<string>>();
  for (const { records } of fitnessParts(view))
    for (const { indicator, threshold, basis } of records)
      if (threshold !== null) lines.set(basis, (lines.get(basis) ?? new Set()).add(indicator));
  return [...lines].map(([basis, ids]) => `${joinWords([...ids])}: ${basis}`).join("; ");
}
