import type { Endpoint } from "../../spec/endpoint.js";
import type { Imaging } from "../../spec/imaging.js";
import type { ProgressionRuleSpec } from "../../spec/progression-rule.js";

/** The choices behind a rule of progression, as far as the report puts them into words. */
export interface ProgressionChoices {
  readonly newTherapy: "censor" | "ignore" | "event";
  readonly treatmentStop: "censor" | "ignore";
  readonly death: "event" | "censor";
  readonly missed: "off" | "cap" | "schedule";
  readonly progressionDay: "observed" | "midpoint" | "left" | "grid";
}

const primary: ProgressionChoices = {
  newTherapy: "censor",
  treatmentStop: "censor",
  death: "event",
  missed: "off",
  progressionDay: "observed",
};

/** What each named rule changes of the primary one. The rules themselves are in the recist room; a test holds these words against them. */
const named: Readonly<Record<Extract<ProgressionRuleSpec, string>, Partial<ProgressionChoices>>> = {
  primary: {},
  "new-therapy-ignored": { newTherapy: "ignore" },
  "new-therapy-event": { newTherapy: "event" },
  "missed-two-cap": { missed: "cap" },
  "missed-two-schedule": { missed: "schedule" },
  midpoint: { progressionDay: "midpoint" },
  "left-end": { progressionDay: "left" },
  grid: { progressionDay: "grid" },
  ema: { newTherapy: "ignore", treatmentStop: "ignore" },
  "time-to-progression": { death: "censor" },
  admiral: { newTherapy: "ignore", treatmentStop: "ignore" },
  "admiral-to-new-therapy": { treatmentStop: "ignore" },
};

/** The choices of a rule given by name or one by one. */
export function progressionChoices(rule: ProgressionRuleSpec): ProgressionChoices {
  if (typeof rule === "string") return { ...primary, ...named[rule] };
  const { newTherapy, treatmentStop, missed, progressionDay } = rule;
  return { ...primary, newTherapy, treatmentStop, missed: missed.kind, progressionDay };
}

/** An intercurrent event, the strategy of ICH E9(R1) for it, and what that means here. */
export interface IntercurrentEvent {
  readonly event: string;
  readonly strategy:
    | "treatment policy"
    | "hypothetical"
    | "composite variable"
    | "while on treatment"
    | "principal stratum"
    | "not declared";
  readonly how: string;
}

const ofNewTherapy = {
  censor: {
    strategy: "hypothetical",
    how: "time is censored at the last adequate assessment before it, as if it had not been given",
  },
  ignore: { strategy: "treatment policy", how: "follow-up goes on" },
  event: { strategy: "composite variable", how: "it is an event" },
} as const;

const ofTreatmentStop = {
  censor: {
    strategy: "hypothetical",
    how: "where it was for toxicity or undocumented progression and no scan followed, time is censored at the last adequate assessment",
  },
  ignore: { strategy: "treatment policy", how: "follow-up goes on" },
} as const;

const ofDeath = {
  event: { strategy: "composite variable", how: "it is an event" },
  censor: { strategy: "hypothetical", how: "time is censored there" },
} as const;

/** The intercurrent events that the engine's rules for an endpoint decide on. */
export function intercurrentEvents(endpoint: Endpoint): readonly IntercurrentEvent[] {
  const therapy = "New anticancer therapy";
  switch (endpoint.kind) {
    case "collected-event":
    case "collected-response":
      return (
        endpoint.intercurrent ?? [
          {
            event: "All",
            strategy: "not declared",
            how: "the source derived the endpoint; its definition says what counts",
          },
        ]
      );
    case "response":
    case "time-to-response":
      return [
        { event: therapy, strategy: "while on treatment", how: "assessments after it do not count" },
        { event: "Treatment stopped", strategy: "treatment policy", how: "later assessments count" },
        {
          event: "Death, or no evaluable assessment",
          strategy: "composite variable",
          how: "the patient has not responded",
        },
      ];
    case "overall-survival":
      return [
        { event: therapy, strategy: "treatment policy", how: "follow-up goes on" },
        { event: "Treatment stopped", strategy: "treatment policy", how: "follow-up goes on" },
      ];
    default: {
      const choices = progressionChoices(endpoint.progressionRule);
      const death = endpoint.kind === "time-to-progression" ? "censor" : choices.death;
      return [
        { event: therapy, ...ofNewTherapy[choices.newTherapy] },
        { event: "Treatment stopped", ...ofTreatmentStop[choices.treatmentStop] },
        { event: "Death before progression", ...ofDeath[death] },
      ];
    }
  }
}

