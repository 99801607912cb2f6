import type { Oracle } from "../../validation/oracle.js";
import { bootstrapDesignOracle } from "./bootstrap-design.js";
import { breastHormoneOracle } from "./breast-hormone.js";
import { censoringWeightsOracle } from "./censoring-weights.js";
import { curveContrastsOracle } from "./curve-contrasts.js";
import { delayedEntryOracle } from "./delayed-entry.js";
import { estimatedWeightsOracle } from "./estimated-weights.js";
import { inResponseDifferenceOracle } from "./in-response-difference.js";
import { lalondeOracle } from "./lalonde.js";
import { severalLinesOracle } from "./several-lines.js";
import { standardisationOracle } from "./standardisation.js";
import { subgroupsOracle } from "./subgroups.js";
import { weightedRatesOracle } from "./weighted-rates.js";

/** Fixtures whose numbers pass through designs, estimates or a whole analysis, in the order of a report: they need rooms that validation may not see. */
export const pipelineOracles: readonly Oracle[] = [
  weightedRatesOracle,
  curveContrastsOracle,
  delayedEntryOracle,
  censoringWeightsOracle,
  estimatedWeightsOracle,
  inResponseDifferenceOracle,
  severalLinesOracle,
  standardisationOracle,
  subgroupsOracle,
  bootstrapDesignOracle,
  lalondeOracle,
  breastHormoneOracle,
];
