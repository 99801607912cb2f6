import { dataDrivenMark } from "../../results/data-driven.js";
import { measures } from "../../spec/measures.js";
import { dataDrivenNote } from "../data-driven-text.js";
import type { Abbreviation } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import { describeEffectMethod, endpointOf, printEffect, sentenceCase } from "../estimate-text.js";
import { formatLevel, formatMonths, formatP } from "../format.js";
import { printStatistic, printWithInterval } from "../print-statistic.js";
import { type ArmCounts, type EstimateResult, isWeighted } from "../records/estimate-results.js";
import { countImputations } from "../records/imputations.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups, type RecordPlace } from "../records/record-index.js";
import type { ResponseCourseResult } from "../records/response-courses.js";
import { ruleNote } from "../tables/endings.js";

/** What a figure of curves draws: both arms of one estimate, or of a description that compares nothing. */
export interface CurveSubject {
  /** Where its records stand, but for the arm. */
  readonly place: Pick<RecordPlace, "variant" | "population"> & { readonly variable: string };
  /** The arms that are drawn. */
  readonly drawn: readonly Group[];
  readonly title: string;
  readonly population: string;
  /** What the vertical axis is the probability of. */
  readonly endpoint: string;
  readonly level: number;
  readonly isWeighted: boolean;
  readonly arms: Readonly<Record<Group, ArmCounts>>;
  /** What stands beside the events of each arm; null: nothing. */
  readonly aside: {
    readonly heading: string;
    readonly text: (input: ReportInput, group: Group) => string;
  } | null;
  /** The effect in words and numbers; null of a description. */
  readonly effect: string | null;
  /** Abbreviations of the effect. */
  readonly abbreviations: readonly Abbreviation[];
  /** `DATA DRIVEN`, or null. */
  readonly mark: string | null;
  /** What the horizontal axis counts from. */
  readonly since: string;
  readonly notes: readonly (string | null)[];
  readonly source: string;
}

/** The curves of an estimate. */
export function subjectOf(input: ReportInput, result: EstimateResult): CurveSubject {
  const { variant, estimate, name, design, arms, p } = result;
  const { label, definition } = endpointOf(result);
  const ci = `${formatLevel(estimate.level)} CI`;
  const tail = p === null ? "" : `, p ${withSign(printStatistic(p, formatP))}`;
  const { short, long } = measures[estimate.measure];
  return {
    place: { variant: variant.id, population: estimate.design, variable: name },
    drawn: groups,
    title: `${label}, Kaplan–Meier: ${result.label}`,
    population: `Analysis set: ${design.label}`,
    endpoint: label,
    level: estimate.level,
    isWeighted: isWeighted(input, variant.id, estimate.design),
    arms,
    aside: mediansOf({ variant: variant.id, population: estimate.design, variable: name }, estimate.level),
    effect: `${sentenceCase(long)}, trial against control (${ci}): ${printEffect(result)}${tail}`,
    abbreviations: [short],
    mark: dataDrivenMark(result.dataDriven),
    since: "index",
    notes: [
      countImputations(input, variant.id, estimate.design) > 0
        ? "Multiple imputation: each patient is drawn with the mean weight over the imputations; bands hold no uncertainty of the imputation."
        : null,
      effectMethodNote(result),
      `${label}: ${endSentence(definition)}`,
      ruleNote(endpointOf(result)),
      dataDrivenNote([result]),
    ],
    source: `outcomes / ${estimate.design} / ${name}`,
  };
}

/** Duration of response of the responders of each arm; null where nobody responded. */
export function responderSubject({ companions, find }: ResponseCourseResult): CurveSubject | null {
  const { duration, endpoint } = companions;
  const arm = (group: Group): ArmCounts => ({
    n: find("duration", group, "n"),
    events: find("duration", group, "events"),
    effectiveSampleSize: null,
  });
  const level = groups.map((group) => find("duration", group, "n")?.params.level).find((each) => each !== undefined);
  if (level === undefined) return null;
  return {
    place: { variant: "main", population: "eligible", variable: duration.variable },
    drawn: groups.filter((group) => find("duration", group, "n") !== null),
    title: `Duration of response, Kaplan–Meier: ${endpoint.label}`,
    population: "Responders among the eligible patients, unweighted",
    endpoint: "Still in response",
    level: Number(level),
    isWeighted: false,
    arms: { trial: arm("trial"), control: arm("control") },
    aside: mediansOf({ variant: "main", population: "eligible", variable: duration.variable }, Number(level)),
    effect: null,
    abbreviations: [],
    mark: null,
    since: "first response",
    notes: [
      `${endpoint.label}: ${endSentence(endpoint.definition)}`,
      ruleNote(duration.endpoint),
      "From the first response to progression or death. Responders are chosen by what treatment did: the arms are not compared.",
    ],
    source: `outcomes / eligible / ${duration.variable}`,
  };
}

/** How the effect was computed; nothing where it was not. */
const effectMethodNote = (result: EstimateResult): string | null =>
  result.effect.point.method === null
    ? null
    : `${sentenceCase(measures[result.estimate.measure].long)}: ${describeEffectMethod(result)}.`;

/** The medians of an arm with their limits. */
function mediansOf(place: CurveSubject["place"], level: number): CurveSubject["aside"] {
  return {
    heading: `Median, months (${formatLevel(level)} CI)`,
    text: (input, group) => {
      const at = (name: string) => input.records.findStatistic({ ...place, group }, name);
      return printWithInterval(at("median"), at("median_lower"), at("median_upper"), formatMonths);
    },
  };
}

/** `= 0.0061`, or `<0.0001` as it is. */
const withSign = (printed: string): string => (/^[<>]/.test(printed) ? printed : `= ${printed}`);
