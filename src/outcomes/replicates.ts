import { quantileOfSorted } from "../math/quantile.js";
import { sum } from "../math/sum.js";
import { makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import type { Measure } from "../spec/measures.js";
import { beyondNumbers, type Effect, type EffectDetail, finiteOrNull, normalEffect } from "./effect.js";

/** What resampling gave for one estimate: its value on the linear scale in each replicate that could be estimated, and why the others could not. */
export interface Replicates {
  readonly values: Float64Array;
  /** Replicates that were drawn. */
  readonly drawn: number;
  /** Reasons of those that gave no value, with their number, in order of first appearance. */
  readonly failures: readonly { readonly reason: string; readonly count: number }[];
}

/** More failures than this share, and those that succeeded are no fair sample. */
const LARGEST_FAILED_SHARE = 0.1;

/** The effect with the interval the estimate asks for: by replicates of the bootstrap where its variance is that, else normal with `linear.se`. */
export function effectOf(
  kind: Measure["kind"],
  linear: { readonly estimate: number; readonly se: number },
  { level, variance, bootstrap }: Estimate,
  replicates: Replicates | null,
): Omit<Effect, "method"> {
  if (variance !== "bootstrap" || bootstrap === undefined) return normalEffect(kind, linear, level);
  if (replicates === null) throw new Error("an estimate with variance bootstrap needs its replicates");
  const { values, drawn } = replicates;
  const failed = drawn - values.length;
  if (values.length < 2 || failed > LARGEST_FAILED_SHARE * drawn) {
    const reason = `${failed} of ${drawn} resamples give no estimate (${replicates.failures[0]?.reason ?? "none drawn"})`;
    return { ...normalEffect(kind, { estimate: linear.estimate, se: 0 }, level), reason };
  }
  const normal = normalEffect(kind, { estimate: linear.estimate, se: standardDeviation(values) }, level);
  if (bootstrap.interval === "normal" || normal.linear === null) return normal;
  const back = (value: number) => finiteOrNull(kind === "ratio" ? Math.exp(value) : value);
  const sorted = values.slice().sort();
  const [lower, upper] = [(1 - level) / 2, (1 + level) / 2].map((p) => back(quantileOfSorted(sorted, p)));
  return { ...normal, lower: lower!, upper: upper!, reason: beyondNumbers };
}

/** The interval of an effect in words: `normal interval on the logarithm`. */
export function describeInterval({ variance, bootstrap }: Estimate, kind: Measure["kind"]): string {
  if (variance === "bootstrap" && bootstrap?.interval === "percentile") return "percentile interval";
  return `normal interval${kind === "ratio" ? " on the logarithm" : ""}`;
}

/** How many resamples were drawn and how many of them gave no estimate, with the reasons. */
export function describeReplicates(place: Place, replicates: Replicates | null, detail: EffectDetail): ResultRecord[] {
  if (replicates === null) return [];
  const { drawn, values, failures } = replicates;
  const note = failures.length === 0 ? null : failures.map(({ reason, count }) => `${count}: ${reason}`).join("; ");
  const full = { ...detail, unit: "resamples" };
  return [
    makeStatistic(place, "bootstrap_replicates", drawn, full),
    makeStatistic(place, "bootstrap_failed", drawn - values.length, { ...full, note }),
  ];
}

function standardDeviation(values: Float64Array): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}
