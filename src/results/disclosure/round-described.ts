import type { Statistic } from "../records.js";

const digits = 4;
const described =
  /^(mean|sd|smd|ks|ecdf_mean|variance_ratio|term_smd|c_statistic|overlap_coefficient.*|survival(_lower|_upper)?|in_response(_lower|_upper)?)$/;

/** What describes guarded patients keeps four significant digits: from all sixteen, a fraction's denominator, and so a hidden count, could be had back. */
export function roundStatistic(record: Statistic): Statistic {
  if (record.value === null) return record;
  // An end of the overlap is the index date of one patient.
  if (record.statistic === "calendar_overlap") return { ...record, value: Math.round(record.value * 10) / 10 };
  if (!described.test(record.statistic)) return record;
  return { ...record, value: roundDescribed(record.value) };
}

export const roundDescribed = (value: number): number => Number(value.toPrecision(digits));
