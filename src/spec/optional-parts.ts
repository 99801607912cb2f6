import type { Analysis } from "./analysis.js";
import type { PlanVariant } from "./plan.js";

/** The parts that a variant has only where they are needed or written. */
export const optionalParts = ({
  harmonisation,
  imaging,
}: Analysis): Pick<PlanVariant, "harmonisation" | "imaging"> => ({
  ...(harmonisation === undefined ? {} : { harmonisation }),
  ...(imaging === undefined ? {} : { imaging }),
});
