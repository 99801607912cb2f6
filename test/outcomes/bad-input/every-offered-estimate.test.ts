import { describe, expect, it, vi } from "vitest";
import { deriveDesign } from "../../../src/design/methods.js";
import { EstimationError } from "../../../src/errors.js";
import type { DesignWeights } from "../../../src/frame/design-weights.js";
import type { OutcomeData } from "../../../src/frame/outcome-data.js";
import { estimateEffect } from "../../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../../src/outcomes/point-effect.js";
import type { Replicates } from "../../../src/outcomes/replicates.js";
import type { ResultRecord } from "../../../src/results/records.js";
import { selectStatistics } from "../../../src/results/select.js";
import { measures } from "../../../src/spec/measures.js";
import {
  binaryOutcomes,
  covariates,
  hostileWeights,
  patients,
  responseOutcomes,
  survivalOutcomes,
  trial,
} from "./hostile-outcomes.js";
import { designs, type OfferedEstimate, offeredEstimates } from "./offered-estimates.js";

// Hundreds of estimates in each test.
vi.setConfig({ testTimeout: 120_000 });

const weightsOf = new Map(
  Object.entries(designs).map(([name, design]) => [
    name,
    deriveDesign(design, { name: "d", patients, covariates, seed: 1 }).weights,
  ]),
);
/** Being in response is made of times, though its endpoint is a yes or no. */
const isOfTime = ({ estimate }: OfferedEstimate): boolean =>
  measures[estimate.measure].sums !== "yes-no" || estimate.measure === "in-response-difference";
const outcomesOf = (offered: OfferedEstimate): Readonly<Record<string, OutcomeData>> =>
  isOfTime(offered) ? survivalOutcomes : binaryOutcomes;

/** What the resamples of an estimate gave: as many numbers as its point has, scattered, or the reason alone. */
function replicatesOf(point: number | string): Replicates {
  if (typeof point === "string")
    return { values: new Float64Array(0), drawn: 100, failures: [{ reason: point, count: 100 }] };
  return { values: Float64Array.from({ length: 100 }, (_, i) => point + (i - 49.5) / 100), drawn: 100, failures: [] };
}

function pointOf({ estimate, design }: OfferedEstimate, data: OutcomeData, weights: DesignWeights): number | string {
  try {
    return estimatePointEffect(estimate, { patients, covariates, data, weights, design });
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return error.message;
  }
}

function run(offered: OfferedEstimate, data: OutcomeData, weights: DesignWeights): ResultRecord[] {
  const { estimate, design } = offered;
  const isResampled = estimate.variance === "bootstrap";
  return estimateEffect({
    variant: "main",
    name: "e",
    role: "primary",
    blocked: null,
    ...{ estimate, design, patients, covariates, data, weights },
    ...(isResampled ? { replicates: replicatesOf(pointOf(offered, data, weights)) } : {}),
  });
}

/** What is wrong with records: a number that is none, an empty value without a reason, an effect that is not there. */
function faultsOf(records: readonly ResultRecord[], { estimate }: OfferedEstimate): string[] {
  const effect = selectStatistics(records, { statistic: measures[estimate.measure].effect, group: null });
  return [
    ...(effect.length > 0 ? [] : ["no record of the effect"]),
    ...records.flatMap((record) => unsoundNumbers(record)),
    ...selectStatistics(records, {}).flatMap(({ statistic, group, value, status, note }) =>
      (value === null) === (status === "not_estimable") && (status === "ok" || (note ?? "").length > 10)
        ? []
        : [`${statistic} of ${group}: ${value}, ${status}, ${note}`],
    ),
  ];
}

function unsoundNumbers(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (typeof value === "string") return /\b(NaN|undefined)\b/.test(value) ? [`${path} reads "${value}"`] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => unsoundNumbers(inner, `${path}.${name}`));
}

/** Faults by the estimate they befall; an exception is one. */
function findFaults(
  cases: readonly OfferedEstimate[],
  make: (offered: OfferedEstimate) => { data: OutcomeData; weights: DesignWeights },
): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const offered of cases) {
    const { data, weights } = make(offered);
    let faults: string[];
    try {
      faults = faultsOf(run(offered, data, weights), offered);
    } catch (error) {
      faults = [`threw ${String(error)}`];
    }
    if (faults.length > 0) found[offered.name] = faults;
  }
  return found;
}

const effectOf = (offered: OfferedEstimate, data: OutcomeData, weights: DesignWeights) =>
  selectStatistics(run(offered, data, weights), {
    statistic: measures[offered.estimate.measure].effect,
    group: null,
  })[0]!;