/** What ends the follow-up of an endpoint, in a sentence. */
export function describeEnd(endpoint: Endpoint): string {
  const cut = describeCut(endpoint);
  return cut === null ? endOfRule(endpoint) : `${endOfRule(endpoint)} ${cut}`;
}

/** Where follow-up is cut in each arm; null where it is not. */
export function describeCut(endpoint: Endpoint): string | null {
  if (!("ends" in endpoint) || endpoint.ends === undefined) return null;
  const words = (["trial", "control"] as const).flatMap((group) => {
    const end = endpoint.ends?.[group];
    if (end === undefined) return [];
    return [`${group} arm ${"on" in end ? `on ${end.on}` : `after ${end.days} days`}`];
  });
  return `Follow-up is cut whatever is known after: ${words.join(", ")}; who has no event by then is censored there.`;
}

function endOfRule(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "collected-event":
      return "The event, or the end of follow-up, as the source dates them.";
    case "collected-response":
      return "As the source assessed it.";
    case "response":
      return "Progression, new anticancer therapy, or the last assessment.";
    case "overall-survival":
      return `Death; the living are censored at ${endpoint.censorAt === "last-known-alive" ? "their last contact" : "the data cut-off"}.`;
    case "time-to-response":
      return "The first response; of responders alone.";
    case "time-to-progression":
      return "Progression; without it, time is censored at the last adequate assessment or at death.";
    default: {
      const { death } = progressionChoices(endpoint.progressionRule);
      const events = death === "event" ? "Progression or death; without either" : "Progression; without it";
      return `${events}, time is censored at the last adequate assessment.`;
    }
  }
}

const days = {
  observed: "on the day that shows it",
  midpoint: "in the middle between the last clear assessment and the one that shows it",
  left: "on the day of the last assessment without it",
  grid: "on the next planned day of the trial",
} as const;

/** How progression is dated and when it counts as seen too late, in a sentence; null for endpoints that no such rule decides. */
export function describeProgression(endpoint: Endpoint, imaging: Imaging | undefined): string | null {
  if (!("progressionRule" in endpoint)) return null;
  const { progressionRule } = endpoint;
  const { missed, progressionDay } = progressionChoices(progressionRule);
  const name = typeof progressionRule === "string" ? `Rule “${progressionRule}”: progression` : "Progression";
  return `${name} is dated ${days[progressionDay]}; ${describeMissed(progressionRule, missed, imaging)}.`;
}

function describeMissed(
  rule: ProgressionRuleSpec,
  missed: ProgressionChoices["missed"],
  imaging: Imaging | undefined,
): string {
  if (missed === "off") return "documented progression counts however late it is seen";
  if (missed === "schedule")
    return "an event after two missed planned assessments is censored at the last adequate one";
  const stated = typeof rule === "object" && rule.missed.kind === "cap" ? rule.missed.capDays : undefined;
  const schedule = imaging?.schedule;
  const longest =
    schedule === undefined
      ? undefined
      : (schedule.longestIntervalDays ?? Math.max(...schedule.segments.map(({ everyDays }) => everyDays)));
  const cap = stated ?? (longest === undefined ? undefined : 2 * longest + (schedule?.toleranceDays ?? 0));
  const limit = cap === undefined ? "two of the longest intervals and the tolerance" : `${cap} days`;
  return `an event more than ${limit} after the last adequate assessment is censored there, in both arms alike`;
}

/** Where an endpoint comes from: tables of the data contract. */
export function sourceOfEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "collected-event":
    case "collected-response": {
      const evaluator = endpoint.evaluator === undefined ? "" : `, evaluator ${endpoint.evaluator}`;
      return `collected_event, endpoint ${endpoint.event}${evaluator}: taken as given`;
    }
    case "overall-survival":
      return `vital_status; the living censored at ${endpoint.censorAt === "last-known-alive" ? "last contact" : "data cut-off"}`;
    default:
      return endpoint.by === "imaging"
        ? "lesion and lesion_measurement, derived here; deaths from vital_status"
        : `ehr_assessment, evidence ${endpoint.anchors.join(", ")}; deaths from vital_status`;
  }
}
