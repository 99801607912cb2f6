import { deriveCollected } from "../endpoints/derive-collected.js";
import type { DesignWeights } from "../frame/design-weights.js";
import { EVALUABLE_CATEGORIES } from "../frame/endpoint-view.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { makeNotEstimable } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { coarsenScans, medianScanInterval, refineScans } from "../sensitivity/align-scans.js";
import { boundByCensoring } from "../sensitivity/bound-censoring.js";
import { boundByConfounder, boundByEValue, type RatioEffect } from "../sensitivity/bound-confounding.js";
import { boundByNotEvaluable } from "../sensitivity/bound-not-evaluable.js";
import { boundByPairs } from "../sensitivity/bound-pairs.js";
import { type ControlEffect, calibrateByControls, calibrateByStudies } from "../sensitivity/calibrate-effect.js";
import { type MainEffect, readMainEffect } from "../sensitivity/main-effect.js";
import type { panelPlace } from "../sensitivity/panel-place.js";
import type { Source } from "../source/open-source.js";
import type { Bias, BiasMethod } from "../spec/bias.js";
import { type Estimate, estimateSchema } from "../spec/estimate.js";
import { measures } from "../spec/measures.js";
import type { Schedule } from "../spec/schedule.js";
import type { PanelOutcomes } from "./bias-panel-outcomes.js";
import { estimateUnder } from "./estimate-under.js";
import type { VariantDesign } from "./run-designs.js";

/** One line of the panel about one estimate whose design stands. */
export interface PanelInput {
  readonly main: VariantDesign;
  readonly source: Source;
  readonly seed: number;
  readonly name: string;
  readonly estimate: Estimate;
  readonly weights: DesignWeights;
  readonly place: ReturnType<typeof panelPlace>;
  readonly panel: PanelOutcomes;
  readonly outcomes: readonly ResultRecord[];
}

type Line<M extends BiasMethod> = (
  bias: Extract<Bias, { method: M }>,
  input: PanelInput,
) => ResultRecord[] | Promise<ResultRecord[]>;

/** How each method is carried out. */
const methods: { readonly [M in BiasMethod]: Line<M> } = {
  "e-value": (bias, input) => withRatio(bias, input, (effect) => boundByEValue(input.place, bias, effect)),
  "unmeasured-confounder": (bias, input) =>
    withRatio(bias, input, (effect) => boundByConfounder(input.place, bias, effect)),
  rosenbaum: (bias, { place, main, weights, ...input }) =>
    boundByPairs(place, bias, { patients: main.cohort.patients, weights, data: outcomeOf(input).data }),
  "not-evaluable": notEvaluable,
  censoring,
  "scan-alignment": scanAlignment,
  "negative-controls": negativeControls,
  "reference-studies": (bias, input) =>
    withEffect(bias, input, (effect) => calibrateByStudies(input.place, bias, effect, input.estimate.level)),
};

export async function panelRecords(bias: Bias, input: PanelInput): Promise<ResultRecord[]> {
  const run = methods[bias.method] as Line<BiasMethod>;
  return run(bias as never, input);
}

const outcomeOf = ({ panel, estimate }: Pick<PanelInput, "panel" | "estimate">) =>
  panel.byEndpoint.get(estimate.endpoint)!;

const refused = ({ method }: Bias, { place }: PanelInput, reason: string): ResultRecord[] => [
  makeNotEstimable(place, method.replaceAll("-", "_"), reason, { role: "sensitivity" }),
];

function withEffect(bias: Bias, input: PanelInput, records: (effect: MainEffect) => ResultRecord[]): ResultRecord[] {
  const found = readMainEffect(input.outcomes, input.name, input.estimate.measure);
  return "reason" in found ? refused(bias, input, found.reason) : records(found.effect);
}

/** The effect as a ratio: of a risk difference the ratio of the same two rates. */
function withRatio(bias: Bias, input: PanelInput, records: (effect: RatioEffect) => ResultRecord[]): ResultRecord[] {
  const { estimate, name } = input;
  const { measure } = estimate;
  if (measure === "hazard-ratio" || measure === "odds-ratio" || measure === "risk-ratio")
    return withEffect(bias, input, (effect) => records({ ...effect, measure }));
  const { label, endpoint, design, role, level } = estimate;
  const ratio = estimateSchema.parse({ measure: "risk-ratio", label, endpoint, design, role, level });
  const found = readMainEffect(estimateUnder(input, ratio, outcomeOf(input).data), name, "risk-ratio");
  return "reason" in found ? refused(bias, input, found.reason) : records({ ...found.effect, measure: "risk-ratio" });
}

