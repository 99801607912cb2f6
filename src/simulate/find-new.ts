import { type Desk, follow, mark, measured, newLesionMark } from "./desk.js";
import { drawChance, drawNormal, logistic } from "./draw.js";
import { MOST_NEW_LESIONS } from "./fate.js";
import { ORGAN, ORGANS } from "./organs.js";
import type { Scan } from "./scan.js";

/** New lesions of the patient that this reader has not noted yet. */
export function findNew(desk: Desk, scan: Scan): void {
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
    mark(desk, lesion, newLesionMark(size));
  }
}

/** A lesion overlooked at baseline is taken for new. One uniform per baseline lesion. */
export function findOverlooked(desk: Desk, scan: Scan): void {
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
export function findMistaken(desk: Desk, scan: Scan): void {
  const { profile, stream } = desk;
  const isMistaken = drawChance(stream, profile.falseNewLesion);
  const isSure = drawChance(stream, 0.5);
  const organ = drawChance(stream, 0.6) ? ORGAN.lung : ORGAN.liver;
  if (!isMistaken || (ORGANS[organ]!.region & scan.regions) === 0) return;
  const lesion = follow(desk, { role: "new", organ, source: -1, outline: 0, firstSeenDay: scan.day });
  mark(desk, lesion, { state: "present", diameterMm: null, certainty: isSure ? "unequivocal" : "equivocal" });
}
