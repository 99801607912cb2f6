import { deriveDesign } from "../design/methods.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { stream } from "../math/stream.js";
import { estimateEffect } from "../outcomes/estimate-effect.js";
import type { ResultRecord, Statistic } from "../results/records.js";
import { type Design, designSchema } from "../spec/design.js";
import { estimateSchema } from "../spec/estimate.js";
import { measures } from "../spec/measures.js";

/** A variance method in a setting of its own: what is estimated, how, and what is true. */
export interface CoverageMethod {
  readonly name: string;
  /** randomised: arms alike, nothing weighted; confounded: a binary covariate decides arm and outcome, ATT weights. */
  readonly world: "randomised" | "confounded";
  readonly outcome: "response" | "time";
  readonly fields: Readonly<Record<string, unknown>>;
  /** The effect in the trial's population, on the scale of the estimate (a ratio's is 1: no effect). */
  readonly truth: number;
  /** Whether the standard error on the linear scale is held against the spread of the estimates. */
  readonly hasSe: boolean;
}

/** What one run gave: the linear estimate and its standard error (null of a score interval), and whether the interval holds the truth. */
export interface CoverageResult {
  readonly linear: number | null;
  readonly se: number | null;
  readonly covers: boolean;
}

export const coveragePatients = 1000;
const TAU = 300;
const responseRate = { trial: [0.3, 0.55], control: [0.2, 0.4] } as const;
const hazard = { trial: [1 / 500, 1 / 250], control: [1 / 400, 1 / 180] } as const;
/** Share of x = 1: in a randomised world everywhere, in a confounded one among the trial's patients. */
const shareOfTrial = { randomised: 0.5, confounded: 0.3 } as const;
const shareOfControl = { randomised: 0.5, confounded: 0.6 } as const;

const rateDifference = (world: "randomised" | "confounded"): number =>
  mixed(world, responseRate.trial) - mixed(world, responseRate.control);
/** Of a time in whole days, rounded up: Σ S(k) over the days before τ. */
const meanTo = (rate: number): number => (1 - Math.exp(-rate * TAU)) / (1 - Math.exp(-rate));
const meanDifference = (world: "randomised" | "confounded"): number =>
  mixed(world, hazard.trial.map(meanTo)) - mixed(world, hazard.control.map(meanTo));
const survivalDifference = (world: "randomised" | "confounded"): number => {
  const at = (rate: number): number => Math.exp(-rate * TAU);
  return mixed(world, hazard.trial.map(at)) - mixed(world, hazard.control.map(at));
};

function mixed(world: "randomised" | "confounded", byLevel: readonly number[]): number {
  const share = shareOfTrial[world];
  return (1 - share) * byLevel[0]! + share * byLevel[1]!;
}

const ofRate = { outcome: "response", hasSe: true } as const;
const ofTime = { outcome: "time", hasSe: true } as const;
const rate = { measure: "risk-difference" } as const;
const mean = { measure: "rmst-difference", tauDays: TAU } as const;
const day = { measure: "survival-difference", timeDays: TAU } as const;
const crude = { world: "randomised" } as const;
const att = { world: "confounded" } as const;
const adjusted = (by: string) => ({ adjustment: { by, terms: ["x"] } });

