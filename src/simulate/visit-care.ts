import { type Course, visibleSumMm } from "./course.js";
import { drawChance, drawExponential, drawNormal, drawPosition, drawWhole } from "./draw.js";
import type { ChartEntry, Response } from "./patient.js";
import type { Recruit } from "./recruit.js";
import { drawScan, drawScanHabit, type Scan } from "./scan.js";
import { isTargetProgression } from "./watch-disease.js";
import type { World } from "./world.js";

/** What routine care leaves behind: scans, the chart, and the course of treatment. */
export interface CareVisits {
  readonly scans: readonly Scan[];
  readonly chart: readonly ChartEntry[];
  readonly treatmentEndDay: number | null;
  readonly treatmentEndReason: "progression" | "toxicity" | null;
  readonly nextLineDay: number | null;
}

/** Chance that progression which is there is called at a scan. */
const progressionSensitivity = 0.85;

/** Scans the extract still holds after the next line began. */
const scansInNextLine = 2;

/**
 * The visits of a routine-care patient. Scans come every 6 to 9 weeks as the clinician likes it (42–63 days, further apart while
 * all is well), some are missed, more so by frail patients, and progression brings some of them forward by its symptoms. The
 * baseline scan is early in 14 %, late in 8 %, missing in 6 %. Each scan may leave an entry in the chart.
 */
export function visitCare(world: World, recruit: Recruit, course: Course, lastDay: number): CareVisits {
  const { person, streamOf } = recruit;
  const stream = streamOf("scans");
  const habit = drawScanHabit(stream, "care", person.brain);
  const clinician = openChart(world, recruit, course);
  const scans: Scan[] = [];
  const baseline = drawBaselineDay(stream.uniform(), stream.uniform());
  if (baseline !== null && baseline < lastDay) scans.push(drawScan(stream, habit, baseline, true));
  const usual = drawWhole(stream, 42, 63) * world.careScanFactor;
  const missChance = 0.07 + (person.ecog >= 2 ? 0.07 : 0);
  let planned = Math.max(0, baseline ?? 0);
  let progressedOn: number | null = null;
  let nextLineDay: number | null = null;
  let scansLeft = Number.POSITIVE_INFINITY;
  while (scansLeft > 0) {
    const before = planned;
    const isWell = progressedOn === null && scans.length > 4;
    planned += Math.max(14, Math.round(usual * (isWell ? 1.15 : 1) + drawNormal(stream, 0, 6)));
    const isMissed = drawChance(stream, missChance);
    const symptoms = Math.ceil(course.progressionFreeDays + 7 + drawExponential(stream, 15));
    const isFelt = drawChance(stream, 0.3) && symptoms > before + 10 && symptoms < planned;
    const isPrecaution = drawChance(stream, 0.03);
    const precaution = before + drawWhole(stream, 14, 40);
    if (isFelt) planned = symptoms;
    else if (isPrecaution && precaution < planned) planned = precaution;
    else if (isMissed) continue;
    if (planned >= lastDay) break;
    scans.push(drawScan(stream, habit, planned));
    scansLeft -= 1;
    const isCalled = clinician.write(planned, lastDay);
    if (!isCalled || progressedOn !== null) continue;
    progressedOn = planned;
    const change = planned + drawWhole(stream, 5, 40);
    if (drawChance(stream, 0.58) && change < lastDay) nextLineDay = change;
    scansLeft = nextLineDay === null ? drawPosition(stream, [0.6, 0.4]) : scansInNextLine;
  }
  const toxicity = drawChance(stream, 0.14) ? drawWhole(stream, 20, 160) : Number.POSITIVE_INFINITY;
  const stop = Math.min(toxicity, (progressedOn ?? Number.POSITIVE_INFINITY) + drawWhole(stream, 0, 10));
  const isEnded = stop < lastDay;
  return {
    scans,
    chart: clinician.close({ nextLineDay, lastDay }),
    treatmentEndDay: isEnded ? stop : null,
    treatmentEndReason: !isEnded ? null : stop === toxicity ? "toxicity" : "progression",
    nextLineDay,
  };
}

/** Day of the baseline scan; null where there is none. */
function drawBaselineDay(kind: number, place: number): number | null {
  if (kind < 0.06) return null;
  if (kind < 0.14) return 1 + Math.floor(place * 21);
  if (kind < 0.28) return -29 - Math.floor(place * 42);
  return -Math.floor(place * 29);
}

/**
 * The clinician's chart. A scan's response is called from how the tumours truly stand, with set errors: what has not progressed
 * is called progression in `overCalledProgression` of assessments, what has not shrunk by 30 % a response in
 * `overCalledResponse` (Siegel 2023: routine reads over-call progression; Feinberg 2021: physicians see complete response in
 * 12 %, RECIST in 5 %). Entries follow the scan by days or weeks, one scan in ten is not commented at all; treatment changes
 * and claims stand for progression too, and decline before death is sometimes noted as progression without a scan.
 */
function openChart(world: World, { streamOf }: Recruit, course: Course) {
  const stream = streamOf("chart");
  const entries: ChartEntry[] = [];
  const baselineMm = visibleSumMm(course, course.targets, 0);
  let nadirMm = baselineMm;
  const add = (day: number, response: Response, evidence: ChartEntry["evidence"], lastDay: number) => {
    if (day <= lastDay) entries.push({ day, response, evidence });
  };
  return {
    /** Writes up the scan of a day; true where progression is called. */
    write(day: number, lastDay: number): boolean {
      const sum = visibleSumMm(course, course.targets, day);
      const hasProgressed =
        day >= Math.min(course.newLesionDay[0]!, course.nonTargetDay) || isTargetProgression(sum, nadirMm);
      nadirMm = Math.min(nadirMm, sum);
      const isCalled = drawChance(stream, hasProgressed ? progressionSensitivity : world.overCalledProgression);
      const ratio = baselineMm === 0 ? 1 : sum / baselineMm;
      const better = drawChance(stream, ratio <= 0.7 ? 0.88 : ratio < 1.05 ? world.overCalledResponse : 0);
      const isComplete = drawChance(stream, ratio <= 0.15 ? 0.8 : ratio <= 0.6 ? 0.22 : 0.02);
      const response: Response = isCalled ? "PD" : better ? (isComplete ? "CR" : "PR") : "SD";
      const isReport = drawChance(stream, 0.35);
      const delay = isReport ? drawWhole(stream, 0, 2) : Math.min(60, Math.floor(drawExponential(stream, 9)));
      const isWritten = drawChance(stream, 0.9) || isCalled;
      if (isWritten) add(day + delay, response, isReport ? "radiology_report" : "physician_note", lastDay);
      return isCalled;
    },
    /** Adds what has no scan behind it and returns the chart in order of day. */
    close({ nextLineDay, lastDay }: { readonly nextLineDay: number | null; readonly lastDay: number }): ChartEntry[] {
      const isChangeNoted = drawChance(stream, 0.6);
      const isBilled = drawChance(stream, 0.3);
      if (nextLineDay !== null && isChangeNoted) add(nextLineDay, "PD", "treatment_change", lastDay);
      if (nextLineDay !== null && isBilled) add(nextLineDay + drawWhole(stream, 1, 12), "PD", "claims", lastDay);
      const decline = lastDay - drawWhole(stream, 5, 35);
      const isDecline = drawChance(stream, 0.25) && course.deathDay < lastDay + 1 && decline > 14;
      if (isDecline && !entries.some(({ response }) => response === "PD"))
        add(decline, "PD", "physician_note", lastDay);
      return entries.sort((a, b) => a.day - b.day);
    },
  };
}
