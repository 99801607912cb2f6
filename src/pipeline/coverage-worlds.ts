/** Patients of one run. */
export const coveragePatients = 1000;

/** The share of them in the trial arm, where a world says nothing else. */
export const coverageTrialShare = 0.4;

/** Days at which curves and restricted means are compared. */
export const coverageTau = 300;

/** Hazard of a response a day, whoever the patient is. */
export const coverageResponseHazard = 1 / 150;

/** A number of each arm at each value of the covariate. */
export interface ByArm {
  readonly trial: readonly [number, number];
  readonly control: readonly [number, number];
}

/** What decides who is in which arm, and what happens to them. The binary covariate x decides both but where its shares are alike. */
export interface CoverageWorld {
  /** Names the random streams. */
  readonly name: string;
  readonly trialShare?: number;
  /** Share of x = 1 in each arm; "line": x lies between 0 and 1, denser towards 1 in the trial arm. */
  readonly x: { readonly trial: number; readonly control: number } | "line";
  /** Probability of a response at x = 0 and 1, between them in proportion. */
  readonly rate?: ByArm;
  /** Hazard of the event a day at x = 0 and 1. */
  readonly hazard?: ByArm;
  /** Share of patients whose x is not recorded. */
  readonly missing?: number;
  /** A second binary covariate z, of one share in both arms, and what it adds to the probability of a response in the trial arm. */
  readonly z?: { readonly share: number; readonly addsInTrial: number };
  /** Share of patients who enter after index, on a day up to the last; who has had the event before is not seen. */
  readonly entry?: { readonly share: number; readonly lastDay: number };
  /** A new therapy, which censors: its probability at x = 0 and 1 on every visit so many days apart. */
  readonly therapy?: { readonly everyDays: number; readonly probability: ByArm };
  /** Days between which everyone's follow-up ends. */
  readonly end?: readonly [first: number, last: number];
}

const rate: ByArm = { trial: [0.3, 0.55], control: [0.2, 0.4] };
const hazard: ByArm = { trial: [1 / 500, 1 / 250], control: [1 / 400, 1 / 180] };
const alike = { trial: 0.5, control: 0.5 };
const apart = { trial: 0.3, control: 0.6 };
const sameHazard: ByArm = { trial: hazard.control, control: hazard.control };
const sameRate: ByArm = { trial: rate.control, control: rate.control };

/** Those who leave for a new therapy are other patients in one arm than in the other. */
const leaving = {
  x: alike,
  therapy: { everyDays: 75, probability: { trial: [0.03, 0.15], control: [0.12, 0.03] } },
  end: [300, 400],
} as const;

export const coverageWorlds = {
  /** Arms alike. */
  randomised: { name: "randomised", x: alike, rate, hazard },
  /** Arms alike, without an effect. */
  randomisedNull: { name: "randomised-null", x: alike, hazard: sameHazard },
  confounded: { name: "confounded", x: apart, rate, hazard },
  /** Confounded, without an effect: the hazard ratio is 1 at each x and over all. */
  confoundedNull: { name: "confounded-null", x: apart, rate: sameRate, hazard: sameHazard },
  /** Hazards in proportion, by nothing but the arm. */
  proportional: {
    name: "proportional",
    x: alike,
    hazard: { trial: [1 / 500, 1 / 500], control: [1 / 350, 1 / 350] },
  },
  /** The same, with a covariate that decides the arm and nothing else. */
  armOnly: { name: "arm-only", x: apart, hazard: { trial: [1 / 500, 1 / 500], control: [1 / 350, 1 / 350] } },
  /** As confounded, with enough controls at each x for a pair of every trial patient. */
  paired: { name: "paired", x: { trial: 0.5, control: 0.55 }, rate, hazard: sameHazard },
  /** The same, with controls for two to a trial patient. */
  tripled: { name: "tripled", trialShare: 0.25, x: { trial: 0.5, control: 0.55 }, rate, hazard: sameHazard },
  /** Arms unlike, with one difference of rates at each x. */
  commonDifference: {
    name: "common-difference",
    x: apart,
    rate: { trial: [0.3, 0.5], control: [0.2, 0.4] },
  },
  /** Arms unlike, with one odds ratio at each x: odds of 1/4 and 2/3 in the control arm, of 9/20 and 6/5 in the trial. */
  commonOdds: { name: "common-odds", x: apart, rate: { trial: [9 / 29, 6 / 11], control: [1 / 5, 2 / 5] } },
  /** Arms unlike, with one hazard ratio at each x. */
  commonHazards: {
    name: "common-hazards",
    x: apart,
    hazard: { trial: [0.7 / 400, 0.7 / 180], control: hazard.control },
  },
  /** A covariate no two patients share. */
  line: { name: "line", x: "line", rate: { trial: [0.3, 0.7], control: [0.2, 0.6] } },
  randomisedMissing: { name: "randomised-missing", x: alike, rate, missing: 0.3 },
  confoundedMissing: { name: "confounded-missing", x: apart, rate, missing: 0.3 },
  /** Confounded by x, with an effect on response that is larger where z = 1. */
  modified: { name: "modified", x: apart, rate, hazard: sameHazard, z: { share: 0.5, addsInTrial: 0.1 } },
  late: { name: "late", x: alike, hazard, entry: { share: 0.5, lastDay: 150 } },
  lateProportional: {
    name: "late-proportional",
    x: alike,
    hazard: { trial: [1 / 500, 1 / 500], control: [1 / 350, 1 / 350] },
    entry: { share: 0.5, lastDay: 150 },
  },
  leaving: { name: "leaving", ...leaving, hazard },
  leavingNull: { name: "leaving-null", ...leaving, hazard: sameHazard },
} as const satisfies Record<string, CoverageWorld>;
