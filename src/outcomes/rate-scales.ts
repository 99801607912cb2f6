import type { RateEstimate } from "../spec/rate-method.js";
import type { RateScale } from "../stats/rate-contrast.js";

/** The scale on which each contrast of rates is nearly normal. */
export const rateScales = {
  "risk-difference": "difference",
  "risk-ratio": "log-ratio",
  "odds-ratio": "log-odds-ratio",
} as const satisfies Record<RateEstimate["measure"], RateScale>;
