import { type Candidate, chooseTargets } from "./choose-targets.js";
import { type Desk, follow, mark, measured } from "./desk.js";
import { drawChance, drawNormal } from "./draw.js";
import { measure } from "./error-free-reading.js";
import { mayBeTarget } from "./lesions.js";
import { ORGANS } from "./organs.js";
import type { Scan } from "./scan.js";

interface Seen {
  readonly candidate: Candidate;
  readonly size: number;
  readonly outline: number;
  readonly isFit: boolean;
}

/** The reader's first scan: what is seen, what becomes target, what is only watched. */
export function chooseLesions(desk: Desk, scan: Scan): void {
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
