import type { Oracle } from "./oracle.js";
import { aalenJohansenOracle } from "./oracles/aalen-johansen.js";
import { abadieImbensOracle } from "./oracles/abadie-imbens.js";
import { agreementOracle } from "./oracles/agreement.js";
import { balanceOracle } from "./oracles/balance.js";
import { biasOracle } from "./oracles/bias.js";
import { calibrationOracle } from "./oracles/calibration.js";
import { caliperMatchingOracle } from "./oracles/caliper-matching.js";
import { clusteredWilsonOracle } from "./oracles/clustered-wilson.js";
import { combatOracle } from "./oracles/combat.js";
import { competingRisksOracle } from "./oracles/competing-risks.js";
import { coxOracle } from "./oracles/cox.js";
import { distributionDifferenceOracle } from "./oracles/distribution-difference.js";
import { distributionsOracle } from "./oracles/distributions.js";
import { entropyBalanceOracle } from "./oracles/entropy-balance.js";
import { firthOracle } from "./oracles/firth.js";
import { followUpCompletenessOracle } from "./oracles/follow-up-completeness.js";
import { fullMatchingOracle } from "./oracles/full-matching.js";
import { inResponseOracle } from "./oracles/in-response.js";
import { intervalCoxOracle } from "./oracles/interval-cox.js";
import { intervalWeibullOracle } from "./oracles/interval-weibull.js";
import { kaplanMeierOracle } from "./oracles/kaplan-meier.js";
import { lassoOracle } from "./oracles/lasso.js";
import { logRankOracle } from "./oracles/log-rank.js";
import { logisticOracle } from "./oracles/logistic.js";
import { mahalanobisOracle } from "./oracles/mahalanobis.js";
import { maxComboOracle } from "./oracles/max-combo.js";
import { missingnessOracle } from "./oracles/missingness.js";
import { naturalSplineOracle } from "./oracles/natural-spline.js";
import { nelsonAalenOracle } from "./oracles/nelson-aalen.js";
import { optimalAssignmentOracle } from "./oracles/optimal-assignment.js";
import { pairedProportionsOracle } from "./oracles/paired-proportions.js";
import { parametricShapesOracle } from "./oracles/parametric-shapes.js";
import { parametricSurvivalOracle } from "./oracles/parametric-survival.js";
import { propensityWeightsOracle } from "./oracles/propensity-weights.js";
import { proportionsOracle } from "./oracles/proportions.js";
import { readerReliabilityOracle } from "./oracles/reader-reliability.js";
import { rmstOracle } from "./oracles/rmst.js";
import { rubinOracle } from "./oracles/rubin.js";
import { tippingPointOracle } from "./oracles/tipping-point.js";
import { turnbullOracle } from "./oracles/turnbull.js";
import { twoByTwoOracle } from "./oracles/two-by-two.js";

/** Every fixture whose numbers come from kernels alone, in the order of a report. What goes through designs, estimates or whole analyses is in `pipeline/oracles`. */
export const oracles: readonly Oracle[] = [
  distributionsOracle,
  logisticOracle,
  firthOracle,
  lassoOracle,
  naturalSplineOracle,
  propensityWeightsOracle,
  entropyBalanceOracle,
  caliperMatchingOracle,
  optimalAssignmentOracle,
  fullMatchingOracle,
  mahalanobisOracle,
  abadieImbensOracle,
  balanceOracle,
  distributionDifferenceOracle,
  combatOracle,
  kaplanMeierOracle,
  nelsonAalenOracle,
  followUpCompletenessOracle,
  logRankOracle,
  maxComboOracle,
  coxOracle,
  rmstOracle,
  parametricSurvivalOracle,
  parametricShapesOracle,
  aalenJohansenOracle,
  competingRisksOracle,
  inResponseOracle,
  turnbullOracle,
  intervalWeibullOracle,
  intervalCoxOracle,
  proportionsOracle,
  clusteredWilsonOracle,
  twoByTwoOracle,
  pairedProportionsOracle,
  rubinOracle,
  agreementOracle,
  readerReliabilityOracle,
  missingnessOracle,
  biasOracle,
  calibrationOracle,
  tippingPointOracle,
];
