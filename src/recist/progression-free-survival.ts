import { countMissedVisits, nextPlannedDay } from "./assessment-schedule.js";
import { NEVER, NONE } from "./lesion-rows.js";
import type { ProgressionRule } from "./progression-rules.js";
import { RESPONSE, type ResponseColumns } from "./response.js";
import type { RuleId } from "./rules.js";

/** What is known of one patient, days from index. Days that never came are NEVER. */
export interface PatientTimeline {
  /** Assessments after baseline by one reader, the rows [from, to) in ascending order of day. */
  readonly columns: ResponseColumns;
  readonly from: number;
  readonly to: number;
  readonly hasBaseline: boolean;
  readonly deathDay: number;
  readonly newTherapyDay: number;
  /** Treatment stopped for toxicity or for progression that no scan documents (N7: that is not progression). */
  readonly treatmentStopDay: number;
}

/** One patient's progression-free survival (P5). */
export interface ProgressionOutcome {
  readonly day: number;
  /** 0 = event, else the code of the censoring (`CENSORED`). */
  readonly cnsr: number;
  /** The situation of the FDA table that decided. */
  readonly situation: SituationId;
  readonly rule: RuleId;
  readonly description: string;
  /** Why censored, null of an event. */
  readonly censorReason: string | null;
  /** The assessment the day is read from, NONE where it is index, death or new therapy. */
  readonly row: number;
  /** Day of the last adequate assessment before the event: the left end of its interval. 0 where there is none. */
  readonly lastAdequateDay: number;
}

export const CENSORED = { noEvent: 1, newTherapy: 2, noAssessment: 3, missed: 4, treatmentStop: 5 } as const;

/**
 * Progression-free survival of one patient: the first situation of the FDA's table that applies (P2), P3 and P4 as the
 * rule says. An assessment is adequate if its response is neither NE nor ND; index stands in where there is none.
 * Progression is the first PD row. Source: FDA, Clinical Trial Endpoints for the Approval of Cancer Drugs and Biologics
 * (2018), PFS tables.
 */
export function deriveProgressionFreeSurvival(timeline: PatientTimeline, rule: ProgressionRule): ProgressionOutcome {
  const facts = factsOf(timeline, rule);
  for (const situation of SITUATIONS) {
    if (situation.applies(facts)) return outcomeOf(situation, facts);
  }
  throw new RangeError("the last situation applies to every patient");
}

interface Facts {
  readonly timeline: PatientTimeline;
  readonly rule: ProgressionRule;
  /** The first PD: row and day, NONE and NEVER without. */
  readonly progressionRow: number;
  readonly progressionDay: number;
  /** Last adequate assessment before it. */
  readonly adequateRow: number;
  readonly adequateDay: number;
  readonly hasScan: boolean;
}

type Outcome = "progression" | "death" | "newTherapy" | "atIndex" | "atLastAdequate" | "beforeNewTherapy";

interface Situation {
  readonly id: string;
  readonly rule: RuleId;
  readonly applies: (facts: Facts) => boolean;
  readonly outcome: Outcome;
  readonly cnsr: number;
  readonly reason: string | null;
}

/** The FDA's situations in order. The first that applies decides; the last applies always. */
const SITUATIONS = [
  {
    id: "early-death",
    rule: "P2",
    applies: ({ timeline, rule, hasScan }) =>
      rule.death === "event" && !hasScan && timeline.deathDay <= rule.earlyDeathDays,
    outcome: "death",
    cnsr: 0,
    reason: null,
  },
  {
    id: "no-baseline",
    rule: "P2",
    applies: ({ timeline }) => !timeline.hasBaseline,
    outcome: "atIndex",
    cnsr: CENSORED.noAssessment,
    reason: "no baseline assessment",
  },
  {
    id: "no-assessment",
    rule: "P2",
    applies: ({ hasScan }) => !hasScan,
    outcome: "atIndex",
    cnsr: CENSORED.noAssessment,
    reason: "no assessment after baseline",
  },
  {
    id: "new-therapy-event",
    rule: "P4",
    applies: (facts) => facts.rule.newTherapy === "event" && hasNewTherapyFirst(facts),
    outcome: "newTherapy",
    cnsr: 0,
    reason: null,
  },
  {
    id: "new-therapy",
    rule: "P2",
    applies: (facts) => facts.rule.newTherapy === "censor" && hasNewTherapyFirst(facts),
    outcome: "beforeNewTherapy",
    cnsr: CENSORED.newTherapy,
    reason: "new anticancer therapy before progression",
  },
  {
    id: "treatment-stop",
    rule: "P2",
    applies: (facts) => facts.rule.treatmentStop === "censor" && isLostAfterStop(facts),
    outcome: "atLastAdequate",
    cnsr: CENSORED.treatmentStop,
    reason: "treatment stopped for toxicity or undocumented progression, no scan after",
  },
  {
    id: "progression-after-missed",
    rule: "P3",
    applies: (facts) => isTooLate(facts, facts.progressionDay),
    outcome: "atLastAdequate",
    cnsr: CENSORED.missed,
    reason: "progression after two missed assessments",
  },
  {
    id: "progression",
    rule: "P2",
    applies: ({ progressionDay }) => progressionDay !== NEVER,
    outcome: "progression",
    cnsr: 0,
    reason: null,
  },
  {
    id: "death-after-missed",
    rule: "P3",
    applies: (facts) => facts.rule.death === "event" && isTooLate(facts, facts.timeline.deathDay),
    outcome: "atLastAdequate",
    cnsr: CENSORED.missed,
    reason: "death after two missed assessments",
  },
  {
    id: "death",
    rule: "P2",
    applies: ({ timeline, rule }) => rule.death === "event" && timeline.deathDay !== NEVER,
    outcome: "death",
    cnsr: 0,
    reason: null,
  },
  {
    id: "no-event",
    rule: "P2",
    applies: () => true,
    outcome: "atLastAdequate",
    cnsr: CENSORED.noEvent,
    reason: "no progression at the last adequate assessment",
  },
] as const satisfies readonly Situation[];

