import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";

/** Patients of one run: 40 % of them in the trial arm. */
export const coveragePatients = 1000;

/** Days at which curves and restricted means are compared. */
export const coverageTau = 300;

/** A number of each arm at each value of the covariate. */
export interface ByArm {
  readonly trial: readonly [number, number];
  readonly control: readonly [number, number];
}

/** What decides who is in which arm, and what happens to them. The binary covariate x decides both but where its shares are alike. */
export interface CoverageWorld {
  /** Names the random streams. */
  readonly name: string;
  /** Share of x = 1 in each arm; "line": x lies between 0 and 1, denser towards 1 in the trial arm. */
  readonly x: { readonly trial: number; readonly control: number } | "line";
  /** Probability of a response at x = 0 and 1, between them in proportion. */
  readonly rate?: ByArm;
  /** Hazard of the event a day at x = 0 and 1. */
  readonly hazard?: ByArm;
  /** Share of patients whose x is not recorded. */
  readonly missing?: number;
}

/** response: yes or no; time: right-censored days; competing: days to the first of two events, the other with half the hazard; scans: between two scans, 8 weeks apart in the trial, 12 in routine care. */
export type CoverageOutcome = "response" | "time" | "competing" | "scans";

const rate: ByArm = { trial: [0.3, 0.55], control: [0.2, 0.4] };
const hazard: ByArm = { trial: [1 / 500, 1 / 250], control: [1 / 400, 1 / 180] };
const alike = { trial: 0.5, control: 0.5 };
const sameHazard: ByArm = { trial: hazard.control, control: hazard.control };

export const coverageWorlds = {
  /** Arms alike. */
  randomised: { name: "randomised", x: alike, rate, hazard },
  confounded: { name: "confounded", x: { trial: 0.3, control: 0.6 }, rate, hazard },
  /** Confounded, without an effect: the hazard ratio is 1 at each x and over all. */
  confoundedNull: { name: "confounded-null", x: { trial: 0.3, control: 0.6 }, hazard: sameHazard },
  /** Hazards in proportion, by nothing but the arm. */
  proportional: {
    name: "proportional",
    x: alike,
    hazard: { trial: [1 / 500, 1 / 500], control: [1 / 350, 1 / 350] },
  },
  /** As confounded, with enough controls at each x for a pair of every trial patient. */
  paired: { name: "paired", x: { trial: 0.5, control: 0.55 }, rate, hazard: sameHazard },
  /** Arms unlike, with one difference of rates at each x. */
  commonDifference: {
    name: "common-difference",
    x: { trial: 0.3, control: 0.6 },
    rate: { trial: [0.3, 0.5], control: [0.2, 0.4] },
  },
  /** A covariate no two patients share. */
  line: { name: "line", x: "line", rate: { trial: [0.3, 0.7], control: [0.2, 0.6] } },
  randomisedMissing: { name: "randomised-missing", x: alike, rate, missing: 0.3 },
  confoundedMissing: { name: "confounded-missing", x: { trial: 0.3, control: 0.6 }, rate, missing: 0.3 },
} as const satisfies Record<string, CoverageWorld>;

export interface CoverageSample {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly data: OutcomeData;
}

/** One sample of a world. */
export function drawCoverageWorld(
  world: CoverageWorld,
  outcome: CoverageOutcome,
  uniform: () => number,
): CoverageSample {
  const n = coveragePatients;
  const trial = Uint8Array.from({ length: n }, (_, i) => (i < 0.4 * n ? 1 : 0));
  const x = Float64Array.from(trial, (arm) => drawCovariate(world, arm === 1, uniform));
  const data = drawOutcome[outcome]({ world, trial, x, uniform });
  const { missing: share = 0 } = world;
  const missing = share === 0 ? new Uint8Array(n) : Uint8Array.from(trial, () => (uniform() < share ? 1 : 0));
  const kind = world.x === "line" ? "continuous" : "binary";
  return {
    patients: {
      n,
      patientId: Array.from({ length: n }, (_, i) => `p${i}`),
      datasetId: new Array<string>(n).fill("d"),
      indexEpochDay: new Int32Array(n),
      trial,
    },
    covariates: {
      n,
      columns: [
        {
          ...{ name: "x", label: "x", unit: null, levels: [] },
          kind,
          value: x.map((v, i) => (missing[i] === 1 ? 0 : v)),
          missing,
        },
      ],
    },
    data,
  };
}

