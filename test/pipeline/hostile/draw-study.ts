import type { CovariateColumn, CovariateMatrix } from "../../../src/frame/covariate-matrix.js";
import type { BinaryData, OutcomeData, SurvivalData } from "../../../src/frame/outcome-data.js";
import type { PatientFrame } from "../../../src/frame/patient-frame.js";
import type { Draw } from "./draw.js";

/** A few patients with covariates and outcomes as no estimate would wish for them. */
export interface HostileStudy {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly data: ReadonlyMap<string, OutcomeData>;
  /** What was done to them, for whoever reads of a fault. */
  readonly faults: readonly string[];
}

/** Part of every patient's id; no text of a result may hold it. */
export const idMark = "qzx";

export function drawStudy(draw: Draw): HostileStudy {
  const control = draw.pick([1, 2, 3, 8, 20, 35, 60]);
  const inTrial = draw.pick([1, 2, 3, 8, 20, 35]);
  const n = control + inTrial;
  const trial = Uint8Array.from({ length: n }, (_, i) => (i < control ? 0 : 1));
  const patients: PatientFrame = {
    n,
    patientId: Array.from({ length: n }, (_, i) => `${idMark}${String(i).padStart(3, "0")}`),
    datasetId: Array.from(trial, (arm) => (arm === 1 ? "trial" : "registry")),
    indexEpochDay: new Int32Array(n),
    trial,
  };
  const faults: string[] = [`${inTrial} against ${control}`];
  const one = <T>(name: string, hostile: Readonly<Record<string, T>>, ordinary: T): T => {
    if (draw.chance(0.5)) return ordinary;
    const fault = draw.pick(Object.keys(hostile));
    faults.push(`${name}: ${fault}`);
    return hostile[fault]!;
  };
  const covariates = drawCovariates(trial, draw, one);
  return { patients, covariates, data: drawOutcomes(trial, draw, one), faults };
}

type Choose = <T>(name: string, hostile: Readonly<Record<string, T>>, ordinary: T) => T;
type Value = (arm: number, i: number) => number;
type Flag = (arm: number, i: number) => boolean;

function drawCovariates(trial: Uint8Array, draw: Draw, one: Choose): CovariateMatrix {
  const column = (
    name: string,
    kind: CovariateColumn["kind"],
    levels: readonly string[],
    value: Value,
    lacks: Flag,
  ): CovariateColumn => {
    const missing = Uint8Array.from(trial, (arm, i) => (lacks(arm, i) ? 1 : 0));
    const drawn = Float64Array.from(trial, (arm, i) => value(arm, i));
    return { name, label: name, kind, unit: null, levels, value: drawn.map((v, i) => (missing[i] ? 0 : v)), missing };
  };
  const lacking = (name: string): Flag =>
    one<Flag>(
      name,
      {
        "missing of everybody": () => true,
        "missing of the trial arm": (arm) => arm === 1,
        "missing of the control arm": (arm) => arm === 0,
        "missing of a third": () => draw.chance(0.33),
        "known of one": (_, i) => i !== trial.length - 1,
      },
      draw.chance(0.4) ? () => draw.chance(0.15) : () => false,
    );
  const age = one<Value>(
    "age",
    {
      constant: () => 60,
      "constant in the trial arm": (arm) => (arm === 1 ? 60 : 40 + draw.integer(40)),
      "apart between the arms": (arm) => (arm === 1 ? 70 : 40) + draw.integer(20),
      "apart but for one": (arm, i) => (i === 0 || arm === 1 ? 70 : 40) + draw.integer(20),
      huge: () => 1e12 + draw.integer(30),
      enormous: (_, i) => (i % 2 === 0 ? 1e30 : 1e29 * draw.integer(9)),
      "hardly any spread": () => 60 + 1e-13 * draw.integer(9),
      "one far off": (_, i) => (i === 1 ? 1e9 : 50 + draw.integer(20)),
      "negative and zero": () => draw.integer(3) - 1,
    },
    (arm) => 45 + draw.integer(30) - 3 * arm,
  );
  const stage = one<Value>(
    "stage",
    {
      "one level alone": () => 1,
      "the last level of one patient": (_, i) => (i === trial.length - 1 ? 2 : draw.integer(2)),
      "one level an arm": (arm) => arm,
      "the last level in the trial arm only": (arm) => draw.integer(2 + arm),
    },
    () => draw.integer(3),
  );
  const sex = one<Value>(
    "sex",
    { "as the arm": (arm) => arm, "of one only": () => 0, "of one patient": (_, i) => (i === 0 ? 1 : 0) },
    () => draw.integer(2),
  );
  const columns = [
    column("age", "continuous", [], age, lacking("age")),
    column("stage", "categorical", ["I", "II", "III"], stage, lacking("stage")),
    column("sex", "binary", [], sex, lacking("sex")),
  ];
  return { n: trial.length, columns };
}

