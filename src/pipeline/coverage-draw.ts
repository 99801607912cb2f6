import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { OutcomeData, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import {
  type ByArm,
  type CoverageWorld,
  coveragePatients,
  coverageResponseHazard,
  coverageTrialShare,
} from "./coverage-worlds.js";

/**
 * response: yes or no; time: right-censored days; competing: days to the first of two events, the other with half the hazard; scans: between two scans, 8 weeks apart in the
 * trial, 12 in routine care; course: days to progression, and to a response before it, which halves the hazard of progression.
 */
export type CoverageOutcome = "response" | "time" | "competing" | "scans" | "course";

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
  const { trialShare = coverageTrialShare } = world;
  const trial = Uint8Array.from({ length: n }, (_, i) => (i < trialShare * n ? 1 : 0));
  const x = Float64Array.from(trial, (arm) => drawCovariate(world, arm === 1, uniform));
  const z = world.z === undefined ? null : drawSecond(world.z.share, n, uniform);
  const data = drawOutcome[outcome]({ world, trial, x, z, uniform });
  const { missing: share = 0 } = world;
  const missing = share === 0 ? new Uint8Array(n) : Uint8Array.from(trial, () => (uniform() < share ? 1 : 0));
  const kind = world.x === "line" ? "continuous" : "binary";
  const named = (name: string) => ({ name, label: name, unit: null, levels: [] });
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
        { ...named("x"), kind, value: x.map((v, i) => (missing[i] === 1 ? 0 : v)), missing },
        ...(z === null ? [] : [{ ...named("z"), kind: "binary" as const, value: z, missing: new Uint8Array(n) }]),
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

function drawSecond(share: number, n: number, uniform: () => number): Float64Array {
  return Float64Array.from({ length: n }, () => (uniform() < share ? 1 : 0));
}

interface Draw {
  readonly world: CoverageWorld;
  readonly trial: Uint8Array;
  readonly x: Float64Array;
  readonly z: Float64Array | null;
  readonly uniform: () => number;
}

/** The value at the patient's own x. */
function at({ trial, control }: ByArm, arm: number, x: number): number {
  const [low, high] = arm === 1 ? trial : control;
  return low + (high - low) * x;
}

const exponential = (uniform: () => number, hazardADay: number): number => -Math.log(1 - uniform()) / hazardADay;

/** The day on which follow-up ends. */
function drawEnd({ end: [first, last] = [250, 850] }: CoverageWorld, uniform: () => number): number {
  return first + uniform() * (last - first);
}

const drawOutcome: Record<CoverageOutcome, (draw: Draw) => OutcomeData> = {
  response: ({ world, trial, x, z, uniform }) => ({
    ...{ kind: "binary", endpoint: "e", available: new Uint8Array(trial.length).fill(1) },
    value: Uint8Array.from(trial, (arm, i) => {
      const added = arm === 1 ? (z?.[i] ?? 0) * (world.z?.addsInTrial ?? 0) : 0;
      return uniform() < at(world.rate!, arm, x[i]!) + added ? 1 : 0;
    }),
  }),
  time: (draw) => {
    if (draw.world.entry !== undefined) return drawLate(draw);
    if (draw.world.therapy !== undefined) return drawLeaving(draw);
    const { world, trial, x, uniform } = draw;
    const days = emptyDays(trial.length);
    for (let i = 0; i < trial.length; i += 1) {
      const event = exponential(uniform, at(world.hazard!, trial[i]!, x[i]!));
      const censored = drawEnd(world, uniform);
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
      const censored = drawEnd(world, uniform);
      days.timeDays[i] = Math.max(1, Math.ceil(Math.min(event, other, censored)));
      days.status[i] = event <= Math.min(other, censored) ? 1 : 0;
      days.competing[i] = other < event && other <= censored ? 1 : 0;
    }
    return days;
  },
  course: ({ world, trial, x, uniform }) => {
    const days = { ...emptyDays(trial.length), responseDays: new Int32Array(trial.length) };
    for (let i = 0; i < trial.length; i += 1) {
      const hazard = at(world.hazard!, trial[i]!, x[i]!);
      const response = exponential(uniform, coverageResponseHazard);
      const before = exponential(uniform, hazard);
      const event = response < before ? response + exponential(uniform, hazard / 2) : before;
      const censored = drawEnd(world, uniform);
      days.timeDays[i] = Math.max(1, Math.ceil(Math.min(event, censored)));
      days.status[i] = event <= censored ? 1 : 0;
      days.responseDays[i] = response < Math.min(before, censored) ? Math.max(1, Math.ceil(response)) : 0;
    }
    return days;
  },
  scans: ({ world, trial, x, uniform }) => {
    const n = trial.length;
    const [left, right, rightCensored] = [new Int32Array(n), new Int32Array(n), new Uint8Array(n)];
    for (let i = 0; i < n; i += 1) {
      const event = exponential(uniform, at(world.hazard!, trial[i]!, x[i]!));
      const end = drawEnd(world, uniform);
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

/** Patients seen from a day of entry on. Whoever has the event before is not seen, and another one is drawn in his place, x and all. */
function drawLate({ world, trial, x, uniform }: Draw): SurvivalData {
  const days = { ...emptyDays(trial.length), entryDays: new Int32Array(trial.length) };
  const { share, lastDay } = world.entry!;
  for (let i = 0; i < trial.length; i += 1) {
    for (;;) {
      const entry = uniform() < share ? Math.ceil(uniform() * lastDay) : 0;
      const event = exponential(uniform, at(world.hazard!, trial[i]!, x[i]!));
      const censored = drawEnd(world, uniform);
      const time = Math.max(1, Math.ceil(Math.min(event, censored)));
      days.entryDays[i] = entry;
      days.timeDays[i] = time;
      days.status[i] = event <= censored ? 1 : 0;
      if (time > entry) break;
      x[i] = drawCovariate(world, trial[i] === 1, uniform);
    }
  }
  return days;
}

/** Patients who are offered a new therapy at every visit, which censors them; whoever has the event on the day of a visit has it before. */
function drawLeaving({ world, trial, x, uniform }: Draw): SurvivalData {
  const days = { ...emptyDays(trial.length), newTherapy: new Uint8Array(trial.length) };
  const { everyDays, probability } = world.therapy!;
  for (let i = 0; i < trial.length; i += 1) {
    const event = Math.max(1, Math.ceil(exponential(uniform, at(world.hazard!, trial[i]!, x[i]!))));
    const end = Math.ceil(drawEnd(world, uniform));
    const visits = Math.ceil(exponential(uniform, -Math.log(1 - at(probability, trial[i]!, x[i]!))));
    const therapy = everyDays * Math.max(1, visits);
    const time = Math.min(event, end, therapy);
    days.timeDays[i] = time;
    days.status[i] = event === time ? 1 : 0;
    days.newTherapy[i] = event > time && therapy === time ? 1 : 0;
  }
  return days;
}

function emptyDays(n: number) {
  const [timeDays, status] = [new Int32Array(n), new Uint8Array(n)];
  return { kind: "survival" as const, endpoint: "e", timeDays, status, available: new Uint8Array(n).fill(1) };
}
