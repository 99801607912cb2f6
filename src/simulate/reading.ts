import { chooseLesions } from "./choose-lesions.js";
import type { Course } from "./course.js";
import { type Desk, type Mark, mark, measured, newLesionMark, type ReadLesion, sizeOf } from "./desk.js";
import { drawChance } from "./draw.js";
import { measure } from "./error-free-reading.js";
import { findMistaken, findNew, findOverlooked } from "./find-new.js";
import { ORGANS } from "./organs.js";
import type { ReaderProfile } from "./reader.js";
import type { Recruit } from "./recruit.js";
import type { Scan } from "./scan.js";

export type { Mark, ReadLesion } from "./desk.js";

/** All that one reader wrote of one patient. */
export interface Reading {
  readonly reader: string;
  readonly lesions: readonly ReadLesion[];
  readonly marks: readonly Mark[];
}

/** A reader at work on one patient: scans are handed over one after the other, in order of day. */
export interface ReaderAtWork {
  readonly read: (scan: Scan) => void;
  readonly reading: Reading;
}

/** Opens the reading of one patient by one reader. The reader's chance comes from the patient's own stream `reader/<id>`. */
export function openReading(profile: ReaderProfile, recruit: Recruit, course: Course): ReaderAtWork {
  const stream = recruit.streamOf(`reader/${profile.id}`);
  const lesions: Desk["lesions"] = [];
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
    else mark(desk, lesion, { state: measure(size).state === "absent" ? "absent" : "present", diameterMm: null });
  } else if (source < 0) {
    // A mistaken finding: gone at the next scan more often than not.
    followed.isGone = calls < 0.7;
    if (followed.isGone) mark(desk, lesion, { state: "absent", diameterMm: null });
    else mark(desk, lesion, { state: "present", diameterMm: null, certainty: "equivocal" });
  } else {
    mark(desk, lesion, newLesionMark(size));
  }
}

/** Of several non-targets the first one that progressed carries the call. */
function isWorst({ lesions }: Desk, lesion: number): boolean {
  return lesions.findIndex((each) => each.hasProgressed) === lesion;
}
