import type { Stream } from "../math/stream.js";
import { type Candidate, chooseTargets } from "./choose-targets.js";
import type { Course } from "./course.js";
import { drawChance, drawNormal, logistic } from "./draw.js";
import { type LesionState, measure } from "./error-free-reading.js";
import { MOST_NEW_LESIONS } from "./fate.js";
import { mayBeTarget } from "./lesions.js";
import { ORGAN, ORGANS } from "./organs.js";
import type { ReaderProfile } from "./reader.js";
import type { Recruit } from "./recruit.js";
import type { Scan } from "./scan.js";

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

/** All that one reader wrote of one patient. */
export interface Reading {
  readonly reader: string;
  readonly lesions: readonly ReadLesion[];
  readonly marks: readonly Mark[];
}

interface Followed extends ReadLesion {
  /** The lesion of the patient behind it: baseline 0 …, new ones after them; −1 = there is none. */
  readonly source: number;
  readonly outline: number;
  /** Once called, progression of a non-target stays. */
  hasProgressed: boolean;
  isGone: boolean;
}

/** A reader at work on one patient: scans are handed over one after the other, in order of day. */
export interface ReaderAtWork {
  readonly read: (scan: Scan) => void;
  readonly reading: Reading;
}

/** Opens the reading of one patient by one reader. The reader's chance comes from the patient's own stream `reader/<id>`. */
export function openReading(profile: ReaderProfile, recruit: Recruit, course: Course): ReaderAtWork {
  const stream = recruit.streamOf(`reader/${profile.id}`);
  const lesions: Followed[] = [];
  const marks: Mark[] = [];
  const desk: Desk = {
    profile,
    stream,
    recruit,
    course,
    lesions,
    marks,
    scans: 0,
    counts: { target: 0, nontarget: 0, new: 0 },
  };
  return {
    reading: { reader: profile.id, lesions, marks },
    read: (scan) => {
      if (desk.scans === 0) chooseLesions(desk, scan);
      else readFollowUp(desk, scan);
      desk.scans += 1;
    },
  };
}

