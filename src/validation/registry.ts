import type { Oracle } from "./oracle.js";
import { coxOracle } from "./oracles/cox.js";
import { firthOracle } from "./oracles/firth.js";
import { kaplanMeierOracle } from "./oracles/kaplan-meier.js";
import { logRankOracle } from "./oracles/log-rank.js";
import { logisticOracle } from "./oracles/logistic.js";
import { propensityWeightsOracle } from "./oracles/propensity-weights.js";
import { proportionsOracle } from "./oracles/proportions.js";
import { rmstOracle } from "./oracles/rmst.js";
import { twoByTwoOracle } from "./oracles/two-by-two.js";

/** Every fixture that an installed copy is held against, in the order of a report. Fixtures of `oracles` that are not here are named as not run. */
export const oracles: readonly Oracle[] = [
  logisticOracle,
  firthOracle,
  propensityWeightsOracle,
  kaplanMeierOracle,
  logRankOracle,
  coxOracle,
  rmstOracle,
  proportionsOracle,
  twoByTwoOracle,
];
