import { calibrateEffect } from "../../stats/empirical-calibration.js";
import { fitNormalRandomEffects } from "../../stats/normal-random-effects.js";
import { calibrateTimes, fitSurvivalCalibration } from "../../stats/survival-regression-calibration.js";
import { agreeExactly, agreeRelative, because } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";

interface Effects {
  readonly estimate: number[];
  readonly se: number[];
  readonly mean: number;
  readonly meanSe: number;
  readonly sd: number;
  readonly logLikelihood: number;
  readonly effect: number;
  readonly effectSe: number;
  readonly p: number;
}
type Survival = Readonly<
  Record<
    | "referenceTime"
    | "referenceStatus"
    | "observedTime"
    | "observedStatus"
    | "other"
    | "location"
    | "scale"
    | "calibrated",
    number[]
  >
>;

/** The null of negative controls with a p calibrated by it, and times calibrated to a reference. */
export const calibrationOracle: Oracle = {
  id: "calibration",
  method: "Empirical calibration by negative controls, survival regression calibration",
  reference: "optimize, uniroot on the likelihood; survreg",
  packages: ["R", "survival"],
  run: (fixture) => {
    const { effects, survival } = fixture as { effects: Effects[]; survival: Survival };
    return [...effects.map(runEffects), runSurvival(survival)];
  },
};

function runEffects(expected: Effects, k: number): OracleCase {
  const fit = fitNormalRandomEffects(expected);
  const { p } = calibrateEffect(expected.effect, expected.effectSe, { ...fit, meanSe: 0 });
  return {
    name: `random effects ${k + 1}`,
    agreements: [
      agreeRelative(
        "mean and spread",
        [fit.mean, fit.meanSe, fit.sd],
        [expected.mean, expected.meanSe, expected.sd],
        1e-8,
      ),
      agreeRelative("log likelihood", [fit.logLikelihood], [expected.logLikelihood], 1e-12),
      because(
        "a far tail multiplies the error of mean and spread",
        agreeRelative("calibrated p", [p], [expected.p], 1e-7),
      ),
    ],
  };
}

function runSurvival(survival: Survival): OracleCase {
  const fit = fitSurvivalCalibration({
    referenceTime: Int32Array.from(survival.referenceTime),
    referenceStatus: Uint8Array.from(survival.referenceStatus),
    observedTime: Int32Array.from(survival.observedTime),
    observedStatus: Uint8Array.from(survival.observedStatus),
  });
  const days = calibrateTimes(Int32Array.from(survival.other), fit);
  return {
    name: "calibrated times",
    agreements: [
      agreeRelative("locations", [fit.reference.location, fit.observed.location], survival.location, 1e-8),
      agreeRelative("scales", [fit.reference.scale, fit.observed.scale], survival.scale, 1e-8),
      agreeExactly("days", days, survival.calibrated.map(Math.round)),
    ],
  };
}
