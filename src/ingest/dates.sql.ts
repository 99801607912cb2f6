import type { PartialDates } from "../spec/ingest-config.js";
import type { StageRule } from "./stage.js";

/** SQL of a date by the dataset's policy; NULL where it is refused. */
export function dateOf(text: string, policy: PartialDates): string {
  return `${{ refuse: "date_whole", first: "date_first", middle: "date_middle" }[policy]}(${text})`;
}

/** What is wrong with a date that must be one: no date at all, or, where the policy refuses it, a partial one. */
export function dateFaults(column: string, policy: PartialDates, where = "true"): StageRule[] {
  const rules = [
    {
      column,
      rule: "must be a date as YYYY-MM-DD",
      broken: `(${where}) and date_precision(${column}) = 'none'`,
    },
  ];
  if (policy === "refuse")
    rules.push({
      column,
      rule: "must be a whole date; it is known to the month or year only: say where to place it (partialDates)",
      broken: `(${where}) and ${isPartial(column)}`,
    });
  return rules;
}

/** Partial dates that were placed, for the report. */
export function dateNotes(column: string, policy: PartialDates, where = "true"): StageRule[] {
  if (policy === "refuse") return [];
  const place = policy === "first" ? "first day of its month or year" : "15th of its month, or 1 July of its year";
  return [{ column, rule: `partial date placed on the ${place}`, broken: `(${where}) and ${isPartial(column)}` }];
}

/** What is wrong with the date of a scan, which the contract takes whole or to the month. */
export function scanDateFaults(column: string): StageRule[] {
  return [
    {
      column,
      rule: "must be a date as YYYY-MM-DD or YYYY-MM: a scan is known to the month at least",
      broken: `date_precision(${column}) in ('none', 'year')`,
    },
  ];
}

const isPartial = (column: string): string => `date_precision(${column}) in ('month', 'year')`;
