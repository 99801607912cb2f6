import type { Effects } from "../effects.js";
import { RESPONSE } from "../recist/response.js";
import { readWithoutError } from "../simulate/error-free-reading.js";
import { recruit } from "../simulate/recruit.js";
import { deriveCourses } from "../simulate/simulate-patient.js";
import { trialScanDays } from "../simulate/trial-schedule.js";
import type { World } from "../simulate/world.js";
import { fitCox } from "../stats/cox.js";
import { estimateKaplanMeier } from "../stats/kaplan-meier.js";
import { estimateRmst } from "../stats/rmst.js";
import { estimateSurvivalQuantile } from "../stats/survival-quantile.js";
import { openResponder } from "./respond.js";

const treatments = ["chemotherapy", "experimental"] as const;

/** The marginal truth of one time-to-event outcome, from the same patients under both treatments. */
export interface TrueTimeToEvent {
  /** Cox on data censored by the horizon alone: the average hazard ratio that estimators aim at. Not proportional. */
  readonly hazardRatio: number;
  /** Monte-Carlo standard error of its logarithm; the pairing of the potential outcomes is ignored, so it errs on the large side. */
  readonly standardErrorLog: number;
  /** Restricted mean to the horizon, days, experimental less chemotherapy, and each. */
  readonly rmstDifference: number;
  readonly rmst: Readonly<Record<(typeof treatments)[number], number>>;
  /** Median, days; null where not reached by the horizon. */
  readonly median: Readonly<Record<(typeof treatments)[number], number | null>>;
  /** Share with the event by the horizon. */
  readonly eventShare: Readonly<Record<(typeof treatments)[number], number>>;
}

/** The true effect in the trial's population. Written beside the data, never inside their folder. */
export interface WorldTruth {
  readonly patients: number;
  readonly horizonDays: number;
  readonly response: {
    /** Confirmed objective response, trial's scans, error-free reader. */
    readonly confirmed: Readonly<Record<(typeof treatments)[number], number>>;
    readonly difference: number;
    readonly ratio: number;
    /** Monte-Carlo standard error of the difference, from paired potential outcomes. */
    readonly standardError: number;
    readonly unconfirmed: Readonly<Record<(typeof treatments)[number], number>>;
  };
  /** Progression seen by an error-free reader on the trial's scans, or death. */
  readonly scheduledPfs: TrueTimeToEvent;
  /** Progression at the moment it happens, or death. */
  readonly latentPfs: TrueTimeToEvent;
  readonly os: TrueTimeToEvent;
}

/**
 * The truth of a world from `truthPatients` further patients of the trial's population, each under both treatments with common
 * random numbers: confirmed response and progression-free survival on the trial's scan schedule by an error-free reader whose
 * lesion rows go through the engine's own RECIST 1.1, latent progression-free survival, overall survival. Times are days from
 * index + 1, as estimators take them, censored at the horizon and by nothing else.
 */
export function deriveTruth(world: World, progress: Effects["progress"]): WorldTruth {
  const n = world.truthPatients;
  const times = { scheduledPfs: openTimes(n), latentPfs: openTimes(n), os: openTimes(n) };
  const confirmed = treatments.map(() => new Uint8Array(n));
  const unconfirmed = [0, 0];
  const days = trialScanDays(world.horizonDays);
  const responder = openResponder();
  for (let i = 0; i < n; i += 1) {
    if (i % 20000 === 0) progress("truth", i / n);
    const patient = recruit(world, "truth", i + 1);
    const { under } = deriveCourses(world, patient);
    treatments.forEach((treatment, arm) => {
      const course = under(treatment);
      readWithoutError(patient, course, days, (seen) => responder.note(seen));
      const { best, bestUnconfirmed, progressionDay } = responder.judge();
      confirmed[arm]![i] = isResponse(best) ? 1 : 0;
      if (isResponse(bestUnconfirmed)) unconfirmed[arm]! += 1;
      const death = Math.floor(course.deathDay);
      const row = arm * n + i;
      setTime(times.scheduledPfs, row, Math.min(progressionDay ?? Number.POSITIVE_INFINITY, death), world.horizonDays);
      setTime(times.latentPfs, row, Math.floor(course.progressionFreeDays), world.horizonDays);
      setTime(times.os, row, death, world.horizonDays);
    });
  }
  return {
    patients: n,
    horizonDays: world.horizonDays,
    response: describeResponse(confirmed, unconfirmed, n),
    scheduledPfs: describeTimes(times.scheduledPfs, n, world.horizonDays),
    latentPfs: describeTimes(times.latentPfs, n, world.horizonDays),
    os: describeTimes(times.os, n, world.horizonDays),
  };
}

interface Times {
  readonly time: Int32Array;
  readonly status: Uint8Array;
}

/** Rows of chemotherapy first, then of the experimental drug. */
function openTimes(n: number): Times {
  return { time: new Int32Array(2 * n), status: new Uint8Array(2 * n) };
}

function setTime({ time, status }: Times, row: number, day: number, horizon: number): void {
  time[row] = Math.min(day, horizon) + 1;
  status[row] = day <= horizon ? 1 : 0;
}

function isResponse(code: number): boolean {
  return code === RESPONSE.cr || code === RESPONSE.pr;
}

function describeResponse(
  confirmed: readonly Uint8Array[],
  unconfirmed: readonly number[],
  n: number,
): WorldTruth["response"] {
  let total0 = 0;
  let total1 = 0;
  let discordant = 0;
  for (let i = 0; i < n; i += 1) {
    total0 += confirmed[0]![i]!;
    total1 += confirmed[1]![i]!;
    discordant += (confirmed[1]![i]! - confirmed[0]![i]!) ** 2;
  }
  const difference = (total1 - total0) / n;
  return {
    confirmed: { chemotherapy: total0 / n, experimental: total1 / n },
    difference,
    ratio: total1 / total0,
    standardError: Math.sqrt((discordant / n - difference * difference) / n),
    unconfirmed: { chemotherapy: unconfirmed[0]! / n, experimental: unconfirmed[1]! / n },
  };
}

function describeTimes({ time, status }: Times, n: number, tau: number): TrueTimeToEvent {
  const isExperimental = new Float64Array(2 * n).fill(1, n);
  const { beta, covariance } = fitCox({ time, status, X: isExperimental, p: 1, names: ["experimental"] });
  const arm = (k: number) => ({ time: time.subarray(k * n, (k + 1) * n), status: status.subarray(k * n, (k + 1) * n) });
  const rmst = [0, 1].map((k) => estimateRmst({ ...arm(k), tau }).rmst);
  const median = [0, 1].map((k) => estimateSurvivalQuantile(estimateKaplanMeier(arm(k)), 0.5).estimate);
  const share = [0, 1].map((k) => arm(k).status.reduce((sum, value) => sum + value, 0) / n);
  const pair = <T>(values: readonly T[]) => ({ chemotherapy: values[0]!, experimental: values[1]! });
  return {
    hazardRatio: Math.exp(beta[0]!),
    standardErrorLog: Math.sqrt(covariance[0]!),
    rmstDifference: rmst[1]! - rmst[0]!,
    rmst: pair(rmst),
    median: pair(median),
    eventShare: pair(share),
  };
}