/** Effect and limits of such records as those of a line of the panel. */
function effectRecords(input: PanelInput, level: string, data: OutcomeData): ResultRecord[] {
  const { place, estimate } = input;
  const { effect } = measures[estimate.measure];
  const names = [effect, `${effect}_lower`, `${effect}_upper`];
  return estimateUnder(input, estimate, data).flatMap((record) =>
    record.kind === "statistic" && record.group === null && names.includes(record.statistic)
      ? [{ ...record, ...place, level }]
      : [],
  );
}

function notEvaluable(bias: Extract<Bias, { method: "not-evaluable" }>, input: PanelInput): ResultRecord[] {
  const { main, weights, place, estimate } = input;
  const { view } = outcomeOf(input);
  if (view?.kind !== "response") return refused(bias, input, "the endpoint is no response derived here");
  const { patients, covariates } = main.cohort;
  return boundByNotEvaluable(place, bias, {
    patients,
    covariates,
    weights,
    counted: view.counted.map((yes, i) => (yes === 1 && view.available[i] === 1 ? 1 : 0)),
    known: view.category.map((category) => (category < EVALUABLE_CATEGORIES ? 1 : 0)),
    responder: view.isResponder,
    level: estimate.level,
  });
}

function censoring(bias: Extract<Bias, { method: "censoring" }>, input: PanelInput): ResultRecord[] {
  const { main, weights, place, estimate, seed } = input;
  const { data, imputable } = outcomeOf(input);
  if (data.kind !== "survival") return refused(bias, input, "the endpoint is no time to an event");
  return boundByCensoring(place, bias, {
    patients: main.cohort.patients,
    weights,
    data,
    imputable,
    level: estimate.level,
    seed,
  });
}

function scanAlignment(bias: Extract<Bias, { method: "scan-alignment" }>, input: PanelInput): ResultRecord[] {
  const { main, panel, weights } = input;
  const { view } = outcomeOf(input);
  if (view?.kind !== "progression")
    return refused(bias, input, "the endpoint is no progression-free survival by scans");
  const isControl = (row: number) => main.cohort.patients.trial[row] === 0 && weights.weight[row]! > 0;
  const routine = bias.routineEveryDays ?? medianScanInterval(panel.scans, isControl);
  if (routine === null) return refused(bias, input, "no control patient has a scan after index");
  const dated = { view, deathDay: panel.deathDay };
  return [
    ...effectRecords(input, `both arms on routine scans, every ${routine} days`, coarsenScans(dated, routine)),
    ...effectRecords(
      input,
      "both arms on the trial's scans",
      refineScans(dated, plannedDays(main.variant.imaging?.schedule)),
    ),
  ];
}

/** Planned days of the trial's assessments, ascending. */
function plannedDays(schedule: Schedule | undefined): Int32Array {
  const days: number[] = [];
  let day = 0;
  for (const { everyDays, untilDay } of schedule?.segments ?? [])
    while (day + everyDays <= untilDay) {
      day += everyDays;
      days.push(day);
    }
  return Int32Array.from(days);
}

async function negativeControls(
  bias: Extract<Bias, { method: "negative-controls" }>,
  input: PanelInput,
): Promise<ResultRecord[]> {
  const { main, source, name, estimate, place } = input;
  const controls: ControlEffect[] = [];
  for (const event of bias.events) {
    const endpoint = { kind: "collected-event", label: event, event, definition: "negative control" } as const;
    const { data } = await deriveCollected("main", `bias.${event}`, endpoint, main.cohort.patients, source.store);
    const found = readMainEffect(estimateUnder(input, estimate, data), name, estimate.measure);
    if ("effect" in found && found.effect.logSe !== null && found.effect.logSe > 0)
      controls.push({ logHazardRatio: Math.log(found.effect.estimate), se: found.effect.logSe });
  }
  return withEffect(bias, input, (effect) =>
    calibrateByControls(place, effect, controls, { asked: bias.events.length, level: estimate.level }),
  );
}
