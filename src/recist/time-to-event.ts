import { NEVER } from "./lesion-rows.js";

/** A dated occurrence that ends a time: which list of days it is read from and how it is reported. */
export interface EventSource {
  readonly source: string;
  readonly description: string;
  readonly cnsr: number;
  /** What the date of a censoring is, beside why it was censored. */
  readonly censorDescription?: string;
  /** Days after the end date are left out unless this is false. Default true. */
  readonly untilEnd?: boolean;
}

/** A date after which nothing counts, as a new therapy or the end of study. */
export interface EndSource {
  readonly source: string;
  readonly cnsr: number;
  /** Replaces the censoring's description. */
  readonly description?: string;
}

/** A time to event as data: the earliest event, else the latest date that was known to be free of it. */
export interface TimeToEventDefinition {
  readonly events: readonly EventSource[];
  readonly censorings: readonly EventSource[];
  readonly ends?: readonly EndSource[];
  /**
   * What is waited for. A `gain` can still come after the last assessment, so without one the end date itself censors.
   */
  readonly waitsFor?: "loss" | "gain";
}

/** Days of one patient by source, each list in any order. A source without days may be left out. */
export type DatedSources = Readonly<Record<string, ArrayLike<number>>>;

export interface TimeToEvent {
  readonly day: number;
  readonly cnsr: number;
  readonly description: string;
  readonly censorDescription: string | null;
  /** The source the day is read from, and the place of it in that list. */
  readonly source: string;
  readonly place: number;
}

/**
 * Time to event of one patient as admiral 1.5 derive_param_tte decides it: the earliest event (of one day: the source
 * listed first), else the latest censoring (of one day: the source listed last); null where there is neither. The day
 * is not earlier than `startDay` (null: not known). With an end date, days after it are left out, and a censoring that
 * regards end dates takes the end's code. Days on the end date count.
 */
export function deriveTimeToEvent(
  definition: TimeToEventDefinition,
  sources: DatedSources,
  startDay: number | null,
): TimeToEvent | null {
  const end = earliestEnd(definition.ends ?? [], sources);
  const endDay = end?.day ?? NEVER;
  const event = pickSource(definition.events, sources, endDay, "earliest");
  if (event !== null) return resultOf(event, startDay, { cnsr: event.from.cnsr, description: event.from.description });
  const censoring = pickSource(definition.censorings, sources, endDay, "latest");
  if (censoring === null) return null;
  if (end === null || censoring.from.untilEnd === false) {
    return resultOf(censoring, startDay, { cnsr: censoring.from.cnsr, description: censoring.from.description });
  }
  const reported = { cnsr: end.from.cnsr, description: end.from.description ?? censoring.from.description };
  if (definition.waitsFor !== "gain") return resultOf(censoring, startDay, reported);
  return {
    ...resultOf(censoring, startDay, reported),
    day: notBefore(endDay, startDay),
    source: end.from.source,
    place: end.place,
  };
}

interface Picked<From> {
  readonly from: From;
  readonly day: number;
  readonly place: number;
}

function earliestEnd(ends: readonly EndSource[], sources: DatedSources): Picked<EndSource> | null {
  let best: Picked<EndSource> | null = null;
  for (const from of ends) {
    const days = sources[from.source] ?? [];
    for (let place = 0; place < days.length; place += 1) {
      if (best === null || days[place]! < best.day) best = { from, day: days[place]!, place };
    }
  }
  return best;
}

function pickSource(
  list: readonly EventSource[],
  sources: DatedSources,
  endDay: number,
  which: "earliest" | "latest",
): Picked<EventSource> | null {
  let best: Picked<EventSource> | null = null;
  for (const from of list) {
    const lastDay = from.untilEnd === false ? NEVER : endDay;
    const own = extreme(sources[from.source] ?? [], lastDay, which);
    if (own === null) continue;
    const isBetter = best === null || (which === "earliest" ? own.day < best.day : own.day >= best.day);
    if (isBetter) best = { from, ...own };
  }
  return best;
}

/** The earliest or latest day up to `lastDay`; of equal days the first for the earliest, the last for the latest. */
function extreme(
  days: ArrayLike<number>,
  lastDay: number,
  which: "earliest" | "latest",
): { readonly day: number; readonly place: number } | null {
  let best: { day: number; place: number } | null = null;
  for (let place = 0; place < days.length; place += 1) {
    const day = days[place]!;
    if (day > lastDay) continue;
    if (best === null || (which === "earliest" ? day < best.day : day >= best.day)) best = { day, place };
  }
  return best;
}

function resultOf(
  { from, day, place }: Picked<EventSource>,
  startDay: number | null,
  { cnsr, description }: { readonly cnsr: number; readonly description: string },
): TimeToEvent {
  return {
    day: notBefore(day, startDay),
    cnsr,
    description,
    censorDescription: from.censorDescription ?? null,
    source: from.source,
    place,
  };
}

function notBefore(day: number, startDay: number | null): number {
  return startDay === null ? day : Math.max(day, startDay);
}
