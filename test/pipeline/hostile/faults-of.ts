import type { ResultRecord, Series, Statistic } from "../../../src/results/records.js";
import type { ResultsFile } from "../../../src/results/results-file.js";
import { selectSeries, selectStatistics } from "../../../src/results/select.js";
import { measures } from "../../../src/spec/measures.js";
import type { Plan } from "../../../src/spec/plan.js";
import { idMark } from "./draw-study.js";

/** What is wrong with the results of a hostile case, one line each. Where small cells are hidden, curves have holes by right. */
export function faultsOf(plan: Plan, { records }: ResultsFile, isSuppressed: boolean): string[] {
  const statistics = selectStatistics(records, {});
  const limits = new Map(statistics.map((record) => [nameOf(record, record.statistic), record.value]));
  return [
    ...missingEffects(plan, records),
    ...records.flatMap(faultsOfRecord),
    ...(isSuppressed ? [] : selectSeries(records, {}).flatMap(brokenCurve)),
    ...statistics.flatMap((record) => [...unsoundStatistic(record), ...outsideLimits(record, limits)]),
  ];
}

/** Every estimate of every variant has its effect, as a number or with a reason. */
function missingEffects(plan: Plan, records: readonly ResultRecord[]): string[] {
  const estimated = new Set(
    selectStatistics(records, { stage: "outcomes", group: null, level: null }).map(
      ({ variant, variable, statistic }) => `${variant} ${variable} ${statistic}`,
    ),
  );
  return [...plan.variants, ...plan.curves].flatMap(({ id, estimates }) =>
    Object.entries(estimates).flatMap(([name, { measure }]) =>
      estimated.has(`${id} ${name} ${measures[measure].effect}`)
        ? []
        : [`${id}: estimate ${name} (${measure}) has no record`],
    ),
  );
}

function faultsOfRecord(record: ResultRecord): string[] {
  const text = JSON.stringify(record);
  const where = `${record.kind} ${record.variant} ${record.variable}`;
  return [
    ...(text.includes(idMark) ? [`${where} holds a patient's id: ${text}`] : []),
    ...(/\b(NaN|(?<!is )undefined|Infinity)\b|\[object/.test(text) ? [`${where} reads ${text}`] : []),
  ];
}

/** A curve's own values are probabilities; where limits are unknown they are left out, the curve never is. */
function brokenCurve({ series, columns, variable }: Series): string[] {
  return ["survival", "incidence", "at_risk", "events", "censored"].flatMap((name) => {
    const values = columns[name]?.values ?? [];
    return values.every((value) => value !== null && value >= 0) ? [] : [`${series} of ${variable}: ${name} has holes`];
  });
}

const shares = /^(proportion|p_value|interaction_p|survival_at|.*_share)(_lower|_upper)?$|(^|_)p$/;
const positive =
  /^(hazard_ratio|subdistribution_hazard_ratio|risk_ratio|odds_ratio|rmst_ratio)(_lower|_upper)?$|_se$|^effective/;

/** A value that its statistic cannot have, or none and no reason in words. */
function unsoundStatistic({ statistic, group, variable, value, status, note }: Statistic): string[] {
  const where = `${statistic} of ${variable} ${group}`;
  if (value === null) return status === "ok" || !isReason(note) ? [`${where}: no value, ${status}: ${note}`] : [];
  if (status !== "ok") return [`${where}: ${value} though ${status}`];
  if (shares.test(statistic) && !(value >= 0 && value <= 1)) return [`${where} is ${value}`];
  return positive.test(statistic) && !(value >= 0) ? [`${where} is ${value}`] : [];
}

/** Words, and no stop at their end, as of errors. */
const isReason = (note: string | null): boolean =>
  note !== null && note.length >= 11 && !/[.:;,]$/.test(note) && note.includes(" ");

const nameOf = ({ variant, stage, population, group, variable, level }: Statistic, statistic: string): string =>
  [variant, stage, population, group, variable, level, statistic].join("/");

/** A number outside the interval around it. */
function outsideLimits(record: Statistic, values: ReadonlyMap<string, number | null>): string[] {
  const { statistic, value } = record;
  if (value === null || /_(lower|upper)$/.test(statistic)) return [];
  const lower = values.get(nameOf(record, `${statistic}_lower`)) ?? null;
  const upper = values.get(nameOf(record, `${statistic}_upper`)) ?? null;
  const slack = 1e-9 * (1 + Math.abs(value));
  const isInside = (lower === null || lower <= value + slack) && (upper === null || value <= upper + slack);
  return isInside ? [] : [`${nameOf(record, statistic)}: ${lower} … ${value} … ${upper}`];
}

/** Words between the tags of a page that no reader should see. */
export function faultsOfPage(page: string | Uint8Array): string[] {
  const text = Buffer.from(page)
    .toString("utf8")
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ");
  if (text.length < 1000) return ["the report is empty"];
  return (text.match(/.{0,40}\b(NaN|(?<!is )undefined|Infinity)\b.{0,40}/g) ?? []).map(
    (found) => `the report reads ${found}`,
  );
}
