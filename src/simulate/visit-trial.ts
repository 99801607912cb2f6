import type { Course } from "./course.js";
import { drawChance, drawWhole } from "./draw.js";
import { assess, type Investigation, type InvestigatorMemory } from "./investigator.js";
import { investigator } from "./reader.js";
import { openReading, type Reading } from "./reading.js";
import type { Recruit } from "./recruit.js";
import { drawScan, drawScanHabit, type Scan } from "./scan.js";
import { EVERY_SIX_WEEKS_UNTIL } from "./trial-schedule.js";

/** What the trial records of scanning and treatment. */
export interface Visits {
  readonly scans: readonly Scan[];
  readonly reading: Reading;
  readonly assessments: readonly Investigation[];
  readonly treatmentEndDay: number | null;
  readonly treatmentEndReason: "progression" | "toxicity" | null;
  readonly nextLineDay: number | null;
}

/** Share of patients treated on past progression, with one scan more. */
const treatedBeyond = 0.3;

/**
 * The visits of a trial patient: a scan up to three weeks before the start, then every six and later every nine weeks, a few
 * missed, until the investigator sees progression or `lastDay`. A delayed dose delays its scan and all that follow; the
 * delays are those that bring the quartiles of the intervals to 42, 44 and 56 days.
 */
export function visitTrial(recruit: Recruit, course: Course, lastDay: number): Visits {
  const stream = recruit.streamOf("scans");
  const habit = drawScanHabit(stream, "trial", recruit.person.brain);
  const work = openReading(investigator, recruit, course);
  const memory: InvestigatorMemory = { baselineMm: 0, nadirMm: 0 };
  const scans: Scan[] = [];
  const assessments: Investigation[] = [];
  const take = (day: number): Investigation | null => {
    scans.push(drawScan(stream, habit, day, scans.length === 0));
    work.read(scans.at(-1)!);
    const assessment = assess(work.reading, scans.length - 1, memory, day);
    if (assessment !== null) assessments.push(assessment);
    return assessment;
  };
  take(-drawWhole(stream, 1, 21));
  let progressedOn: number | null = null;
  let planned = 0;
  for (;;) {
    planned += planned < EVERY_SIX_WEEKS_UNTIL ? 42 : 63;
    const isMissed = drawChance(stream, 0.03);
    planned += drawDelay(stream.uniform());
    if (planned >= lastDay) break;
    if (isMissed) continue;
    const day = planned;
    const assessment = take(day);
    if (progressedOn !== null) break;
    if (assessment?.overall !== "PD") continue;
    progressedOn = day;
    if (!drawChance(stream, treatedBeyond)) break;
  }
  const toxicity = stream.uniform() < 0.1 ? drawWhole(stream, 20, 200) : Number.POSITIVE_INFINITY;
  const stop = Math.min(toxicity, (progressedOn ?? Number.POSITIVE_INFINITY) + drawWhole(stream, 0, 7));
  const next = (progressedOn ?? Number.POSITIVE_INFINITY) + drawWhole(stream, 14, 45);
  const isTreatedOn = drawChance(stream, 0.5);
  return {
    scans,
    reading: work.reading,
    assessments,
    treatmentEndDay: stop < lastDay ? stop : null,
    treatmentEndReason: stop >= lastDay ? null : stop === toxicity ? "toxicity" : "progression",
    nextLineDay: isTreatedOn && next < lastDay && next > scans.at(-1)!.day ? next : null,
  };
}

/** Days a visit is off its plan: on time or a day early in three of ten, a few days late mostly, a cycle's delay in one of six. */
function drawDelay(u: number): number {
  if (u < 0.42) return -Math.floor((0.42 - u) * 6);
  return u < 0.8 ? Math.floor((u - 0.42) * 13) : 7 + Math.floor((u - 0.8) * 55);
}