interface Times {
  readonly time: Value;
  readonly event: Flag;
}

const oneTimes = (draw: Draw): Readonly<Record<string, Times>> => {
  const time = () => 5 + draw.integer(400);
  return {
    "no event": { time, event: () => false },
    "no event in the trial arm": { time, event: (arm) => arm === 0 && draw.chance(0.7) },
    "no event in the control arm": { time, event: (arm) => arm === 1 && draw.chance(0.7) },
    "everybody fails": { time, event: () => true },
    "all on one day": { time: () => 100, event: () => true },
    "all on one day, some censored": { time: () => 100, event: () => draw.chance(0.5) },
    "all on the first day": { time: () => 1, event: () => true },
    "all censored on the first day": { time: () => 1, event: () => false },
    "the trial's events after the control's follow-up": {
      time: (arm) => 10 + draw.integer(50) + 500 * arm,
      event: () => true,
    },
    "events first, then censorings": { time: (_, i) => 10 + i, event: (_, i) => i < 6 },
    "one event": { time, event: (_, i) => i === 0 },
    "short follow-up": { time: () => 1 + draw.integer(8), event: () => draw.chance(0.4) },
    "very long follow-up": { time: () => 1 + draw.integer(2_000_000_000), event: () => draw.chance(0.5) },
    "censored by arm": { time, event: (arm) => arm === 1 },
  };
};

const available = (draw: Draw): Readonly<Record<string, Flag>> => ({
  "of nobody": () => false,
  "of nobody in the trial arm": (arm) => arm === 0,
  "of nobody in the control arm": (arm) => arm === 1,
  "of one in the trial arm": (arm, i) => arm === 0 || i % 17 === 0,
  "of half": () => draw.chance(0.5),
});

function drawOutcomes(trial: Uint8Array, draw: Draw, one: Choose): Map<string, OutcomeData> {
  const ordinary = { time: () => 20 + draw.integer(700), event: () => draw.chance(0.6) };
  const flags = (of: Flag) => Uint8Array.from(trial, (arm, i) => (of(arm, i) ? 1 : 0));
  const survival = (endpoint: string): SurvivalData => {
    const { time, event } = one(endpoint, oneTimes(draw), ordinary);
    const has = flags(one(`${endpoint} known`, available(draw), () => true));
    const timeDays = Int32Array.from(trial, (arm, i) => time(arm, i)).map((days, i) => days * has[i]!);
    const status = flags(event).map((value, i) => value * has[i]!);
    return { kind: "survival", endpoint, timeDays, status, available: has };
  };
  const scanned = (endpoint: string): SurvivalData => withScans(survival(endpoint), draw, one);
  const late = withEntry(survival("late"), draw, one);
  const progression = scanned("pfs");
  const response = flags(
    one<Flag>(
      "response",
      {
        "of nobody": () => false,
        "of everybody": () => true,
        "of the trial arm": (arm) => arm === 1,
        "of the control arm": (arm) => arm === 0,
        "of one": (_, i) => i === 0,
      },
      () => draw.chance(0.4),
    ),
  );
  const known = flags(one("response known", available(draw), () => true));
  const value = response.map((each, i) => each * known[i]!);
  const rate: BinaryData = { kind: "binary", endpoint: "response", value, available: known };
  return new Map<string, OutcomeData>([
    ["os", survival("os")],
    ["late", late],
    ["pfs", progression],
    ["pfsPolicy", { ...progression, endpoint: "pfsPolicy" }],
    ["ttp", asProgression(progression, draw, one)],
    ["response", rate],
    ["orr", { ...rate, endpoint: "orr" }],
    ["ttr", asResponse(progression, rate, draw)],
  ]);
}

