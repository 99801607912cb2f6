import { DataError } from "../errors.js";
import { MODALITY } from "../recist/lesion-rows.js";
import { organKey } from "../recist/organ.js";
import type { Store } from "../store/store.js";
import { regionOfOrgan, regionsOf } from "./body-region.js";

/** A word of the data and the number that stands for it in typed arrays. */
export interface WordCode {
  readonly word: string;
  readonly code: number;
}

/** The words of the imaging tables as numbers. Nothing depends on the order in which they stand in the data. */
export interface WordCodes {
  /** Readers by code. */
  readonly readers: readonly string[];
  readonly readerCodes: readonly WordCode[];
  /** Organs as B4 counts them; 0 = unknown. */
  readonly organCodes: readonly WordCode[];
  /** Region mask by organ code. */
  readonly organRegions: readonly number[];
  readonly modalityCodes: readonly WordCode[];
  /** 1 … 255; 0 = unstated. */
  readonly contrastCodes: readonly WordCode[];
  /** `body_regions` as a mask of `REGION`. */
  readonly regionCodes: readonly WordCode[];
}

/** DICOM's and SDTM's words for how a scan was taken. */
const modalities: Readonly<Record<string, number>> = {
  CT: MODALITY.ct,
  "CT SCAN": MODALITY.ct,
  MR: MODALITY.mri,
  MRI: MODALITY.mri,
  PT: MODALITY.pet,
  PET: MODALITY.pet,
  "PET SCAN": MODALITY.pet,
  CR: MODALITY.xray,
  DX: MODALITY.xray,
  "X-RAY": MODALITY.xray,
  XRAY: MODALITY.xray,
  US: MODALITY.ultrasound,
  ULTRASOUND: MODALITY.ultrasound,
  CALIPER: MODALITY.caliper,
  CALIPERS: MODALITY.caliper,
};

/** Reads the distinct words of the imaging tables. */
export async function readWordCodes(store: Store): Promise<WordCodes> {
  const readers = await distinctWords(store, "select reader_id as word from rwid.lesion");
  const organs = await distinctWords(
    store,
    "select organ as word from rwid.lesion union all select organ from rwid.local_therapy",
  );
  const scanned = await distinctWords(store, "select modality as word from rwid.imaging_study");
  const contrasts = await distinctWords(store, "select contrast_phase as word from rwid.imaging_study");
  const regions = await distinctWords(store, "select body_regions as word from rwid.imaging_study");
  if (contrasts.length > 255)
    throw new DataError(
      `imaging_study.contrast_phase may hold at most 255 different words; got ${contrasts.length}: use one word a phase`,
    );
  const keys = [...new Set(organs.map(organKey))].filter((key) => key !== "").sort();
  return {
    readers,
    readerCodes: readers.map((word, code) => ({ word, code })),
    organCodes: organs.map((word) => ({ word, code: keys.indexOf(organKey(word)) + 1 })),
    organRegions: [0, ...keys.map(regionOfOrgan)],
    modalityCodes: scanned.map((word) => ({ word, code: modalities[word.trim().toUpperCase()] ?? MODALITY.other })),
    contrastCodes: contrasts.map((word, i) => ({ word, code: i + 1 })),
    regionCodes: regions.map((word) => ({ word, code: regionsOf(word) })),
  };
}

/** Words other than NULL, in code-unit order. */
async function distinctWords(store: Store, sql: string): Promise<string[]> {
  const found = await store.query(`select distinct word from (${sql}) as t where word is not null`);
  return found
    .text("word")
    .map((word) => word ?? "")
    .sort();
}
