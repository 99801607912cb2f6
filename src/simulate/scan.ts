import type { Stream } from "../math/stream.js";
import { drawChance, drawPosition, drawWhole } from "./draw.js";
import { REGION } from "./organs.js";

/** One visit to the scanner. */
export interface Scan {
  /** Days from index. */
  readonly day: number;
  /** Bits of `REGION`. */
  readonly regions: number;
  readonly scanner: Scanner;
  readonly sliceMm: number;
  readonly hasContrast: boolean;
}

export interface Scanner {
  readonly manufacturer: string;
  readonly model: string;
  readonly kernel: string;
  readonly pixelMm: number;
}

/** CT scanners in use; maker, model and standard reconstruction kernel as their DICOM headers give them. */
const scanners: readonly Scanner[] = [
  { manufacturer: "SIEMENS", model: "SOMATOM Definition AS", kernel: "B30f", pixelMm: 0.74 },
  { manufacturer: "SIEMENS", model: "SOMATOM Force", kernel: "Br40", pixelMm: 0.7 },
  { manufacturer: "GE MEDICAL SYSTEMS", model: "LightSpeed VCT", kernel: "STANDARD", pixelMm: 0.78 },
  { manufacturer: "GE MEDICAL SYSTEMS", model: "Revolution CT", kernel: "STANDARD", pixelMm: 0.72 },
  { manufacturer: "Philips", model: "Brilliance 64", kernel: "B", pixelMm: 0.76 },
  { manufacturer: "Philips", model: "iCT 256", kernel: "B", pixelMm: 0.7 },
  { manufacturer: "TOSHIBA", model: "Aquilion ONE", kernel: "FC08", pixelMm: 0.75 },
];

/** How one patient is scanned as a rule. */
export interface ScanHabit {
  readonly scanner: number;
  readonly sliceMm: number;
  readonly setting: "trial" | "care";
  /** The head is scanned along: disease is known there. */
  readonly followsBrain: boolean;
}

const trialSlices = [1.25, 2.5, 3, 5] as const;
const careSlices = [1.25, 2, 2.5, 3, 5, 7.5] as const;

/** The patient's usual scanner and slices; trials allow at most 5 mm, routine care has thicker ones in about 4 %. */
export function drawScanHabit(stream: Stream, setting: "trial" | "care", followsBrain: boolean): ScanHabit {
  const slices: readonly number[] = setting === "trial" ? trialSlices : careSlices;
  const weights = setting === "trial" ? [0.2, 0.3, 0.2, 0.3] : [0.14, 0.08, 0.18, 0.16, 0.4, 0.04];
  return {
    scanner: stream.integer(scanners.length),
    sliceMm: slices[drawPosition(stream, weights)]!,
    setting,
    followsBrain,
  };
}

const whole = REGION.chest | REGION.abdomen | REGION.pelvis;

/**
 * The scan of a day. Routine care: coverage is incomplete in about a quarter of scans, another scanner takes every sixth scan
 * with slices of its own, contrast is left out in every eighth; in the trial these are rare. `isBaseline` scans cover more.
 * Always seven uniforms.
 */
export function drawScan(stream: Stream, habit: ScanHabit, day: number, isBaseline = false): Scan {
  const isTrial = habit.setting === "trial";
  const changes = drawChance(stream, isTrial ? 0.03 : 0.16);
  const other = drawWhole(stream, 0, scanners.length - 1);
  const otherSlice = careSlices[drawPosition(stream, [0.14, 0.08, 0.18, 0.16, 0.4, 0.04])]!;
  const hasContrast = drawChance(stream, isTrial ? 0.97 : 0.87);
  const coverage = stream.uniform() * (isBaseline ? 0.6 : 1);
  const headChance = habit.followsBrain
    ? isTrial
      ? 0.95
      : 0.6
    : isBaseline
      ? isTrial
        ? 0.9
        : 0.55
      : isTrial
        ? 0.04
        : 0.07;
  const hasHead = drawChance(stream, headChance);
  const redo = stream.uniform();
  const sliceMm = changes ? (isTrial ? Math.min(5, otherSlice) : otherSlice) : habit.sliceMm;
  return {
    day,
    regions: bodyRegions(coverage, isTrial) | (hasHead ? REGION.head : 0),
    scanner: scanners[changes ? other : habit.scanner]!,
    // One thick reconstruction in a hundred is all that was kept.
    sliceMm: !isTrial && redo < 0.01 ? 7.5 : sliceMm,
    hasContrast,
  };
}

function bodyRegions(coverage: number, isTrial: boolean): number {
  if (isTrial) return coverage < 0.985 ? whole : REGION.chest | REGION.abdomen;
  if (coverage < 0.56) return whole;
  return coverage < 0.87 ? REGION.chest | REGION.abdomen : REGION.chest;
}
