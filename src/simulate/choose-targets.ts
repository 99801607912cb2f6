import { ORGANS } from "./organs.js";

/** A lesion a reader could take as a target, with how much it appeals: its size to the error-free reader. */
export interface Candidate {
  readonly lesion: number;
  readonly organ: number;
  readonly appeal: number;
}

const MOST_TARGETS = 5;
const MOST_PER_ORGAN = 2;

/**
 * The lesions a reader takes as targets: the most appealing first, at most five and two per organ (RECIST 1.1 §3.1.2), ties by
 * number. `wants(k)` says whether the reader goes on after k targets; the error-free reader always does.
 */
export function chooseTargets(
  candidates: readonly Candidate[],
  wants: (chosen: number) => boolean = () => true,
): readonly number[] {
  const ordered = [...candidates].sort((a, b) => b.appeal - a.appeal || a.lesion - b.lesion);
  const perOrgan = new Uint8Array(ORGANS.length);
  const chosen: number[] = [];
  for (const { lesion, organ } of ordered) {
    if (chosen.length === MOST_TARGETS) break;
    if (perOrgan[organ]! >= MOST_PER_ORGAN) continue;
    if (!wants(chosen.length)) break;
    perOrgan[organ]! += 1;
    chosen.push(lesion);
  }
  return chosen;
}
