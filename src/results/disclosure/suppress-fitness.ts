import type { Indicator, IndicatorCounts } from "../records.js";
import type { IsGuarded } from "./count-book.js";

const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5] as const;

/**
 * A fitness indicator of guarded patients as it may be shown. Counts are not: a share is rounded to the smallest step that spans at least
 * `limit` of the patients it is made of, so that neither it nor its difference from that of a wider set tells a number below the limit. Limits
 * of intervals are rounded outwards to the same step, numbers of faulty records down to a multiple of `limit`, days to whole ones; where no
 * step is wide enough, nothing but the status is shown.
 */
export function suppressFitness(record: Indicator, limit: number, isGuarded: IsGuarded): Indicator {
  const { value, unit, counts } = record;
  if (record.stage !== "fitness" || value === null || !isGuarded(record.variant, record.group)) return record;
  // Counts without patients are of fields of a description, or of a validation made elsewhere.
  if (counts !== undefined && counts.patients === null) return record;
  if (counts === undefined) return { ...record, value: roundUncounted(value, unit) };
  const patients = counts.patients ?? 0;
  if (unit === "days") return patients < 2 * limit ? hide(record, limit) : roundTo(record, counts, 1);
  if (unit === "share" || unit === "kappa" || unit === "smd") {
    const step = steps.find((each) => each * patients >= limit);
    return step === undefined ? hide(record, limit) : roundTo(record, counts, step);
  }
  if (value === 0) return { ...record, counts: blank(counts) };
  if (value < limit) return hide(record, limit);
  return { ...record, value: Math.floor(value / limit) * limit, counts: blank(counts) };
}

/** Figures of no count of patients: of sites and scanners, of the calendar, of a design. */
function roundUncounted(value: number, unit: string | undefined): number {
  if (unit === "share") return tidy(Math.floor(value / 0.05 + tiny) * 0.05);
  if (unit === "days") return Math.floor(value / 30) * 30;
  if (unit === "years") return tidy(Math.floor(value * 10) / 10);
  return tidy(Number(value.toPrecision(4)));
}

function roundTo(record: Indicator, counts: IndicatorCounts, step: number): Indicator {
  const lower = counts.lower === null ? null : tidy(Math.floor(counts.lower / step + tiny) * step);
  const upper = counts.upper === null ? null : tidy(Math.ceil(counts.upper / step - tiny) * step);
  return {
    ...record,
    value: tidy(Math.round(record.value! / step) * step),
    counts: { ...blank(counts), lower, upper },
  };
}

/** So that 0.35 stays 0.35 and is not taken for a little less. */
const tiny = 1e-9;
const tidy = (value: number): number => Math.round(value * 1e6) / 1e6;

const blank = (counts: IndicatorCounts): IndicatorCounts => ({
  ...counts,
  numerator: null,
  denominator: null,
  patients: null,
  lower: null,
  upper: null,
});

function hide(record: Indicator, limit: number): Indicator {
  const note = `suppressed: it is made of too few patients, or tells of fewer than ${limit}`;
  const { counts } = record;
  return { ...record, value: null, note, ...(counts === undefined ? {} : { counts: blank(counts) }) };
}
