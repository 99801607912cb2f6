import type { Stream } from "../math/stream.js";
import type { Course } from "./course.js";
import { drawNormal } from "./draw.js";
import type { LesionState } from "./error-free-reading.js";
import type { ReaderProfile } from "./reader.js";
import type { Recruit } from "./recruit.js";
import type { Scan } from "./scan.js";
import { TOO_SMALL_BELOW_MM } from "./tumour-growth.js";

/** A lesion as one reader follows it. */
export interface ReadLesion {
  readonly id: string;
  readonly role: "target" | "nontarget" | "new";
  readonly organ: number;
  readonly firstSeenDay: number;
}

/** One lesion on one scan, as one reader wrote it down. */
export interface Mark {
  /** Number of the scan and of the lesion in `Reading.lesions`. */
  readonly scan: number;
  readonly lesion: number;
  readonly state: LesionState;
  readonly diameterMm: number | null;
  readonly certainty: "unequivocal" | "equivocal" | null;
  readonly reason: string | null;
}

/** The same with what only the simulation knows of it. */
export interface Followed extends ReadLesion {
  /** The lesion of the patient behind it: baseline 0 …, new ones after them; −1 = there is none. */
  readonly source: number;
  readonly outline: number;
  /** Once called, progression of a non-target stays. */
  hasProgressed: boolean;
  isGone: boolean;
}

/** A reader's desk: one patient, the lesions followed, the marks made. */
export interface Desk {
  readonly profile: ReaderProfile;
  readonly stream: Stream;
  readonly recruit: Recruit;
  readonly course: Course;
  readonly lesions: Followed[];
  readonly marks: Mark[];
  scans: number;
  /** Lesions of each role so far; they are numbered by them. */
  readonly counts: Record<ReadLesion["role"], number>;
}

/** From this size on a new lesion is called unequivocal. */
const CERTAIN_FROM_MM = 8;

/** A new lesion in view: small ones are not certain, and below 5 mm not measured. */
export function newLesionMark(sizeMm: number): Pick<Mark, "state" | "diameterMm" | "certainty"> {
  const isMeasured = sizeMm >= TOO_SMALL_BELOW_MM;
  return {
    state: isMeasured ? "measured" : "present",
    diameterMm: isMeasured ? sizeMm : null,
    certainty: sizeMm >= CERTAIN_FROM_MM ? "unequivocal" : "equivocal",
  };
}

/** True diameter of the lesion behind a finding, mm; 0 where there is none. */
export function sizeOf({ recruit, course }: Desk, source: number, day: number): number {
  const baseline = recruit.lesions.organ.length;
  if (source < 0) return 0;
  return source < baseline ? course.sizeMm(source, day) : course.newSizeMm(source - baseline, day);
}

/** A measurement in tenths of a millimetre. Without contrast and on thick slices errors are a quarter larger each. Two uniforms. */
export function measured({ profile, stream }: Desk, scan: Scan, sizeMm: number, outline: number): number {
  const blur = (scan.hasContrast ? 1 : 1.25) * (scan.sliceMm > 5 ? 1.25 : 1);
  const relative = drawNormal(stream, outline, profile.measurementSd * blur);
  const absolute = drawNormal(stream, 0, profile.errorMm * blur);
  if (sizeMm < 2) return 0;
  return Math.max(0, Math.round(10 * (sizeMm * Math.exp(relative) + absolute)) / 10);
}

const prefixes = { target: "T", nontarget: "N", new: "W" } as const;

/** Takes a lesion into the reader's list; fields are written out, as spreading them is the slowest step of reading. */
export function follow(
  { lesions, counts }: Desk,
  { role, organ, source, outline, firstSeenDay }: Omit<Followed, "id" | "hasProgressed" | "isGone">,
): number {
  counts[role] += 1;
  const id = `${prefixes[role]}${counts[role]}`;
  lesions.push({ id, role, organ, firstSeenDay, source, outline, hasProgressed: false, isGone: false });
  return lesions.length - 1;
}

/** Writes a lesion down for the scan at hand. */
export function mark(
  desk: Desk,
  lesion: number,
  { state, diameterMm, certainty = null, reason = null }: Pick<Mark, "state" | "diameterMm"> & Partial<Mark>,
): void {
  desk.marks.push({ scan: desk.scans, lesion, state, diameterMm, certainty, reason });
}
