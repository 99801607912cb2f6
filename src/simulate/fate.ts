import type { Stream } from "../math/stream.js";
import { drawExponential, drawNormal, drawPosition } from "./draw.js";

/** New lesions of one patient that are followed; the burden of further ones is not told apart. */
export const MOST_NEW_LESIONS = 6;

/**
 * All chance in the latent course of one patient, drawn before the treatment is known: both potential outcomes use the same
 * numbers, so that they differ by the treatment alone.
 */
export interface Fate {
  /** Patient effects on the logarithm of the growth and the shrinkage rate, standard normal. */
  readonly growth: number;
  readonly shrinkage: number;
  /** Lesion effects, standard normal; one per baseline lesion. */
  readonly lesionGrowth: Float64Array;
  readonly lesionShrinkage: Float64Array;
  /** Cumulative hazards at which things happen, unit exponential; of new lesions each counts from the one before. */
  readonly death: number;
  readonly nonTarget: number;
  readonly newLesion: Float64Array;
  /** Where a new lesion comes, as a code of `ORGANS`, and its own effect on growth. */
  readonly newOrgan: Uint8Array;
  readonly newGrowth: Float64Array;
}

/** Sites of first new lesions, by code of `ORGANS`: lung, nodes and brain foremost. */
const newSites: readonly number[] = [0.28, 0.15, 0.17, 0.07, 0.15, 0.14, 0, 0.04];

/** The fate of a patient with so many baseline lesions. */
export function drawFate(stream: Stream, lesionCount: number): Fate {
  const fate: Fate = {
    growth: drawNormal(stream),
    shrinkage: drawNormal(stream),
    death: drawExponential(stream),
    nonTarget: drawExponential(stream),
    newLesion: new Float64Array(MOST_NEW_LESIONS),
    newOrgan: new Uint8Array(MOST_NEW_LESIONS),
    newGrowth: new Float64Array(MOST_NEW_LESIONS),
    lesionGrowth: new Float64Array(lesionCount),
    lesionShrinkage: new Float64Array(lesionCount),
  };
  for (let i = 0; i < MOST_NEW_LESIONS; i += 1) {
    fate.newLesion[i] = drawExponential(stream);
    fate.newOrgan[i] = drawPosition(stream, newSites);
    fate.newGrowth[i] = drawNormal(stream);
  }
  for (let i = 0; i < lesionCount; i += 1) {
    fate.lesionGrowth[i] = drawNormal(stream);
    fate.lesionShrinkage[i] = drawNormal(stream);
  }
  return fate;
}
