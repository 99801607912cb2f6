import type { BinaryData, SurvivalData } from "../../../src/frame/outcome-data.js";
import { binaryOf, covariateOf, patientsIn, survivalOf } from "../../support/outcome-frames.js";

/** 12 trial patients among 30, with a covariate that both arms share and a factor of two levels. */
export const trial = Array.from({ length: 30 }, (_, i) => (i % 5 < 2 ? 1 : 0));
export const patients = patientsIn(trial);
const x = trial.map((arm, i) => ((i * 7) % 11) + arm);
export const covariates = {
  n: patients.n,
  columns: [
    covariateOf("x", x),
    covariateOf(
      "s",
      trial.map((_, i) => i % 2),
      ["a", "b"],
    ),
  ],
};

/** Times much as a Weibull's of shape 1.25, two thirds of them events, every fifth of the others ruled out by another event. */
const days = trial.map((_, i) => Math.round(5 + 40 * (-Math.log((((i * 17) % 30) + 0.5) / 30)) ** 0.8));
const events = trial.map((_, i) => (i % 3 === 0 ? 0 : 1));

/** What an outcome would be without and with scans: a time, the days between two scans, what rules the event out, and the response before it of every second patient. */
function outcomeOf(time: readonly number[], status: readonly number[], available?: readonly number[]): SurvivalData {
  const left = time.map((day, i) => (status[i] === 1 ? Math.max(0, day - 10) : day));
  return {
    ...survivalOf(time, status, available),
    interval: {
      left: Int32Array.from(left),
      right: Int32Array.from(time, (day, i) => (status[i] === 1 ? day : 0)),
      rightCensored: Uint8Array.from(status, (event) => 1 - event),
      clearLeft: Int32Array.from(left),
    },
    competing: Uint8Array.from(status, (event, i) => (event === 0 && i % 5 === 0 ? 1 : 0)),
    responseDays: Int32Array.from(time, (day, i) => (i % 2 === 0 ? Math.max(1, Math.floor(day / 3)) : 0)),
    newTherapy: Uint8Array.from(status, (event, i) => (event === 0 && i % 2 === 0 ? 1 : 0)),
  };
}

const only = (keep: (arm: number, i: number) => boolean, values: readonly number[]) =>
  values.map((value, i) => (keep(trial[i]!, i) ? value : 0));
const everybody = trial.map(() => 1);

/** Outcomes over time that break estimates; the first is ordinary. */
export const survivalOutcomes: Readonly<Record<string, SurvivalData>> = {
  ordinary: outcomeOf(days, events),
  "no event in the trial arm": outcomeOf(
    days,
    only((arm) => arm === 0, events),
  ),
  "no event in the control arm": outcomeOf(
    days,
    only((arm) => arm === 1, events),
  ),
  "no event at all": outcomeOf(
    days,
    only(() => false, events),
  ),
  "an empty trial arm": outcomeOf(
    days,
    events,
    only((arm) => arm === 0, everybody),
  ),
  "an empty control arm": outcomeOf(
    days,
    events,
    only((arm) => arm === 1, everybody),
  ),
  "nobody with the endpoint": outcomeOf(
    days,
    events,
    only(() => false, everybody),
  ),
  "one patient in each arm": outcomeOf(
    days,
    events,
    only((_, i) => i === 1 || i === 2, everybody),
  ),
  "one patient in each arm, both censored": outcomeOf(
    days,
    trial.map(() => 0),
    only((_, i) => i === 1 || i === 2, everybody),
  ),
  "all tied, all events": outcomeOf(
    trial.map(() => 40),
    everybody,
  ),
  "all tied, some events": outcomeOf(
    trial.map(() => 40),
    events,
  ),
  "everybody fails on the first day": outcomeOf(
    trial.map(() => 1),
    everybody,
  ),
  "an infinite coefficient: the trial's events come after the controls' follow-up": outcomeOf(
    trial.map((arm, i) => (arm === 1 ? 200 + i : 20 + i)),
    everybody,
  ),
  "the median is not reached: one event in each arm": outcomeOf(
    days,
    only((_, i) => i === 1 || i === 2, everybody),
  ),
  "follow-up ends before τ": outcomeOf(
    trial.map((_, i) => 5 + (i % 6)),
    // Nobody fails on the last day: what comes then is not known.
    trial.map((_, i) => (i % 6 < 3 ? 1 : 0)),
  ),
  "the last time is an event in one arm and censored in the other": outcomeOf(
    days.map((day, i) => (i === 5 ? 300 : i === 7 ? 299 : day)),
    events.map((event, i) => (i === 5 ? 1 : i === 7 ? 0 : event)),
  ),
};

