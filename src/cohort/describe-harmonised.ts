import { EstimationError } from "../errors.js";
import { makeNotEstimable, makeStatistic, makeStatisticOrNot, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { estimateBalance, unadjustedSd } from "../stats/balance.js";
import { estimateBatchEffect } from "../stats/batch-effect.js";

/** A feature on the rows that have it, before and after. */
export interface HarmonisedFeature {
  readonly name: string;
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly batch: Int32Array;
  readonly batchNames: readonly string[];
  readonly treated: Uint8Array;
  /** The protected columns, the arm first, n × p, column-major. */
  readonly X: Float64Array;
  readonly columnNames: readonly string[];
}

/** For each feature before and after harmonisation (`level`): F, p and partial η² of the batches beside the protected columns, and the standardised mean difference of the arms. */
export const describeHarmonised = (place: Place, features: readonly HarmonisedFeature[]): ResultRecord[] =>
  features.flatMap((feature) => {
    const at = { ...place, variable: feature.name };
    return (["before", "after"] as const).flatMap((level) => [
      ...describeEffect(at, feature, level),
      describeArms(at, feature, level),
    ]);
  });

type Side = "before" | "after";

function describeEffect(place: Place, feature: HarmonisedFeature, level: Side): ResultRecord[] {
  const { batch, batchNames, X, columnNames } = feature;
  const method = `F test of the batches in a linear model beside ${columnNames.join(", ")}`;
  try {
    const effect = estimateBatchEffect({ y: feature[level], batch, batchNames, X, columnNames });
    const params = { numerator_df: effect.numeratorDf, denominator_df: effect.denominatorDf };
    return [
      makeStatistic(place, "batch_f", effect.f, { level, method, params }),
      makeStatistic(place, "batch_p", effect.p, { level, method, params }),
      makeStatistic(place, "batch_eta_squared", effect.etaSquared, { level, method: "partial η² of the batches" }),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return ["batch_f", "batch_p", "batch_eta_squared"].map((name) =>
      makeNotEstimable(place, name, error.message, { level }),
    );
  }
}

function describeArms(place: Place, feature: HarmonisedFeature, level: Side): ResultRecord {
  const { treated } = feature;
  const x = feature[level];
  const detail = { level, method: "denominator: SD in the trial arm, of the values shown" };
  if (!treated.includes(0) || !treated.includes(1))
    return makeNotEstimable(place, "feature_smd", "the feature was measured in one arm only", detail);
  const denominatorSd = unadjustedSd(x, treated, "treated-sd", false);
  const weight = new Float64Array(x.length).fill(1);
  const { smd } = estimateBalance({ x, treated, weight, denominatorSd, binary: false });
  return makeStatisticOrNot(place, "feature_smd", smd, "the feature does not vary in the trial arm", detail);
}
