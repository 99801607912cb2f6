import type { Statistic } from "../records.js";
import { analysedEndpoint } from "./analysed-endpoint.js";
import type { CountBook, CountedStatistic } from "./count-book.js";
import { type CountFamily, familyKey } from "./relate-families.js";

/** One arm of one estimate. */
interface Analysed {
  readonly record: CountedStatistic["record"];
  readonly endpoint: string;
  /** The response endpoint that a description of its responders, or of its disease control, belongs to. */
  readonly responses: string | null;
  readonly n: number;
  readonly parts: Readonly<Record<"events" | "censored" | "competing_events" | "responders", number | undefined>>;
}

/**
 * Who is analysed: a part of the design (the rest have no endpoint, or lost their pair), itself events and censorings, or responders and others; and how that goes with
 * the endings and best responses of everyone eligible, and with the design that holds them all.
 */
export function relateOutcomes(book: CountBook, families: ReadonlyMap<string, CountFamily>): void {
  const { system, find, numberOf } = book;
  const wholes = new Map<string, Analysed>();
  const analysed = analysedArms(book);
  for (const arm of analysed) {
    const { variant, population, group } = arm.record;
    const of = (name: string) => find({ variant, population: name, group, statistic: "n" });
    const [design, eligible] = [of(population), of("eligible")];
    const isWhole = design !== undefined && eligible !== undefined && numberOf(design) === numberOf(eligible);
    const key = JSON.stringify([variant, group, arm.endpoint]);
    const lacking = find({
      variant,
      population: "eligible",
      group,
      variable: arm.endpoint,
      statistic: "n_without_endpoint",
    });
    if (isWhole && lacking !== undefined) system.tie([design], [arm.n, lacking]);
    if (design !== undefined) {
      const lost = ["n_without_endpoint", "n_partner_without_endpoint"].flatMap(
        (statistic) => find({ ...arm.record, statistic }) ?? [],
      );
      if (lost.length > 0) system.tie([design], [arm.n, ...lost]);
      system.nest([design], [arm.n]);
    }
    if (isWhole && !wholes.has(key)) wholes.set(key, arm);
    const { events, censored, responders, competing_events: competing } = arm.parts;
    const placed = ["interval_events", "exact_events"].flatMap((statistic) => find({ ...arm.record, statistic }) ?? []);
    if (events !== undefined && placed.length > 0) system.tie([events], placed);
    if (events !== undefined && censored !== undefined)
      system.tie([arm.n], competing === undefined ? [events, censored] : [events, censored, competing]);
    if (responders !== undefined) system.nest([arm.n], [responders]);
    relateEndings(book, arm, families);
    relateResponses(book, arm, families);
  }
  for (const arm of analysed) {
    // Whoever's response is described, of everyone eligible, holds the responders that the rate counts.
    const rate = wholes.get(JSON.stringify([arm.record.variant, arm.record.group, arm.responses]));
    if (rate?.parts.responders !== undefined && arm.parts.responders === undefined)
      system.nest([arm.n], [rate.parts.responders]);
    const whole = wholes.get(JSON.stringify([arm.record.variant, arm.record.group, arm.endpoint]));
    if (whole === undefined || whole === arm) continue;
    system.nest([whole.n], [arm.n]);
    for (const [name, part] of Object.entries(arm.parts)) {
      const all = whole.parts[name as keyof Analysed["parts"]];
      if (all !== undefined && part !== undefined) system.nest([all], [part]);
    }
  }
}

function analysedArms({ statistics, find }: CountBook): Analysed[] {
  return statistics.flatMap(({ record, count }) => {
    const { stage, statistic, level, variant, population, group, variable, params } = record;
    if (stage !== "outcomes" || statistic !== "n" || level !== null || variable === null) return [];
    const part = (name: string) => find({ variant, population, group, variable, statistic: name });
    const endpoint = analysedEndpoint(record) ?? variable;
    const parts = {
      events: part("events"),
      censored: part("censored"),
      competing_events: part("competing_events"),
      responders: part("responders"),
    };
    const responses = responsesOf(params);
    return [{ record, endpoint, responses, n: count, parts }];
  });
}

/** The response endpoint whose responders are described, or are counted among everyone. */
function responsesOf({ responses, endpoint, time_to_response: time }: Statistic["params"]): string | null {
  if (typeof responses === "string") return responses;
  return typeof time === "string" && typeof endpoint === "string" ? endpoint : null;
}

/** Events and censorings are those of the endings, less who is not analysed. */
function relateEndings({ system }: CountBook, arm: Analysed, families: ReadonlyMap<string, CountFamily>): void {
  const { variant, group } = arm.record;
  const family = families.get(familyKey(variant, group, `${arm.endpoint}.situation`));
  if (family === undefined) return;
  const ending = (mark: string) =>
    [...family.levels].flatMap(([level, count]) => (level.endsWith(mark) ? [count] : []));
  if (arm.parts.events !== undefined) system.nest(ending("(event)"), [arm.parts.events]);
  if (arm.parts.censored !== undefined) system.nest(ending("(censored)"), [arm.parts.censored]);
}

/**
 * Responders are the best responses that count as one, less who is not analysed: CR and PR, or whichever run of the ranked responses has their number. A description of
 * the responders alone counts CR and PR.
 */
function relateResponses(book: CountBook, arm: Analysed, families: ReadonlyMap<string, CountFamily>): void {
  const { system, numberOf } = book;
  const { variant, group } = arm.record;
  const { responders } = arm.parts;
  const endpoint = arm.responses ?? arm.endpoint;
  // Whoever has a time to progression is asked about being in response, whether or not the rate counts him.
  const isOfEveryone = typeof arm.record.params.time_to_response === "string";
  const counted = isOfEveryone
    ? undefined
    : families.get(familyKey(variant, group, `${endpoint}.denominator`))?.levels.get("counted");
  if (counted !== undefined) system.nest([counted], [arm.n]);
  const best = families.get(familyKey(variant, group, `${endpoint}.best_response`));
  if (best === undefined) return;
  const ranked = [...best.levels.values()];
  if (responders === undefined) {
    if (arm.responses !== null) system.nest(ranked.slice(0, 2), [arm.n]);
    return;
  }
  for (let last = 1; last <= ranked.length; last += 1) {
    const run = ranked.slice(0, last);
    const sum = run.reduce((all, count) => all + numberOf(count), 0);
    if (last === 2 || sum === numberOf(responders)) system.nest(run, [responders]);
  }
}
