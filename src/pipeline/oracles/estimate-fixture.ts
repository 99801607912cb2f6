import type { CovariateMatrix } from "../../frame/covariate-matrix.js";
import type { DesignWeights } from "../../frame/design-weights.js";
import type { OutcomeData } from "../../frame/outcome-data.js";
import type { PatientFrame } from "../../frame/patient-frame.js";
import { estimateEffect } from "../../outcomes/estimate-effect.js";
import type { Replicates } from "../../outcomes/replicates.js";
import type { ResultRecord } from "../../results/records.js";
import { type StatisticQuery, selectStatistics } from "../../results/select.js";
import type { Design } from "../../spec/design.js";
import { type Estimate, estimateSchema } from "../../spec/estimate.js";

/** What a fixture's patients are under one design. */
export interface FixtureStudy {
  readonly patients: PatientFrame;
  readonly covariates?: CovariateMatrix;
  readonly design: Design;
  readonly weights: DesignWeights;
}

/** An estimate as an author would write it: only what differs from the defaults is named. */
export const estimateOf = (fields: Record<string, unknown>): Estimate =>
  estimateSchema.parse({ label: "E", endpoint: "e", design: "d", role: "primary", ...fields });

/** The records that an estimate makes of a fixture, as an analysis would. */
export function estimateFixture(
  study: FixtureStudy,
  data: OutcomeData,
  fields: Record<string, unknown>,
  replicates?: Replicates,
): ResultRecord[] {
  return estimateEffect({
    variant: "main",
    name: "e",
    role: "primary",
    blocked: null,
    estimate: estimateOf(fields),
    data,
    ...study,
    ...(replicates === undefined ? {} : { replicates }),
  });
}

/** Values of statistics, in the order asked for; null where there is none, several, or one that was not estimable: what a comparison with a reference does not pass. */
export const valuesOf = (
  records: readonly ResultRecord[],
  statistics: readonly string[],
  where: StatisticQuery = { group: null },
): (number | null)[] => statistics.map((statistic) => onlyValue(records, { ...where, statistic }));

function onlyValue(records: readonly ResultRecord[], query: StatisticQuery): number | null {
  const found = selectStatistics(records, query);
  return found.length === 1 ? found[0]!.value : null;
}