interface Desk {
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

interface Seen {
  readonly candidate: Candidate;
  readonly size: number;
  readonly outline: number;
  readonly isFit: boolean;
}

/** The reader's first scan: what is seen, what becomes target, what is only watched. */
function chooseLesions(desk: Desk, scan: Scan): void {
  const { profile, stream, recruit, course } = desk;
  const { organ } = recruit.lesions;
  const seen: Seen[] = [];
  for (let source = 0; source < organ.length; source += 1) {
    const outline = drawNormal(stream, 0, profile.outlineSd);
    const size = measured(desk, scan, course.sizeMm(source, scan.day), outline);
    const appeal = size * Math.exp(drawNormal(stream, 0, profile.choiceSd));
    const isOverlooked = drawChance(stream, profile.overlooked) && size < 12;
    const isFit = !drawChance(stream, profile.unfit);
    const isCovered = (ORGANS[organ[source]!]!.region & scan.regions) !== 0;
    if (!isCovered || isOverlooked || size < 5) continue;
    seen.push({ candidate: { lesion: source, organ: organ[source]!, appeal }, size, outline, isFit });
  }
  const eligible = seen.filter(({ candidate, size, isFit }) => isFit && isTargetHere(candidate.organ, size, scan));
  const targets = chooseTargets(
    eligible.map(({ candidate }) => candidate),
    (chosen) => chosen < 2 || drawChance(stream, profile.furtherTarget),
  );
  for (const role of ["target", "nontarget"] as const) {
    for (const { candidate, size, outline } of seen) {
      const { lesion: source, organ: code } = candidate;
      if (targets.includes(source) !== (role === "target")) continue;
      if (role === "nontarget" && ORGANS[code]!.isNode && size < 10) continue;
      const lesion = follow(desk, { role, organ: code, source, outline, firstSeenDay: scan.day });
      const keepsSize = role === "target" || ORGANS[code]!.isNode;
      mark(desk, lesion, keepsSize ? measure(size) : { state: "present", diameterMm: null });
    }
  }
}

/** RECIST 1.1 §3.1: on slices above 5 mm a lesion must be twice as long as the slice is thick. */
function isTargetHere(organ: number, sizeMm: number, { sliceMm }: Scan): boolean {
  return mayBeTarget(organ, sizeMm) && (ORGANS[organ]!.isNode || sliceMm <= 5 || sizeMm >= 2 * sliceMm);
}

function readFollowUp(desk: Desk, scan: Scan): void {
  const known = desk.lesions.length;
  for (let lesion = 0; lesion < known; lesion += 1) readKnown(desk, scan, lesion);
  findNew(desk, scan);
  findOverlooked(desk, scan);
  findMistaken(desk, scan);
}

/** A lesion already followed. Four uniforms whatever is seen. */
function readKnown(desk: Desk, scan: Scan, lesion: number): void {
  const { profile, stream, course } = desk;
  const followed = desk.lesions[lesion]!;
  const { role, organ, source, outline } = followed;
  const trueSize = sizeOf(desk, source, scan.day);
  const size = measured(desk, scan, trueSize, outline);
  const isSpoilt = drawChance(stream, 0.012);
  const calls = stream.uniform();
  if (followed.isGone) return;
  if ((ORGANS[organ]!.region & scan.regions) === 0) {
    mark(desk, lesion, { state: "not_evaluable", diameterMm: null, reason: "not in the field of view" });
  } else if (isSpoilt) {
    mark(desk, lesion, { state: "not_evaluable", diameterMm: null, reason: "artefact" });
  } else if (role === "target") {
    mark(desk, lesion, measure(size));
  } else if (role === "nontarget") {
    const isTrue = scan.day >= course.nonTargetDay;
    if (calls < (isTrue ? profile.nonTargetSensitivity : profile.falseNonTarget)) followed.hasProgressed = true;
    if (followed.hasProgressed && isWorst(desk, lesion))
      mark(desk, lesion, { state: "unequivocal_progression", diameterMm: null });
    else if (ORGANS[organ]!.isNode) mark(desk, lesion, measure(size));
    else mark(desk, lesion, { state: size < 3 ? "absent" : "present", diameterMm: null });
  } else if (source < 0) {
    // A mistaken finding: gone at the next scan more often than not.
    followed.isGone = calls < 0.7;
    if (followed.isGone) mark(desk, lesion, { state: "absent", diameterMm: null });
    else mark(desk, lesion, { state: "present", diameterMm: null, certainty: "equivocal" });
  } else {
    const certainty = size >= 8 ? "unequivocal" : "equivocal";
    mark(desk, lesion, { ...presentOf(size), certainty });
  }
}

/** Of several non-targets the first one that progressed carries the call. */
function isWorst({ lesions }: Desk, lesion: number): boolean {
  return lesions.findIndex((each) => each.hasProgressed) === lesion;
}

/** New lesions of the patient that this reader has not noted yet. */
function findNew(desk: Desk, scan: Scan): void {
  const { profile, stream, recruit, course } = desk;
  const baseline = recruit.lesions.organ.length;
  for (let i = 0; i < MOST_NEW_LESIONS && course.newLesionDay[i]! <= scan.day; i += 1) {
    const source = baseline + i;
    const organ = course.newLesionOrgan[i]!;
    const outline = drawNormal(stream, 0, profile.outlineSd);
    const size = measured(desk, scan, course.newSizeMm(i, scan.day), outline);
    const notices = stream.uniform();
    if (desk.lesions.some((each) => each.source === source)) continue;
    if ((ORGANS[organ]!.region & scan.regions) === 0) continue;
    const visibility = logistic((size - 6) / 1.5 - (scan.sliceMm > 5 ? 1 : 0));
    if (notices >= profile.newLesionSensitivity * visibility) continue;
    const lesion = follow(desk, { role: "new", organ, source, outline, firstSeenDay: scan.day });
    mark(desk, lesion, { ...presentOf(size), certainty: size >= 8 ? "unequivocal" : "equivocal" });
  }
}

/** A lesion overlooked at baseline is taken for new. One uniform per baseline lesion. */
function findOverlooked(desk: Desk, scan: Scan): void {
  const { profile, stream, recruit, course } = desk;
  const { organ } = recruit.lesions;
  for (let source = 0; source < organ.length; source += 1) {
    const isFound = drawChance(stream, profile.foundAsNew);
    const { isNode, region } = ORGANS[organ[source]!]!;
    const isVisible = course.sizeMm(source, scan.day) >= (isNode ? 15 : 8) && (region & scan.regions) !== 0;
    if (!isFound || !isVisible || desk.lesions.some((each) => each.source === source)) continue;
    const lesion = follow(desk, { role: "new", organ: organ[source]!, source, outline: 0, firstSeenDay: scan.day });
    mark(desk, lesion, { state: "present", diameterMm: null, certainty: "unequivocal" });
  }
}

/** A finding that is none: scar, infection, an unopacified vessel. */
function findMistaken(desk: Desk, scan: Scan): void {
  const { profile, stream } = desk;
  const isMistaken = drawChance(stream, profile.falseNewLesion);
  const isSure = drawChance(stream, 0.5);
  const organ = drawChance(stream, 0.6) ? ORGAN.lung : ORGAN.liver;
  if (!isMistaken || (ORGANS[organ]!.region & scan.regions) === 0) return;
  const lesion = follow(desk, { role: "new", organ, source: -1, outline: 0, firstSeenDay: scan.day });
  mark(desk, lesion, { state: "present", diameterMm: null, certainty: isSure ? "unequivocal" : "equivocal" });
}

function presentOf(sizeMm: number): { readonly state: LesionState; readonly diameterMm: number | null } {
  return sizeMm >= 5 ? { state: "measured", diameterMm: sizeMm } : { state: "present", diameterMm: null };
}

function sizeOf({ recruit, course }: Desk, source: number, day: number): number {
  const baseline = recruit.lesions.organ.length;
  if (source < 0) return 0;
  return source < baseline ? course.sizeMm(source, day) : course.newSizeMm(source - baseline, day);
}

/** A measurement in tenths of a millimetre. Without contrast and on thick slices errors are half as large again. Two uniforms. */
function measured({ profile, stream }: Desk, scan: Scan, sizeMm: number, outline: number): number {
  const blur = (scan.hasContrast ? 1 : 1.25) * (scan.sliceMm > 5 ? 1.25 : 1);
  const relative = drawNormal(stream, outline, profile.measurementSd * blur);
  const absolute = drawNormal(stream, 0, profile.errorMm * blur);
  if (sizeMm < 2) return 0;
  return Math.max(0, Math.round(10 * (sizeMm * Math.exp(relative) + absolute)) / 10);
}

const prefixes = { target: "T", nontarget: "N", new: "W" } as const;

/** Takes a lesion into the reader's list; fields are written out, as spreading them is the slowest step of reading. */
function follow(
  { lesions, counts }: Desk,
  { role, organ, source, outline, firstSeenDay }: Omit<Followed, "id" | "hasProgressed" | "isGone">,
): number {
  counts[role] += 1;
  const id = `${prefixes[role]}${counts[role]}`;
  lesions.push({ id, role, organ, firstSeenDay, source, outline, hasProgressed: false, isGone: false });
  return lesions.length - 1;
}

function mark(
  desk: Desk,
  lesion: number,
  { state, diameterMm, certainty = null, reason = null }: Pick<Mark, "state" | "diameterMm"> & Partial<Mark>,
): void {
  desk.marks.push({ scan: desk.scans, lesion, state, diameterMm, certainty, reason });
}
