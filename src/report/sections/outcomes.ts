import type { Endpoint } from "../../spec/endpoint.js";
import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { inlines, paragraph } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { subjectOf } from "../figures/curve-subject.js";
import { renderIncidenceCurve } from "../figures/incidence-curve.js";
import { renderKaplanMeier } from "../figures/kaplan-meier.js";
import { hasCurve } from "../figures/kaplan-meier-curve.js";
import { renderTurnbull } from "../figures/turnbull-curve.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { orderByLead } from "../records/lead.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { renderBestResponseTable } from "../tables/best-response.js";
import { renderBinaryEndpointTable } from "../tables/binary-endpoint.js";
import { renderEndingsTable } from "../tables/endings.js";
import { renderFollowUpTable } from "../tables/follow-up.js";
import { renderInResponseTable } from "../tables/in-response.js";
import { renderIncidenceTable } from "../tables/incidence.js";
import { renderTimeToEventTable } from "../tables/time-to-event.js";
import { estimateBanner } from "./ascertainment-banner.js";
import { describeEstimand } from "./estimand.js";
import { writeResponseCourse } from "./response-course.js";
import { writeHeadline } from "./synopsis.js";
import { writeTumourChange } from "./tumour-change.js";

/** Where an endpoint's outputs stand in ICH E3's numbering. */
const families = {
  "collected-response": "14.2.1",
  response: "14.2.1",
  "collected-event": "14.2.2",
  "progression-free-survival": "14.2.2",
  "time-to-progression": "14.2.2",
  "overall-survival": "14.2.3",
  "duration-of-response": "14.2.4",
  "time-to-response": "14.2.4",
} as const satisfies Record<Endpoint["kind"], string>;

/** Gives out the numbers of one kind of output, family by family: `14.2.2.1`, `14.2.2.2`, … */
export type Counter = (endpoint: Pick<Endpoint, "kind">) => string;

function makeCounter(): Counter {
  const counts = new Map<string, number>();
  return ({ kind }) => {
    const family = families[kind];
    const count = (counts.get(family) ?? 0) + 1;
    counts.set(family, count);
    return `${family}.${count}`;
  };
}

export interface Numbering {
  readonly table: Counter;
  readonly figure: Counter;
}

/** The endpoints of the main analysis, the primary one first, each with its estimates and with what was derived for it. */
export function writeOutcomes(input: ReportInput, fonts: Fonts, estimates: readonly EstimateResult[]): Draft {
  const main = estimates.filter(({ variant }) => variant.id === "main");
  const { endpoints } = input.plan.analysis;
  const names = [...new Set([...main.map(({ estimate }) => estimate.endpoint), ...Object.keys(endpoints)])];
  const numbering: Numbering = { table: makeCounter(), figure: makeCounter() };
  return {
    id: "outcomes",
    heading: "Outcomes",
    blocks: estimateBanner(input),
    sections: [
      ...followUpSection(input),
      ...names.flatMap((name): readonly Draft[] => {
        const endpoint = endpoints[name];
        if (endpoint === undefined) throw new Error(`plan has no endpoint ${name}`);
        const own = main.filter(({ estimate }) => estimate.endpoint === name);
        const blocks = [
          ...orderByLead(input, own).flatMap((result) => estimateBlocks(input, fonts, { result, endpoint, numbering })),
          ...derivedBlocks(input, name, endpoint, numbering),
        ];
        return [
          ...(blocks.length === 0 ? [] : [{ id: `outcome-${name}`, heading: endpoint.label, blocks }]),
          ...writeResponseCourse(input, fonts, name, numbering),
        ];
      }),
      ...writeTumourChange(input, fonts, names),
    ],
  };
}

/** How long and how completely both arms were followed: what every contrast of times rests on. */
function followUpSection(input: ReportInput): readonly Draft[] {
  const table = renderFollowUpTable(input);
  return table === null ? [] : [{ id: "follow-up", heading: "Follow-up", blocks: [table] }];
}

