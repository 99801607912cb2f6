import {
  type ByArm,
  type CoverageWorld,
  coverageResponseHazard,
  coverageTau,
  coverageTrialShare,
} from "./coverage-worlds.js";

/** Whose effect: the trial's patients, both arms together, or the population of overlap or entropy weights. */
export type CoverageEstimand = "ATT" | "ATE" | "ATO" | "ATEN";

/** How much a patient counts in the population, by the propensity. */
const tilts = {
  ATT: (ps) => ps,
  ATE: () => 1,
  ATO: (ps) => ps * (1 - ps),
  ATEN: (ps) => -(ps * Math.log(ps) + (1 - ps) * Math.log(1 - ps)),
} as const satisfies Record<CoverageEstimand, (ps: number) => number>;

/** The share of x = 1 in the population of an estimand. */
function shareOf({ x, trialShare = coverageTrialShare }: CoverageWorld, estimand: CoverageEstimand): number {
  if (x === "line") throw new Error("a mean over a line of values is not in closed form here");
  const massAt = (trial: number, control: number) => {
    const [own, other] = [trialShare * trial, (1 - trialShare) * control];
    return (own + other) * tilts[estimand](own / (own + other));
  };
  const [low, high] = [massAt(1 - x.trial, 1 - x.control), massAt(x.trial, x.control)];
  return high / (low + high);
}

/** The mean over a population of a number of one arm at each x. */
export function meanIn(
  world: CoverageWorld,
  [low, high]: readonly [number, number],
  of: (value: number) => number = (value) => value,
  estimand: CoverageEstimand = "ATT",
): number {
  const share = shareOf(world, estimand);
  return (1 - share) * of(low) + share * of(high);
}

/** The difference of such means, trial minus control. */
export function differenceIn(
  world: CoverageWorld,
  { trial, control }: ByArm,
  of?: (value: number) => number,
  estimand?: CoverageEstimand,
): number {
  return meanIn(world, trial, of, estimand) - meanIn(world, control, of, estimand);
}

/** The ratio of such means, trial over control. */
export function ratioIn(world: CoverageWorld, { trial, control }: ByArm, of?: (value: number) => number): number {
  return meanIn(world, trial, of) / meanIn(world, control, of);
}

export function oddsRatioIn(world: CoverageWorld, { trial, control }: ByArm): number {
  const odds = (rate: number) => rate / (1 - rate);
  return odds(meanIn(world, trial)) / odds(meanIn(world, control));
}

/** Of a time in whole days, rounded up: Σ S(k) over the days before τ. */
export const meanTo = (hazard: number): number => (1 - Math.exp(-hazard * coverageTau)) / (1 - Math.exp(-hazard));
export const survivalTo = (hazard: number): number => Math.exp(-hazard * coverageTau);
/** Of the event, the competing one having half its hazard. */
export const incidenceTo = (hazard: number): number => (1 - Math.exp(-1.5 * hazard * coverageTau)) / 1.5;

/** Of being in response: ∫ r exp(−(r + h) s) exp(−h/2 (τ − s)) ds over s from 0 to τ, r being the hazard of the response and h/2 that of progression after it. */
export const inResponseTo = (hazard: number): number =>
  (coverageResponseHazard *
    (Math.exp(-(hazard / 2) * coverageTau) - Math.exp(-(coverageResponseHazard + hazard) * coverageTau))) /
  (coverageResponseHazard + hazard / 2);

/** The first day on which no more than the share is left of an arm with the trial's x. */
export function quantileIn(world: CoverageWorld, hazard: readonly [number, number], left = 0.5): number {
  for (let day = 1; ; day += 1) if (meanIn(world, hazard, (own) => Math.exp(-own * day)) <= left) return day;
}
