import { EstimationError } from "../errors.js";
import type { Stream } from "../math/stream.js";
import { makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { estimateCohenKappa, type KappaWeights } from "../stats/cohen-kappa.js";
import { estimateGwetAc1 } from "../stats/gwet-ac1.js";
import { estimatePercentileInterval } from "../stats/percentile-interval.js";
import { estimateSpecificAgreement } from "../stats/specific-agreement.js";
import { estimateWilson } from "../stats/wilson.js";
import { estimateRecords, limitValues, withLimits } from "./estimate-records.js";
import { orNull } from "./or-null.js";
import { openCountSample } from "./resample.js";

/** How two sources classified the same patients. */
export interface ClassifiedTwice {
  /** Place of a record by what it tells: `agreement`, `kappa`, … */
  readonly place: (what: string) => Place;
  /** Variable of the table of counts these are made from, for the small-cell rule. */
  readonly table: string;
  readonly categories: readonly string[];
  /** k × k, rows the first source. */
  readonly counts: readonly number[];
  readonly level: number;
  /** Bootstrap samples; 0 = no such interval. */
  readonly replicates: number;
  /** Opens the stream of the samples anew: every statistic sees the same ones. */
  readonly openStream: () => Stream;
}

const weights = ["none", "linear", "quadratic"] as const satisfies readonly KappaWeights[];

/** Share of agreement, κ with each kind of weights, AC1, and agreement category by category; each with interval or the reason for none. */
export function describeAgreement(input: ClassifiedTwice): ResultRecord[] {
  const { place, table, categories, counts, level } = input;
  const k = categories.length;
  const params = { from_table: table, level };
  const wilson = { params, method: "Wilson" };
  const n = counts.reduce((total, count) => total + count, 0);
  const agreeing = categories.reduce((total, _, c) => total + counts[c * k + c]!, 0);
  const records: ResultRecord[] = [
    makeStatistic(place("agreement"), "n", n, { params, unit: "patients" }),
    makeStatistic(place("agreement"), "agreeing", agreeing, { params, unit: "patients" }),
    ...estimateRecords(place("agreement"), withLimits("proportion"), wilson, () => ({
      values: limitValues("proportion", estimateWilson(agreeing, n, level)),
    })),
  ];
  for (const kind of k === 2 ? (["none"] as const) : weights) records.push(...describeKappa(input, kind));
  records.push(...describeAc1(input));
  for (const [c, category] of categories.entries()) {
    const both = counts[c * k + c]!;
    const either = categories.reduce(
      (total, _, o) => total + (o === c ? 0 : counts[c * k + o]! + counts[o * k + c]!),
      0,
    );
    const detail = {
      level: category,
      params,
      method: "2a/(2a + b + c), Wilson's interval of a/(a + b + c) carried over",
    };
    records.push(
      ...estimateRecords(place("category_agreement"), withLimits("specific_agreement"), detail, () => ({
        values: limitValues("specific_agreement", specificAgreement(both, either, category, level)),
      })),
    );
  }
  return records;
}

function specificAgreement(both: number, either: number, category: string, level: number) {
  if (both + either === 0) throw new EstimationError(`neither source put anybody into ${category}`);
  return estimateSpecificAgreement(both, either, level);
}

function describeKappa(input: ClassifiedTwice, kind: KappaWeights): ResultRecord[] {
  const { place, table, counts, categories, level } = input;
  const names = [...withLimits("kappa"), "kappa_se", "kappa_bootstrap_lower", "kappa_bootstrap_upper"];
  const detail = {
    level: kind === "none" ? "unweighted" : kind,
    params: { from_table: table, level, replicates: input.replicates },
    method: "Cohen's κ, variance of Fleiss, Cohen & Everitt; bootstrap: percentiles over patients",
  };
  return estimateRecords(place("kappa"), names, detail, () => {
    const of = (cells: readonly number[]) => estimateCohenKappa({ counts: cells, k: categories.length, level }, kind);
    const kappa = of(counts);
    return {
      values: {
        ...limitValues("kappa", kappa),
        kappa_se: kappa.se,
        ...bootstrap(input, "kappa", (cells) => of(cells).estimate),
      },
      reason: noInterval(input),
    };
  });
}

function describeAc1(input: ClassifiedTwice): ResultRecord[] {
  const { place, table, counts, categories, level } = input;
  const names = [...withLimits("ac1"), "ac1_se", "ac1_bootstrap_lower", "ac1_bootstrap_upper"];
  const detail = {
    params: { from_table: table, level, replicates: input.replicates },
    method: "Gwet's AC1, delta-method variance; bootstrap: percentiles over patients",
  };
  return estimateRecords(place("ac1"), names, detail, () => {
    const of = (cells: readonly number[]) => estimateGwetAc1({ counts: cells, k: categories.length, level });
    const ac1 = of(counts);
    return {
      values: { ...limitValues("ac1", ac1), ac1_se: ac1.se, ...bootstrap(input, "ac1", (cells) => of(cells).estimate) },
      reason: noInterval(input),
    };
  });
}

const noInterval = ({ replicates }: ClassifiedTwice): string =>
  replicates === 0
    ? "agreement is complete, or no bootstrap was asked for"
    : "agreement is complete, or too few bootstrap samples have a value";

function bootstrap(
  { counts, level, replicates, openStream }: ClassifiedTwice,
  name: string,
  of: (counts: readonly number[]) => number,
): Readonly<Record<string, number | null>> {
  const [draws, draw] = [openStream(), openCountSample(counts)];
  const values = Array.from({ length: replicates }, () => orNull(() => of(draw(draws))));
  const interval = orNull(() => estimatePercentileInterval(values, level));
  return {
    [`${name}_bootstrap_lower`]: interval?.lower ?? null,
    [`${name}_bootstrap_upper`]: interval?.upper ?? null,
  };
}
