import { type Estimate, estimateSchema } from "../spec/estimate.js";

/** The estimate with the variance of its design in place of a bootstrap: where it is made again of another outcome, no design is carried out anew. */
export function withoutBootstrap(estimate: Estimate): Estimate {
  const fields: Readonly<Record<string, unknown>> = estimate;
  if (fields.variance !== "bootstrap") return estimate;
  const { variance: _variance, bootstrap: _bootstrap, ...rest } = fields;
  return estimateSchema.parse(rest);
}
