import type { Cell, Column, Row } from "../document/model.js";
import { formatCount, formatWeightedCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { type EstimateResult, isWeightedArm } from "../records/estimate-results.js";
import { printN } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";

/** A heading may have several lines, set apart by a line feed. */
export const leftColumn = (heading: string, width: number): Column => ({
  heading: heading.split("\n"),
  align: "left",
  width,
});
export const numberColumn = (heading: string, width: number): Column => ({
  heading: heading.split("\n"),
  align: "center",
  width,
});

/** The heading of each arm's column of an estimate: of the patients analysed, which are those of the design that have the endpoint. */
export function estimateColumns(input: ReportInput, result: EstimateResult, width: number): readonly Column[] {
  return groups.map((group) => {
    const { n, effectiveSampleSize } = result.arms[group];
    const heading = [armLabel(input, result.variant.id, group), `(N=${printN(input, placeOf(result, group), n)})`];
    const ess = printStatistic(effectiveSampleSize, formatWeightedCount);
    return { heading: effectiveSampleSize === null ? heading : [...heading, `ESS=${ess}`], align: "center", width };
  });
}

const placeOf = ({ variant, estimate, name }: EstimateResult, group: Group) => ({
  variant: variant.id,
  population: estimate.design,
  variable: name,
  group,
});

/** Rows of the patients of the design who are not analysed, where there are any. */
export function lackingRows(input: ReportInput, { variant, estimate, name }: EstimateResult): readonly Row[] {
  const place = { variant: variant.id, population: estimate.design, variable: name };
  return lacking.flatMap(([statistic, label]) => {
    const counts = groups.map((group) => input.records.findStatistic({ ...place, group }, statistic));
    return counts.every((count) => count === null || count.value === 0)
      ? []
      : [bodyRow(indented(label), ...counts.map((count) => printStatistic(count, formatCount)))];
  });
}

const lacking = [
  ["n_without_endpoint", "In the design without the endpoint, n"],
  ["n_partner_without_endpoint", "In the design, matched to one without it, n"],
] as const;

/** The heading of each arm's column in a population: label, `(N=…)`, and `ESS=…` where the arm is weighted. */
export function armColumns(input: ReportInput, variant: string, population: string, width: number): readonly Column[] {
  return groups.map((group) => ({ heading: armHeading(input, variant, population, group), align: "center", width }));
}

function armHeading(input: ReportInput, variant: string, population: string, group: Group): readonly string[] {
  const place = { variant, population, group };
  const n = printN(input, place, input.records.getStatistic(place, "n"));
  const heading = [armLabel(input, variant, group), `(N=${n})`];
  if (!isWeightedArm(input, variant, population, group)) return heading;
  const ess = printStatistic(input.records.getStatistic(place, "effective_sample_size"), formatWeightedCount);
  return [...heading, `ESS=${ess}`];
}

/** The name of an arm in a variant of the analysis. */
export function armLabel(input: ReportInput, variant: string, group: Group): string {
  const found = input.plan.variants.find(({ id }) => id === variant);
  if (found === undefined) throw new Error(`plan has no variant ${variant}`);
  return found.cohort[group].label;
}

export const bodyRow = (...cells: readonly (string | Cell)[]): Row => ({
  kind: "body",
  cells: cells.map((cell) => (typeof cell === "string" ? { text: cell } : cell)),
});

export const groupRow = (text: string): Row => ({ kind: "group", cells: [{ text }] });

/** The first cell of a row that belongs to the row above it. */
export const indented = (text: string): Cell => ({ text, indent: 1 });
