import type { Analysis } from "../../spec/analysis.js";
import { type Design, missingRuleOf } from "../../spec/design.js";
import type { MissingRule } from "../../spec/missing.js";
import { joinWords } from "../document/inlines.js";
import { formatDifference, formatPercent, formatWeightedCount } from "../format.js";
import { listingColumn } from "../records/datasets.js";
import type { ReportInput } from "../records/read-results.js";

/** What a design does about a missing covariate, in a clause. */
export function describeMissingRule(rule: MissingRule, covariates: Analysis["covariates"]): string {
  if (rule === "refuse") return "a missing covariate of the design stops the analysis";
  if (rule === "complete-case") return "patients lacking a covariate of the design are left out of it and counted";
  const also = (rule.also ?? []).map((name) => covariates[name]?.label ?? name);
  const helpers = also.length === 0 ? "" : `, with ${joinWords(also)} as auxiliary`;
  return `missing covariates are imputed ${rule.imputations} times by chained equations (${rule.iterations} rounds; predictive mean matching, logistic and polytomous models) from the covariates of the design and the arm${helpers}; patients are weighted or matched within each completed data set, and effects pooled by Rubin's rules on robust variances with Barnard–Rubin degrees of freedom. No outcome is in the imputation model, since the design is fixed before outcomes are read: what is imputed is then less related to the outcome than it is in truth, and confounding by it is adjusted for less than fully. Values are assumed to be missing at random given these covariates`;
}

/** The rules of a plan's designs, designs with the same rule together. */
export function describeMissingRules(designs: readonly Design[], covariates: Analysis["covariates"]): string {
  const byRule = new Map<string, string[]>();
  for (const design of designs) {
    if (design.method === "unadjusted") continue;
    const rule = describeMissingRule(missingRuleOf(design), covariates);
    byRule.set(rule, [...(byRule.get(rule) ?? []), design.label]);
  }
  if (byRule.size === 0) return "No design uses a covariate.";
  return [...byRule].map(([rule, labels]) => `${joinWords(labels)}: ${rule}.`).join(" ");
}

/** How far the imputations of a design lie apart, in sentences; null where nothing was imputed. */
export function describeImputations(input: ReportInput, design: string): string | null {
  const listing = input.records.findListing({ variant: "main", population: design }, "imputations");
  if (listing === null) return null;
  const range = (name: string, format: (value: number) => string): string => {
    const values = listingColumn(listing, name).filter((value): value is number => typeof value === "number");
    return values.length === 0 ? "not estimable" : `${format(Math.min(...values))} to ${format(Math.max(...values))}`;
  };
  const percent = (value: number): string => `${formatPercent(value)}%`;
  return [
    `Missing covariates were imputed ${listing.rows.length} times and the design carried out in each completed data set; tables, love plot and gates show means over the imputations, gates the mean size of each SMD.`,
    `Over the imputations the largest SMD runs from ${range("largest_smd", formatDifference)}, the controls' effective sample size from ${range("effective_sample_size", formatWeightedCount)}, the largest weight's share from ${range("largest_weight_share", percent)}, and ${range("unmatched_trial_share", percent)} of trial patients are left out.`,
    "Numbers of patients are of those in the design in any imputation.",
  ].join(" ");
}
