/**
 * A day that never comes: no death, no new therapy, open to the right. Larger than any other, so minima need no test.
 */
export const NEVER = 0x7fffffff;

/** No diameter, thickness, lesion or row. */
export const NONE = -1;

/**
 * What a lesion is to the reader. The engine itself gives three more, which are no input: `aside` to a lesion without
 * baseline, `normal` to a node that was no disease then (B2), `part` to a fragment or a mass that came after baseline
 * and counts only through the lesions it is linked to (T3).
 */
export const ROLE = { unknown: 0, target: 1, nonTarget: 2, new: 3, aside: 4, part: 5, normal: 6 } as const;

/** What the reader saw of a lesion on one scan. */
export const STATE = {
  unknown: 0,
  measured: 1,
  tooSmall: 2,
  absent: 3,
  present: 4,
  unequivocalProgression: 5,
  notEvaluable: 6,
} as const;

export const AXIS = { unstated: 0, long: 1, short: 2 } as const;

/** How sure the reader is that a new lesion is one. Unstated counts as unequivocal. */
export const CERTAINTY = { unstated: 0, unequivocal: 1, equivocal: 2 } as const;

/** Unstated counts as CT. */
export const MODALITY = { unstated: 0, ct: 1, mri: 2, caliper: 3, xray: 4, ultrasound: 5, pet: 6, other: 7 } as const;

/**
 * Disease that is not measurable whatever its size (B3), and bone lesions with a soft-tissue part, which are
 * measurable. A tumour marker tracked for N1 is written as a non-target “lesion”: present = above normal, absent =
 * normal.
 */
export const NATURE = {
  ordinary: 0,
  leptomeningeal: 1,
  ascites: 2,
  effusion: 3,
  inflammatoryBreast: 4,
  lymphangitis: 5,
  blasticBone: 6,
  boneWithSoftTissue: 7,
  tumourMarker: 8,
} as const;

/** Bits of `LesionRows.flags`. */
export const ROW_FLAG = {
  /** What is seen may come from another technique than before (N2). */
  techniqueChanged: 1,
  /** The lesion lies where no earlier scan looked (N2). */
  regionNeverImaged: 2,
  /** The lesion was irradiated before baseline (B3) … */
  irradiated: 4,
  /** … and has progressed since. */
  progressedSinceIrradiation: 8,
  /** On a PET row: a baseline PET was done, and was negative where this lesion is (N4). */
  baselinePetNegative: 16,
} as const;

/**
 * Lesion measurements in columns: one row per lesion and scan. A (patient, reader) sequence is a contiguous row range,
 * in any order. What belongs to the lesion (role to localTherapyDay) stands in each of its rows and agrees between
 * them.
 */
export interface LesionRows {
  /** Scan day, days from the start (start = day 0). */
  readonly day: Int32Array;
  /** Number of the lesion inside its sequence, 0 … k − 1. */
  readonly lesion: Int32Array;
  readonly role: Uint8Array;
  readonly isNode: Uint8Array;
  /** Number of the organ after `organKey`, 0 = unknown. Nodes are one organ whatever stands here. */
  readonly organ: Int32Array;
  readonly nature: Uint8Array;
  /** Number of the lesion this one split off, or NONE. */
  readonly splitFrom: Int32Array;
  /** Number of the lesion this one merged into, or NONE. */
  readonly mergedInto: Int32Array;
  /** Day of local therapy on the lesion, or NEVER. */
  readonly localTherapyDay: Int32Array;
  readonly state: Uint8Array;
  /** Hundredths of a millimetre, or NONE. */
  readonly diameter: Int32Array;
  readonly axis: Uint8Array;
  readonly certainty: Uint8Array;
  readonly modality: Uint8Array;
  /** Hundredths of a millimetre, or NONE. */
  readonly sliceThickness: Int32Array;
  /** Contrast phase as a code of the caller's, 0 = unstated. */
  readonly contrast: Uint8Array;
  readonly flags: Uint8Array;
}

/** Room for n lesion rows in which every column says “unstated”. */
export function createLesionRows(n: number): LesionRows {
  return {
    day: new Int32Array(n),
    lesion: new Int32Array(n),
    role: new Uint8Array(n),
    isNode: new Uint8Array(n),
    organ: new Int32Array(n),
    nature: new Uint8Array(n),
    splitFrom: new Int32Array(n).fill(NONE),
    mergedInto: new Int32Array(n).fill(NONE),
    localTherapyDay: new Int32Array(n).fill(NEVER),
    state: new Uint8Array(n),
    diameter: new Int32Array(n).fill(NONE),
    axis: new Uint8Array(n),
    certainty: new Uint8Array(n),
    modality: new Uint8Array(n),
    sliceThickness: new Int32Array(n).fill(NONE),
    contrast: new Uint8Array(n),
    flags: new Uint8Array(n),
  };
}

/**
 * Millimetres as an integer number of hundredths, half away from zero on the decimal value (T7): 9.8 → 980, 1.005 →
 * 101. The small addend outweighs the binary error of any length below 10 km and no decimal of up to six places.
 */
export function toHundredths(mm: number): number {
  return Math.floor(mm * 100 + 0.5 + 1e-7);
}