/** Every method that is held to its nominal coverage. */
export const coverageMethods: readonly CoverageMethod[] = [
  {
    name: "risk difference, Miettinen–Nurminen",
    ...crude,
    ...ofRate,
    hasSe: false,
    fields: rate,
    truth: rateDifference("randomised"),
  },
  {
    name: "risk difference, Newcombe",
    ...crude,
    ...ofRate,
    hasSe: false,
    fields: { ...rate, interval: "newcombe" },
    truth: rateDifference("randomised"),
  },
  {
    name: "risk difference, influence function",
    ...crude,
    ...ofRate,
    fields: { ...rate, interval: "wald" },
    truth: rateDifference("randomised"),
  },
  { name: "restricted mean, Greenwood", ...crude, ...ofTime, fields: mean, truth: meanDifference("randomised") },
  { name: "survival at a day, Greenwood", ...crude, ...ofTime, fields: day, truth: survivalDifference("randomised") },
  {
    name: "risk difference, ATT weights estimated",
    ...att,
    ...ofRate,
    fields: { ...rate, variance: "influence" },
    truth: rateDifference("confounded"),
  },
  {
    name: "risk difference, g-computation",
    ...att,
    ...ofRate,
    fields: { ...rate, ...adjusted("g-computation") },
    truth: rateDifference("confounded"),
  },
  {
    name: "risk difference, AIPW, weights estimated",
    ...att,
    ...ofRate,
    fields: { ...rate, ...adjusted("aipw"), variance: "influence" },
    truth: rateDifference("confounded"),
  },
  {
    name: "restricted mean, ATT weights estimated",
    ...att,
    ...ofTime,
    fields: { ...mean, variance: "influence" },
    truth: meanDifference("confounded"),
  },
  {
    name: "restricted mean, AIPW on pseudo-values",
    ...att,
    ...ofTime,
    fields: { ...mean, ...adjusted("aipw"), variance: "influence" },
    truth: meanDifference("confounded"),
  },
  {
    name: "survival at a day, ATT weights estimated",
    ...att,
    ...ofTime,
    fields: { ...day, variance: "influence" },
    truth: survivalDifference("confounded"),
  },
];

/** Run `number` of a method: patients drawn, the design carried out, the estimate made. Depends on its two arguments alone. */
export function runCoverage(method: CoverageMethod, number: number): CoverageResult {
  const draw = stream(20250701, `coverage/${method.world}/${method.outcome}/${number}`);
  const { patients, covariates, data } = drawWorld(method, draw.uniform);
  const design: Design =
    method.world === "randomised"
      ? { method: "unadjusted", label: "D" }
      : designSchema.parse({ method: "weighting", label: "D", propensity: { terms: ["x"] } });
  const { weights } = deriveDesign(design, { name: "d", patients, covariates, seed: 1 });
  const words = { label: "E", endpoint: "e", design: "d", role: "primary" };
  const estimate = estimateSchema.parse({ ...words, ...method.fields });
  const common = { variant: "main", name: "e", role: "primary" as const, blocked: null };
  const records = estimateEffect({ ...common, estimate, design, patients, covariates, data, weights });
  return readResult(records, measures[estimate.measure].effect, method.truth);
}

interface World {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly data: OutcomeData;
}

function drawWorld({ world, outcome }: CoverageMethod, uniform: () => number): World {
  const n = coveragePatients;
  const trial = Uint8Array.from({ length: n }, (_, i) => (i < 0.4 * n ? 1 : 0));
  const x = Float64Array.from(trial, (arm) => (uniform() < (arm === 1 ? shareOfTrial : shareOfControl)[world] ? 1 : 0));
  const available = new Uint8Array(n).fill(1);
  const of = <T>(by: { readonly trial: readonly T[]; readonly control: readonly T[] }, i: number): T =>
    (trial[i] === 1 ? by.trial : by.control)[x[i]!]!;
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
        { name: "x", label: "x", kind: "binary", unit: null, levels: [], value: x, missing: new Uint8Array(n) },
      ],
    },
    data: outcome === "response" ? drawResponse() : drawTime(),
  };

  function drawResponse(): OutcomeData {
    const value = Uint8Array.from({ length: n }, (_, i) => (uniform() < of(responseRate, i) ? 1 : 0));
    return { kind: "binary", endpoint: "e", value, available };
  }

  function drawTime(): OutcomeData {
    const timeDays = new Int32Array(n);
    const status = new Uint8Array(n);
    for (let i = 0; i < n; i += 1) {
      const event = -Math.log(1 - uniform()) / of(hazard, i);
      const censored = 250 + uniform() * 600;
      timeDays[i] = Math.max(1, Math.ceil(Math.min(event, censored)));
      status[i] = event <= censored ? 1 : 0;
    }
    return { kind: "survival", endpoint: "e", timeDays, status, available };
  }
}

function readResult(records: readonly ResultRecord[], effect: string, truth: number): CoverageResult {
  const value = (statistic: string): number | null =>
    records.find(
      (record): record is Statistic =>
        record.kind === "statistic" && record.group === null && record.statistic === statistic,
    )?.value ?? null;
  const [lower, upper] = [value(`${effect}_lower`), value(`${effect}_upper`)];
  const covers = lower !== null && upper !== null && lower <= truth && truth <= upper;
  return { linear: value(effect), se: value(`${effect}_se`), covers };
}