describe("what the spec offers", () => {
  it("holds every measure and every design, hundreds of estimates", () => {
    expect(offeredEstimates.length).toBeGreaterThan(500);
    expect(new Set(offeredEstimates.map(({ estimate }) => estimate.measure))).toEqual(new Set(Object.keys(measures)));
    expect(new Set(offeredEstimates.map(({ designName }) => designName))).toEqual(new Set(Object.keys(designs)));
  });

  it("is estimated on ordinary data, all of it", () => {
    const refused = offeredEstimates.flatMap((offered) => {
      const { status, note } = effectOf(offered, outcomesOf(offered).ordinary!, weightsOf.get(offered.designName)!);
      return status === "ok" ? [] : [`${offered.name}: ${note}`];
    });
    expect(refused).toEqual([]);
  });
});

const ofTime = offeredEstimates.filter(isOfTime);
const ofRates = offeredEstimates.filter((offered) => !isOfTime(offered));
const measured = (...names: string[]) => ofTime.filter(({ estimate }) => names.includes(estimate.measure));
const ratios = measured("hazard-ratio", "interval-hazard-ratio", "subdistribution-hazard-ratio");
/** A Weibull model reaches over all of time, and has a finite ratio for arms that share no day. */
const unbounded = ratios.filter(({ estimate }) => !("model" in estimate && estimate.model === "weibull"));
/** Means within the data; a parametric one goes beyond and says so. */
const toHorizon = measured(
  "rmst-difference",
  "rmst-ratio",
  "survival-difference",
  "incidence-difference",
  "in-response-difference",
);

describe("an effect that the data do not tell is not estimable, with the reason", () => {
  it.each([
    ["an empty trial arm", ofTime, survivalOutcomes],
    ["an empty control arm", ofTime, survivalOutcomes],
    ["nobody with the endpoint", ofTime, survivalOutcomes],
    ["an empty trial arm", ofRates, binaryOutcomes],
    ["an empty control arm", ofRates, binaryOutcomes],
    ["nobody with the endpoint", ofRates, binaryOutcomes],
    ["no event in the trial arm", ratios, survivalOutcomes],
    ["no event in the control arm", ratios, survivalOutcomes],
    ["no event at all", ratios, survivalOutcomes],
    ["an infinite coefficient: the trial's events come after the controls' follow-up", unbounded, survivalOutcomes],
    ["follow-up ends before τ", toHorizon, survivalOutcomes],
  ] as const)("%s", (name, cases, outcomes: Readonly<Record<string, OutcomeData>>) => {
    expect(cases.length).toBeGreaterThan(30);
    const estimated = cases.flatMap((offered) => {
      const { status } = effectOf(offered, outcomes[name]!, weightsOf.get(offered.designName)!);
      return status === "not_estimable" ? [] : [offered.name];
    });
    expect(estimated).toEqual([]);
  });

  it("a median that is not reached leaves the effect", () => {
    for (const offered of measured("hazard-ratio")) {
      const weights = weightsOf.get(offered.designName)!;
      const records = run(offered, survivalOutcomes["the median is not reached: one event in each arm"]!, weights);
      for (const { status, note } of selectStatistics(records, { statistic: "median" }))
        expect([status, note]).toEqual(["not_estimable", expect.stringMatching(/not reached/)]);
    }
  });

  it("an arm without weight leaves no effect", () => {
    // Rates after matching with replacement are of the links, not of the weights.
    const byWeight = offeredEstimates.filter(({ designName }) => !/unadjusted|with replacement/.test(designName));
    for (const offered of byWeight)
      for (const without of [0, 1]) {
        const weights = weightsOf.get(offered.designName)!;
        const weight = weights.weight.map((each, i) => (trial[i] === without ? 0 : each));
        const { status, note } = effectOf(offered, outcomesOf(offered).ordinary!, { ...weights, weight });
        expect([status, offered.name], note ?? "").toEqual(["not_estimable", offered.name]);
      }
  });
});

const kinds = [
  ["time to event", survivalOutcomes, ofTime],
  ["yes or no", binaryOutcomes, ofRates],
  ["responses that end", responseOutcomes, measured("in-response-difference")],
] as const;

describe.each(kinds)("a hostile outcome, %s, is a number or a reason in every record", (_, outcomes, cases) => {
  it.each(Object.keys(outcomes))("%s", (name) => {
    const faults = findFaults(cases, ({ designName }) => ({
      data: outcomes[name]!,
      weights: weightsOf.get(designName)!,
    }));
    expect(faults).toEqual({});
  });
});

describe.each(kinds)("hostile weights, %s, are a number or a reason in every record", (_, outcomes, cases) => {
  it.each(Object.entries(hostileWeights))("%s", (_name, change) => {
    const faults = findFaults(
      cases.filter(({ designName }) => designName !== "unadjusted"),
      ({ designName }) => {
        const weights = weightsOf.get(designName)!;
        const weight = weights.weight.map((each, i) => change(trial[i]!, i, each));
        return { data: outcomes.ordinary!, weights: { ...weights, weight } };
      },
    );
    expect(faults).toEqual({});
  });
});