/** Courses of responses that break the probability of being in response; the first is ordinary. */
export const responseOutcomes: Readonly<Record<string, SurvivalData>> = {
  ordinary: survivalOutcomes.ordinary!,
  ...Object.fromEntries(
    [
      ["nobody responds", () => 0],
      ["no responder in the trial arm", (day: number, i: number) => (trial[i] === 1 ? 0 : day)],
      ["no responder in the control arm", (day: number, i: number) => (trial[i] === 0 ? 0 : day)],
      ["everybody responds on the first day", () => 1],
      ["everybody responds on the day of progression", (_: number, i: number) => days[i]!],
      ["every response comes after progression", (_: number, i: number) => days[i]! + 1],
    ].map(([name, change]) => {
      const ordinary = survivalOutcomes.ordinary!;
      const of = change as (day: number, i: number) => number;
      return [name, { ...ordinary, responseDays: ordinary.responseDays!.map(of) }];
    }),
  ),
  "everybody progresses before the day": {
    ...outcomeOf(
      days.map((day) => Math.min(day, 45)),
      everybody,
    ),
  },
};

/** Yes/no outcomes that break estimates; the first is ordinary. */
export const binaryOutcomes: Readonly<Record<string, BinaryData>> = {
  ordinary: binaryOf(events),
  "nobody responds": binaryOf(only(() => false, events)),
  "everybody responds": binaryOf(everybody),
  "no responder in the trial arm": binaryOf(only((arm) => arm === 0, events)),
  "no responder in the control arm": binaryOf(only((arm) => arm === 1, events)),
  "everybody responds in the trial arm, nobody else": binaryOf(trial),
  "an empty trial arm": binaryOf(
    events,
    only((arm) => arm === 0, everybody),
  ),
  "an empty control arm": binaryOf(
    events,
    only((arm) => arm === 1, everybody),
  ),
  "nobody with the endpoint": binaryOf(
    events,
    only(() => false, everybody),
  ),
  "one patient in each arm": binaryOf(
    events,
    only((_, i) => i === 1 || i === 2, everybody),
  ),
};

/** What is wrong with a weight, and which effects it must leave without a number. */
export const hostileWeights: Readonly<Record<string, (arm: number, i: number, weight: number) => number>> = {
  "the control arm weighs nothing": (arm, _, weight) => (arm === 0 ? 0 : weight),
  "the trial arm weighs nothing": (arm, _, weight) => (arm === 1 ? 0 : weight),
  "nobody weighs anything": () => 0,
  "one weight is infinite": (_, i, weight) => (i === 4 ? Number.POSITIVE_INFINITY : weight),
  "one weight is not a number": (_, i, weight) => (i === 4 ? Number.NaN : weight),
  "one weight is negative": (_, i, weight) => (i === 4 ? -weight : weight),
  "one control holds all the weight but a trace": (arm, i, weight) => (arm === 0 && i !== 4 ? 1e-6 * weight : weight),
  "controls weigh next to nothing": (arm, _, weight) => (arm === 0 ? 1e-300 * weight : weight),
  "weights near the largest number": (_, i, weight) => weight * (i % 2 === 0 ? 1e300 : 1e308),
};
