import type { ResultRecord, Statistic } from "../results/records.js";
import type { VariantDesign } from "./run-designs.js";
import { textTable } from "./text-table.js";

const head = ["variant", "design", "trial n", "control n", "control ESS", "largest SMD", "largest share", "left out"];

/**
 * The designs of every variant that were carried out, side by side on balance and effective sample size alone: what a choice between candidates may
 * rest on. shown: their records with small cells hidden.
 */
export function describeDesigns(shown: readonly ResultRecord[], designs: readonly VariantDesign[]): string[] {
  const rows = designs.flatMap(({ variant, designs: done }) =>
    done
      .filter(({ failure }) => failure === null)
      .map(({ name }) => {
        const own = shown.filter((record) => record.variant === variant.id && record.population === name);
        return [variant.id, name, ...figuresOf(own)];
      }),
  );
  return textTable([head, ...rows], [2, 3, 4, 5, 6, 7]);
}

function figuresOf(records: readonly ResultRecord[]): string[] {
  const at = (statistic: string, group: string | null): string => {
    const isIt = (record: ResultRecord): record is Statistic =>
      record.kind === "statistic" &&
      record.statistic === statistic &&
      record.group === group &&
      record.variable === null;
    const found = records.find(isIt);
    if (found?.status === "suppressed") return "[s]";
    const value = found?.value ?? null;
    return value === null ? "–" : Number.isInteger(value) ? String(value) : value.toPrecision(4);
  };
  return [
    at("n", "trial"),
    at("n", "control"),
    at("effective_sample_size", "control"),
    at("largest_smd", null),
    at("largest_weight_share", "control"),
    at("unmatched_trial_share", null),
  ];
}
