import { ORGAN } from "./organs.js";
import type { Mark, Reading } from "./reading.js";
import { isTargetProgression } from "./watch-disease.js";

/** An assessment as an investigator enters it in the case report form. */
export interface Investigation {
  readonly day: number;
  readonly target: "CR" | "PR" | "SD" | "PD" | "NE" | "NA";
  readonly nonTarget: "CR" | "NON-CR/NON-PD" | "PD" | "NE" | "NA";
  readonly isNewLesion: boolean;
  readonly overall: "CR" | "PR" | "SD" | "NON-CR/NON-PD" | "PD" | "NE";
}

/** What an investigator keeps in mind from scan to scan: the baseline sum and the smallest complete sum so far, mm. */
export interface InvestigatorMemory {
  baselineMm: number;
  nadirMm: number;
}

/**
 * The investigator's own view of the last scan of a reading. It is part of the simulated world: it decides when a patient stops
 * and what the case report form says, and like a real form it may disagree with what the engine derives from the same
 * measurements. `memory` is carried on; the first scan only fills it and gives null.
 */
export function assess(reading: Reading, scan: number, memory: InvestigatorMemory, day: number): Investigation | null {
  const marks = reading.marks.filter((mark) => mark.scan === scan);
  const targets = marks.filter((mark) => reading.lesions[mark.lesion]!.role === "target");
  const nonTargets = marks.filter((mark) => reading.lesions[mark.lesion]!.role === "nontarget");
  const sum = targets.reduce((total, mark) => total + valueMm(mark), 0);
  if (scan === 0) {
    memory.baselineMm = sum;
    memory.nadirMm = sum;
    return null;
  }
  const isComplete = targets.every((mark) => mark.state !== "not_evaluable");
  const target = targets.length === 0 ? "NA" : targetCall(reading, targets, { sum, isComplete, memory });
  if (isComplete) memory.nadirMm = Math.min(memory.nadirMm, sum);
  const nonTarget = nonTargets.length === 0 ? "NA" : nonTargetCall(reading, nonTargets);
  const isNewLesion = marks.some(
    (mark) =>
      reading.lesions[mark.lesion]!.role === "new" && mark.state !== "absent" && mark.certainty === "unequivocal",
  );
  return { day, target, nonTarget, isNewLesion, overall: overallCall(target, nonTarget, isNewLesion) };
}

function valueMm({ state, diameterMm }: Mark): number {
  return diameterMm ?? (state === "too_small" ? 5 : 0);
}

function targetCall(
  reading: Reading,
  targets: readonly Mark[],
  {
    sum,
    isComplete,
    memory,
  }: { readonly sum: number; readonly isComplete: boolean; readonly memory: InvestigatorMemory },
): Investigation["target"] {
  if (isTargetProgression(sum, memory.nadirMm)) return "PD";
  if (!isComplete) return "NE";
  if (targets.every((mark) => isNormal(reading, mark))) return "CR";
  return sum <= 0.7 * memory.baselineMm ? "PR" : "SD";
}

function nonTargetCall(reading: Reading, marks: readonly Mark[]): Investigation["nonTarget"] {
  if (marks.some((mark) => mark.state === "unequivocal_progression")) return "PD";
  if (marks.some((mark) => mark.state === "not_evaluable")) return "NE";
  return marks.every((mark) => isNormal(reading, mark)) ? "CR" : "NON-CR/NON-PD";
}

/** Gone, or a node below 10 mm. */
function isNormal(reading: Reading, mark: Mark): boolean {
  if (mark.state === "absent") return true;
  return reading.lesions[mark.lesion]!.organ === ORGAN.node && valueMm(mark) < 10 && mark.state !== "not_evaluable";
}

function overallCall(
  target: Investigation["target"],
  nonTarget: Investigation["nonTarget"],
  isNewLesion: boolean,
): Investigation["overall"] {
  if (isNewLesion || target === "PD" || nonTarget === "PD") return "PD";
  if (target === "NE") return "NE";
  const isComplete = nonTarget === "CR" || nonTarget === "NA";
  if (target === "NA") return nonTarget === "NA" ? "NE" : nonTarget;
  if (target === "CR") return isComplete ? "CR" : "PR";
  return target;
}
