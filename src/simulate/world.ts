import { SpecError } from "../errors.js";

/** A synthetic world: how many patients, and which weaknesses of real data it has. Everything is data; one seed, one world. */
export interface World {
  /** Whole number; every stream of random numbers hangs on it. */
  readonly seed: number;
  /** Patients of the single-arm trial, all given the experimental drug. */
  readonly trialPatients: number;
  /** Patients of routine care, all given single-agent chemotherapy. */
  readonly carePatients: number;
  /**
   * What decides, among patients who could join, who is in the trial: nothing (`none`), measured prognosis (`measured`), or
   * also a prognosis nobody recorded (`unmeasured`).
   */
  readonly confounding: "none" | "measured" | "unmeasured";
  /** Strength of the experimental drug: 1 as designed, 0 no better than chemotherapy (true hazard ratio 1). */
  readonly effect: number;
  /** `none`; `mar`: at random, completely or given what is recorded; `mnar`: also by the missing value itself. */
  readonly missingness: "none" | "mar" | "mnar";
  /** Routine-care patients enter the database some time after their treatment began, and only if still alive. */
  readonly delayedEntry: boolean;
  /** Deaths in routine care are known to the month only. */
  readonly monthOnlyDeaths: boolean;
  /** Loss to follow-up in routine care is likelier for patients who do badly. */
  readonly informativeLoss: boolean;
  /** Prognosis improves with calendar time, in both arms. */
  readonly calendarDrift: boolean;
  /** Factor on the time between scans in routine care: 1 = every 6 to 9 weeks, 2 = every 12 to 18. */
  readonly careScanFactor: number;
  /** Share of assessments in charts that call a response, or a progression, which the tumours do not show. */
  readonly overCalledResponse: number;
  readonly overCalledProgression: number;
  /** Outcomes no drug of this world can touch, at most 24. */
  readonly negativeControls: number;
  /** Patients from whom the truth is computed; 0 = no truth table. */
  readonly truthPatients: number;
  /** Horizon τ of the truth, days from index. */
  readonly horizonDays: number;
}

/** The world of the sample. Rates of over-calling: Feinberg 2021 (response), Siegel 2023 (progression), per assessment. */
export const worldDefaults: World = {
  seed: 20240401,
  trialPatients: 180,
  carePatients: 2500,
  confounding: "measured",
  effect: 1,
  missingness: "mar",
  delayedEntry: false,
  monthOnlyDeaths: true,
  informativeLoss: false,
  calendarDrift: false,
  careScanFactor: 1,
  overCalledResponse: 0.06,
  overCalledProgression: 0.06,
  negativeControls: 24,
  truthPatients: 1_000_000,
  horizonDays: 730,
};

const choices: Partial<Record<keyof World, readonly string[]>> = {
  confounding: ["none", "measured", "unmeasured"],
  missingness: ["none", "mar", "mnar"],
};

/** Lowest and highest value, and whether it must be whole. */
const ranges: Partial<Record<keyof World, readonly [low: number, high: number, whole: boolean]>> = {
  seed: [0, 4294967295, true],
  trialPatients: [0, 100_000_000, true],
  carePatients: [0, 100_000_000, true],
  effect: [0, 2, false],
  careScanFactor: [0.5, 5, false],
  overCalledResponse: [0, 1, false],
  overCalledProgression: [0, 1, false],
  negativeControls: [0, 24, true],
  truthPatients: [0, 100_000_000, true],
  horizonDays: [30, 1826, true],
};

/** The world with every default filled in. Throws SpecError naming the member that is unknown or out of its range. */
export function resolveWorld(input: unknown, place = "world"): World {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new SpecError(`a world must be an object of settings (${place})`);
  const names = Object.keys(worldDefaults) as (keyof World)[];
  for (const [name, value] of Object.entries(input)) {
    const known = names.find((candidate) => candidate === name);
    if (known === undefined)
      throw new SpecError(`unknown setting "${name}" of a world; expected one of: ${names.join(", ")} (${place})`);
    const wanted = ruleOf(known);
    if (!keepsRule(known, value))
      throw new SpecError(`${name} of a world must be ${wanted}; got ${JSON.stringify(value)} (${place})`);
  }
  const world = { ...worldDefaults, ...input };
  if (world.trialPatients + world.carePatients === 0)
    throw new SpecError(`a world must hold patients; got trialPatients 0 and carePatients 0 (${place})`);
  return world;
}

function ruleOf(name: keyof World): string {
  const range = ranges[name];
  if (range !== undefined) return `a ${range[2] ? "whole number" : "number"} from ${range[0]} to ${range[1]}`;
  return choices[name]?.join(", ") ?? "true or false";
}

function keepsRule(name: keyof World, value: unknown): boolean {
  const range = ranges[name];
  if (range !== undefined)
    return (
      typeof value === "number" && value >= range[0] && value <= range[1] && (!range[2] || Number.isInteger(value))
    );
  const allowed = choices[name];
  return allowed === undefined ? typeof value === "boolean" : allowed.includes(value as string);
}