function drawCovariate({ x }: CoverageWorld, isTrial: boolean, uniform: () => number): number {
  const draw = uniform();
  if (x === "line") return isTrial ? Math.sqrt(draw) : draw;
  return draw < (isTrial ? x.trial : x.control) ? 1 : 0;
}

interface Draw {
  readonly world: CoverageWorld;
  readonly trial: Uint8Array;
  readonly x: Float64Array;
  readonly uniform: () => number;
}

/** The value at the patient's own x. */
function at({ trial, control }: ByArm, arm: number, x: number): number {
  const [low, high] = arm === 1 ? trial : control;
  return low + (high - low) * x;
}

const exponential = (uniform: () => number, hazardADay: number): number => -Math.log(1 - uniform()) / hazardADay;

const drawOutcome: Record<CoverageOutcome, (draw: Draw) => OutcomeData> = {
  response: ({ world, trial, x, uniform }) => ({
    ...{ kind: "binary", endpoint: "e", available: new Uint8Array(trial.length).fill(1) },
    value: Uint8Array.from(trial, (arm, i) => (uniform() < at(world.rate!, arm, x[i]!) ? 1 : 0)),
  }),
  time: ({ world, trial, x, uniform }) => {
    const days = emptyDays(trial.length);
    for (let i = 0; i < trial.length; i += 1) {
      const event = exponential(uniform, at(world.hazard!, trial[i]!, x[i]!));
      const censored = 250 + uniform() * 600;
      days.timeDays[i] = Math.max(1, Math.ceil(Math.min(event, censored)));
      days.status[i] = event <= censored ? 1 : 0;
    }
    return days;
  },
  competing: ({ world, trial, x, uniform }) => {
    const days = { ...emptyDays(trial.length), competing: new Uint8Array(trial.length) };
    for (let i = 0; i < trial.length; i += 1) {
      const own = at(world.hazard!, trial[i]!, x[i]!);
      const [event, other] = [exponential(uniform, own), exponential(uniform, own / 2)];
      const censored = 250 + uniform() * 600;
      days.timeDays[i] = Math.max(1, Math.ceil(Math.min(event, other, censored)));
      days.status[i] = event <= Math.min(other, censored) ? 1 : 0;
      days.competing[i] = other < event && other <= censored ? 1 : 0;
    }
    return days;
  },
  scans: ({ world, trial, x, uniform }) => {
    const n = trial.length;
    const [left, right, rightCensored] = [new Int32Array(n), new Int32Array(n), new Uint8Array(n)];
    for (let i = 0; i < n; i += 1) {
      const event = exponential(uniform, at(world.hazard!, trial[i]!, x[i]!));
      const end = 250 + uniform() * 600;
      let [last, scan] = [0, 0];
      while (scan < event && scan <= end) {
        last = scan;
        scan += Math.round((trial[i] === 1 ? 56 : 84) * (0.85 + 0.3 * uniform()));
      }
      left[i] = last;
      right[i] = scan <= end ? scan : 0;
      rightCensored[i] = scan <= end ? 0 : 1;
    }
    const days = emptyDays(n);
    return {
      ...days,
      timeDays: right.map((day) => Math.max(day, 1)),
      interval: { left, right, rightCensored, clearLeft: left },
    };
  },
};

function emptyDays(n: number) {
  const [timeDays, status] = [new Int32Array(n), new Uint8Array(n)];
  return { kind: "survival" as const, endpoint: "e", timeDays, status, available: new Uint8Array(n).fill(1) };
}