export type SituationId = (typeof SITUATIONS)[number]["id"];

const DESCRIPTIONS: Readonly<Record<Outcome, string>> = {
  progression: "Disease Progression",
  death: "Death",
  newTherapy: "New Anticancer Therapy",
  atIndex: "Index",
  atLastAdequate: "Last Adequate Assessment",
  beforeNewTherapy: "Last Adequate Assessment Before New Therapy",
};

function factsOf(timeline: PatientTimeline, rule: ProgressionRule): Facts {
  const { columns, from, to } = timeline;
  let progressionRow = from;
  while (progressionRow < to && columns.response[progressionRow] !== RESPONSE.pd) progressionRow += 1;
  const adequateRow = lastAdequate(timeline, progressionRow, NEVER);
  return {
    timeline,
    rule,
    progressionRow: progressionRow === to ? NONE : progressionRow,
    progressionDay: progressionRow === to ? NEVER : columns.day[progressionRow]!,
    adequateRow,
    adequateDay: adequateRow === NONE ? 0 : columns.day[adequateRow]!,
    hasScan: to > from,
  };
}

/** The last adequate row before row `end` and up to `lastDay`, NONE without. */
function lastAdequate({ columns, from }: PatientTimeline, end: number, lastDay: number): number {
  for (let row = end - 1; row >= from; row -= 1) {
    const response = columns.response[row];
    if (columns.day[row]! <= lastDay && response !== RESPONSE.ne && response !== RESPONSE.nd) return row;
  }
  return NONE;
}

/** Therapy on the day of progression or death came after it: only an earlier day counts. */
function hasNewTherapyFirst({ timeline, progressionDay }: Facts): boolean {
  return timeline.newTherapyDay < progressionDay && timeline.newTherapyDay < timeline.deathDay;
}

function isLostAfterStop({ timeline, progressionDay }: Facts): boolean {
  const { columns, to, treatmentStopDay } = timeline;
  return treatmentStopDay !== NEVER && progressionDay === NEVER && columns.day[to - 1]! <= treatmentStopDay;
}

function isTooLate({ rule, adequateDay }: Facts, eventDay: number): boolean {
  if (eventDay === NEVER || rule.missed.kind === "off") return false;
  if (rule.missed.kind === "cap") return eventDay - adequateDay > rule.missed.capDays;
  return countMissedVisits(rule.missed.schedule, adequateDay, eventDay) >= 2;
}

function outcomeOf(situation: (typeof SITUATIONS)[number], facts: Facts): ProgressionOutcome {
  const { timeline, rule, progressionRow, adequateRow, adequateDay } = facts;
  let rowRule: RuleId = situation.rule;
  let row: number = NONE;
  let day = 0;
  let lastAdequateDay = adequateDay;
  switch (situation.outcome) {
    case "progression":
      row = progressionRow;
      day = dayOfProgression(facts);
      if (rule.progressionDay !== "observed") rowRule = "P4";
      break;
    case "death":
      day = timeline.deathDay;
      break;
    case "newTherapy":
      day = timeline.newTherapyDay;
      break;
    case "atIndex":
      lastAdequateDay = 0;
      break;
    case "atLastAdequate":
      row = adequateRow;
      day = adequateDay;
      break;
    case "beforeNewTherapy":
      row = lastAdequate(timeline, timeline.to, timeline.newTherapyDay);
      day = row === NONE ? 0 : timeline.columns.day[row]!;
      lastAdequateDay = day;
  }
  return {
    day,
    cnsr: situation.cnsr,
    situation: situation.id,
    rule: rowRule,
    description: DESCRIPTIONS[situation.outcome],
    censorReason: situation.reason,
    row,
    lastAdequateDay,
  };
}

/** P4. A day on the trial's grid is not later than death; where the grid has ended, the day as seen stands. */
function dayOfProgression({ timeline, rule, progressionDay, adequateDay }: Facts): number {
  switch (rule.progressionDay) {
    case "observed":
      return progressionDay;
    case "midpoint":
      return Math.floor((adequateDay + progressionDay) / 2);
    case "left":
      return adequateDay;
    case "grid": {
      const planned = rule.grid === undefined ? null : nextPlannedDay(rule.grid, progressionDay);
      return Math.min(planned ?? progressionDay, timeline.deathDay);
    }
  }
}
