import type { Rates } from "./lesion-rates.js";
import type { BaselineLesions } from "./lesions.js";

/** The baseline lesions of a patient, moved on from step to step by multiplication, without an exponential a step. */
export interface LesionSizes {
  readonly sizeMm: Float64Array;
  /** The part of each lesion that dies and the part that grows, mm; both start as the whole size (Stein's model). */
  readonly dying: Float64Array;
  readonly growing: Float64Array;
  readonly dyingFactor: Float64Array;
  readonly growingFactor: Float64Array;
}

/** Lesions on day 0, ready for steps of so many days. */
export function openSizes({ sizeMm }: BaselineLesions, rates: Rates, stepDays: number): LesionSizes {
  return {
    sizeMm,
    dying: Float64Array.from(sizeMm),
    growing: Float64Array.from(sizeMm),
    dyingFactor: rates.shrinkage.map((rate) => Math.exp(-rate * stepDays)),
    growingFactor: rates.growth.map((rate) => Math.exp(rate * stepDays)),
  };
}

/** Moves every lesion one step on and returns the summed diameters, mm. Non-measurable disease counts with the size that stands for it. */
export function moveSizes({ sizeMm, dying, growing, dyingFactor, growingFactor }: LesionSizes): number {
  let burden = 0;
  for (let i = 0; i < sizeMm.length; i += 1) {
    dying[i]! *= dyingFactor[i]!;
    growing[i]! *= growingFactor[i]!;
    burden += dying[i]! + growing[i]! - sizeMm[i]!;
  }
  return burden;
}

/** Diameter of a lesion now, mm. */
export function sizeNow({ sizeMm, dying, growing }: LesionSizes, lesion: number): number {
  return dying[lesion]! + growing[lesion]! - sizeMm[lesion]!;
}
