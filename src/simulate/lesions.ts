import type { Stream } from "../math/stream.js";
import { drawChance, drawLogNormal, drawNormal, drawPoisson } from "./draw.js";
import { ORGAN, ORGANS } from "./organs.js";
import type { Person } from "./person.js";

/** Lesions that stand at the start of treatment, in columns of one length. */
export interface BaselineLesions {
  /** Codes of `ORGANS`. */
  readonly organ: Uint8Array;
  /** Diameter at day 0, mm: longest, of nodes the short axis. */
  readonly sizeMm: Float64Array;
}

/** A tumour load beyond this many lesions is not told apart. */
const MOST_LESIONS = 14;

/** Per site: how many further lesions beside the first (Poisson mean), median size in mm, standard deviation of its logarithm. */
const habits: Record<keyof typeof ORGAN, readonly [further: number, medianMm: number, sdLog: number]> = {
  lung: [1.1, 20, 0.45],
  node: [1.0, 20, 0.33],
  liver: [1.2, 30, 0.45],
  adrenal: [0.25, 29, 0.4],
  bone: [1.2, 22, 0.4],
  brain: [0.8, 13, 0.4],
  pleura: [0, 25, 0.4],
  softTissue: [0.2, 22, 0.4],
};

/**
 * The lesions of a patient, by the sites that `person` names, beside the primary (86 %, median 50 mm) and enlarged nodes (62 %).
 * One factor per patient makes all of them larger or smaller. Calibrated to double reads of 1,720 patients in five lung trials:
 * 1.9–3.0 targets a patient, mean sum of diameters 84 mm (Iannessi & Beaumont 2023).
 */
export function drawLesions(stream: Stream, person: Person): BaselineLesions {
  const organ: number[] = [];
  const sizeMm: number[] = [];
  const factor = Math.exp(0.1 * person.illness + drawNormal(stream, 0, 0.2));
  const add = (site: number, median: number, sdLog: number) => {
    const size = factor * drawLogNormal(stream, median, sdLog);
    if (organ.length >= MOST_LESIONS) return;
    organ.push(site);
    sizeMm.push(Math.min(140, Math.max(ORGANS[site]!.isNode ? 10.5 : 6, size)));
  };
  const spread = (name: keyof typeof ORGAN) => {
    const [further, median, sdLog] = habits[name];
    const count = 1 + drawPoisson(stream, further);
    for (let i = 0; i < count; i += 1) add(ORGAN[name], median, sdLog);
  };
  if (drawChance(stream, 0.86)) add(ORGAN.lung, 50, 0.5);
  if (drawChance(stream, 0.62)) spread("node");
  if (person.otherLung) spread("lung");
  if (person.liver) spread("liver");
  if (person.adrenal) spread("adrenal");
  if (person.bone) spread("bone");
  if (person.brain) spread("brain");
  if (person.pleura) spread("pleura");
  if (drawChance(stream, 0.08) || organ.length === 0) spread("softTissue");
  return { organ: Uint8Array.from(organ), sizeMm: Float64Array.from(sizeMm) };
}

/** Smallest size a target may have: 10 mm, of a node 15 mm (RECIST 1.1 §3). */
export function mayBeTarget(organ: number, sizeMm: number): boolean {
  const { isNode, isMeasurable } = ORGANS[organ]!;
  return isMeasurable && sizeMm >= (isNode ? 15 : 10);
}

/** Whether the disease can be measured at all, as the trial asks. */
export function isMeasurable({ organ, sizeMm }: BaselineLesions): boolean {
  for (let i = 0; i < organ.length; i += 1) if (mayBeTarget(organ[i]!, sizeMm[i]!)) return true;
  return false;
}