interface Place {
  readonly result: EstimateResult;
  readonly endpoint: Endpoint;
  readonly numbering: Numbering;
}

function estimateBlocks(input: ReportInput, fonts: Fonts, { result, endpoint, numbering }: Place): readonly Block[] {
  const headline = writeHeadline(input, result);
  return [
    isCarriedOut(result)
      ? paragraph(headline)
      : { kind: "callout", tone: "warning", title: "Not estimable", content: [inlines(headline)] },
    paragraph(describeEstimand(input, result)),
    ...outputBlocks(input, fonts, { result, endpoint, numbering }),
  ];
}

/** Table and curves of an estimate. One that was withheld has no curves and no counts; one that failed on the data has them. */
function outputBlocks(input: ReportInput, fonts: Fonts, { result, endpoint, numbering }: Place): readonly Block[] {
  const place = { variant: "main", population: result.estimate.design, variable: result.name };
  if (result.estimate.measure === "in-response-difference") {
    // One that failed on the data tells of the arms what can be told.
    if (result.arms.trial.events === null && result.arms.control.events === null) return [];
    const entry = catalogueEntry("table", numbering.table(endpoint), `in-response-${result.name}`);
    return [{ ...renderInResponseTable(input, result, 0), ...entry }];
  }
  if (measures[result.estimate.measure].sums === "yes-no") {
    if (!isCarriedOut(result)) return [];
    const entry = catalogueEntry("table", numbering.table(endpoint), `response-${result.name}`);
    return [{ ...renderBinaryEndpointTable(input, result, 0), ...entry }];
  }
  if ("composite" in result.estimate) {
    if (!isCarriedOut(result)) return [];
    const entry = catalogueEntry("table", numbering.table(endpoint), `incidence-${result.name}`);
    const figures = renderIncidenceCurve(input, fonts, result, () =>
      catalogueEntry("figure", numbering.figure(endpoint), `incidence-${result.name}`),
    );
    return [{ ...renderIncidenceTable(input, result, 0), ...entry }, ...figures];
  }
  const hasCurves = groups.every((group) => input.records.findSeries({ ...place, group }, "kaplan_meier") !== null);
  if (!hasCurves && !isCarriedOut(result)) return [];
  const table = catalogueEntry("table", numbering.table(endpoint), `time-to-event-${result.name}`);
  const rows = { ...renderTimeToEventTable(input, result, 0), ...table };
  // An interval-censored estimate has no Kaplan–Meier curve: its days of progression are not known.
  if (!hasCurves) {
    const entry = () => catalogueEntry("figure", numbering.figure(endpoint), `turnbull-${result.name}`);
    return [rows, ...renderTurnbull(input, fonts, result, entry)];
  }
  const number = numbering.figure(endpoint);
  const figure = catalogueEntry(
    "figure",
    number,
    number === "14.2.2.1" ? "kaplan-meier" : `kaplan-meier-${result.name}`,
  );
  const subject = subjectOf(input, result);
  if (!groups.some((group) => hasCurve(input, subject, group))) return [rows];
  return [rows, renderKaplanMeier(input, fonts, subject, figure)];
}

/** What was derived for an endpoint of everyone eligible: best responses, or how the times ended. */
function derivedBlocks(input: ReportInput, name: string, endpoint: Endpoint, { table }: Numbering): readonly Block[] {
  const has = (what: string): boolean =>
    groups.some((group) =>
      input.records
        .statisticsOf("main", "eligible", group)
        .some(({ stage, variable }) => stage === "endpoints" && variable === `${name}.${what}`),
    );
  const best = has("best_response") ? renderBestResponseTable(input, name, table(endpoint)) : null;
  const endings = has("situation") ? renderEndingsTable(input, name, table(endpoint)) : null;
  return [best, endings].filter((block) => block !== null);
}

const isCarriedOut = (result: EstimateResult): boolean => result.effect.point.status === "ok";
