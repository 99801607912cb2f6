import type { Indicator, IndicatorCounts } from "../records.js";
import type { IsGuarded } from "./count-book.js";

/** Figures made of all patients they count, each moving them by little. */
const continuous: readonly string[] = ["share", "kappa", "smd", "icc", "cv"];

/** The thresholds lie on them, or half-way between. */
const steps = [0.01, 0.02, 0.05, 0.1] as const;

/**
 * A fitness indicator of guarded patients as it may be shown. Counts and limits of intervals are not: a share is rounded to the smallest step
 * of which half still spans `limit` of the patients it is made of, so that share and status together leave about that many numbers possible, and
 * neither tells a small number, nor does the difference from the share of a wider set. Numbers of faulty records are rounded down to a
 * multiple of `limit`, days to whole ones. Where no step is wide enough nothing but the status is shown, as with the gates of a design.
 */
export function suppressFitness(record: Indicator, limit: number, isGuarded: IsGuarded): Indicator {
  const { value, unit, counts } = record;
  if (record.stage !== "fitness" || value === null || !isGuarded(record.variant, record.group)) return record;
  // Counts without patients are of fields of a description, or of a validation made elsewhere.
  if (counts !== undefined && counts.patients === null) return record;
  if (counts === undefined) return { ...record, value: roundUncounted(value, unit) };
  const patients = counts.patients ?? 0;
  if (unit === "days") return patients < 2 * limit ? hide(record, limit) : roundTo(record, counts, 1);
  if (unit !== undefined && continuous.includes(unit)) {
    const step = steps.find((each) => (each * patients) / 2 >= limit);
    return step === undefined ? hide(record, limit) : roundTo(record, counts, step);
  }
  if (value === 0) return { ...record, counts: blank(counts) };
  if (value < limit) return hide(record, limit);
  return { ...record, value: Math.floor(value / limit) * limit, counts: blank(counts) };
}

/** Figures of no count of patients: of sites and scanners, of the calendar, of a design. */
function roundUncounted(value: number, unit: string | undefined): number {
  if (unit === "share of weight") return tidy(Math.ceil(value / 0.01 - tiny) * 0.01);
  if (unit === "share") return tidy(Math.floor(value / 0.05 + tiny) * 0.05);
  if (unit === "days") return Math.floor(value / 30) * 30;
  if (unit === "years") return tidy(Math.floor(value * 10) / 10);
  return tidy(Number(value.toPrecision(4)));
}

const roundTo = (record: Indicator, counts: IndicatorCounts, step: number): Indicator => ({
  ...record,
  value: tidy(Math.round(record.value! / step) * step),
  counts: blank(counts),
});

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