/** Intervals between two scans, deaths on their day, and who was censored by a new therapy. */
function withScans(data: SurvivalData, draw: Draw, one: Choose): SurvivalData {
  const gap = one("scans", { "none before the event": 2 ** 30, "every day": 1 }, 50);
  const { timeDays, status, available: has } = data;
  const before = timeDays.map((days) => Math.max(0, days - 1 - draw.integer(gap)));
  const isDeath = status.map((event) => (event === 1 && draw.chance(0.3) ? 1 : 0));
  const left = timeDays.map((days, i) => (status[i] === 1 && isDeath[i] === 0 ? before[i]! : days));
  const censors = one<Flag>("new therapy", { always: () => true, never: () => false }, () => draw.chance(0.5));
  return {
    ...data,
    interval: {
      left,
      right: timeDays.map((days, i) => (status[i] === 1 ? days : 0)),
      rightCensored: status.map((event, i) => (has[i] === 1 ? 1 - event : 0)),
      clearLeft: left.map((days, i) => (isDeath[i] === 1 ? before[i]! : days)),
    },
    newTherapy: status.map((event, i) => (event === 0 && has[i] === 1 && censors(0, i) ? 1 : 0)),
  };
}

/** Progression alone of a composite with death: some of its events are none. */
function asProgression(data: SurvivalData, draw: Draw, one: Choose): SurvivalData {
  const dies = one<Flag>("deaths", { "every event": () => true, none: () => false }, () => draw.chance(0.3));
  const status = data.status.map((event, i) => (event === 1 && !dies(0, i) ? 1 : 0));
  const { left, clearLeft } = data.interval!;
  const right = data.timeDays.map((days, i) => (status[i] === 1 ? days : 0));
  const rightCensored = status.map((event, i) => (data.available[i] === 1 ? 1 - event : 0));
  return { ...data, endpoint: "ttp", status, interval: { left, right, rightCensored, clearLeft } };
}

/** The day of response of those who respond, some of them on the day on which they progress or are censored. */
function asResponse(progression: SurvivalData, { value }: BinaryData, draw: Draw): SurvivalData {
  const available = progression.available.map((each, i) => each * value[i]!);
  const timeDays = progression.timeDays.map((days, i) => available[i]! * Math.max(1, days - draw.integer(days + 1)));
  return { kind: "survival", endpoint: "ttr", timeDays, status: available, available };
}

/** Whose time ends by the day he enters has no such endpoint, as `delayEntry` leaves it. */
function withEntry(data: SurvivalData, draw: Draw, one: Choose): SurvivalData {
  const day = one<Value>(
    "entry",
    {
      "all after their time": () => 2_000_000_000,
      "the day before their time": (_, i) => Math.max(0, data.timeDays[i]! - 1),
      "one half after the other's time": (_, i) => (i % 2 === 0 ? 0 : 150),
      "the trial late": (arm) => 300 * arm,
    },
    () => draw.integer(60),
  );
  const entry = Int32Array.from(data.timeDays, (_, i) => day(i, i));
  const has = data.available.map((each, i) => (each === 1 && entry[i]! < data.timeDays[i]! ? 1 : 0));
  return {
    ...data,
    timeDays: data.timeDays.map((days, i) => days * has[i]!),
    status: data.status.map((event, i) => event * has[i]!),
    available: has,
    entryDays: entry.map((each, i) => each * has[i]!),
  };
}
