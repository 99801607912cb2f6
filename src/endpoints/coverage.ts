import { MODALITY, ROW_FLAG } from "../recist/lesion-rows.js";
import type { Store } from "../store/store.js";
import { coverageSql } from "./lesion.sql.js";
import type { WordCodes } from "./word-codes.js";

/** Scans in columns, in the order of patient and day. Days are as the data count them. */
export interface Coverage {
  readonly patient: Int32Array;
  readonly day: Int32Array;
  readonly modality: Int32Array;
  /** Mask of `REGION`; 0 or −1 where it is not known. */
  readonly region: Int32Array;
}

/** A row that shows a new lesion. */
export interface NewLesionSight {
  readonly patient: number;
  readonly day: number;
  readonly modality: number;
  /** Where its organ lies; 0 = anywhere. */
  readonly region: number;
  /** The patient's index day, on the count of `day`. */
  readonly indexDay: number;
}

export async function readCoverage(store: Store, ids: string, codes: WordCodes, needed: boolean): Promise<Coverage> {
  const none = new Int32Array(0);
  if (!needed) return { patient: none, day: none, modality: none, region: none };
  const found = await store.query(coverageSql, [
    ids,
    JSON.stringify(codes.modalityCodes),
    JSON.stringify(codes.regionCodes),
  ]);
  const column = (name: string): Int32Array => found.int32(name).values;
  return {
    patient: column("patient_no"),
    day: column("day"),
    modality: column("modality"),
    region: column("region"),
  };
}

/**
 * What earlier scans say of a new lesion, as `ROW_FLAG` bits (N2, N4): its region was never imaged before; it was, but never by
 * this modality; for PET, a baseline PET was done and did not show it. A region is never imaged where every earlier scan says
 * what it covered and none covered it; where one of them does not say, nothing is flagged.
 */
export function judgeNewLesion(coverage: Coverage, sight: NewLesionSight): number {
  const { patient, day, modality } = coverage;
  let place = lowerBound(patient, sight.patient);
  let earlier = 0;
  let isUnknown = false;
  let covers = false;
  let sameTechnique = false;
  let baselinePet = false;
  const region = sight.region === 0 ? scannedThen(coverage, place, sight) : sight.region;
  for (; place < patient.length && patient[place] === sight.patient && day[place]! < sight.day; place += 1) {
    earlier += 1;
    const covered = coverage.region[place]!;
    if (covered <= 0) isUnknown = true;
    else if ((covered & region) !== 0) {
      covers = true;
      if (modality[place] === sight.modality || modality[place] === MODALITY.unstated) sameTechnique = true;
    }
    if (modality[place] === MODALITY.pet && day[place]! <= sight.indexDay) baselinePet = true;
  }
  if (sight.modality === MODALITY.pet) return baselinePet ? ROW_FLAG.baselinePetNegative : 0;
  if (isUnknown || earlier === 0 || region === 0) return 0;
  if (!covers) return ROW_FLAG.regionNeverImaged;
  return sameTechnique || sight.modality === MODALITY.unstated ? 0 : ROW_FLAG.techniqueChanged;
}

/** The regions of the patient's scans of that day; 0 where one of them is not known. */
function scannedThen({ patient, day, region }: Coverage, from: number, sight: NewLesionSight): number {
  let mask = 0;
  for (let place = from; place < patient.length && patient[place] === sight.patient; place += 1) {
    if (day[place] !== sight.day) continue;
    if (region[place]! <= 0) return 0;
    mask |= region[place]!;
  }
  return mask;
}

function lowerBound(values: Int32Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
