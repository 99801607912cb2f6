import { warnOfAscertainment } from "../comparison/ascertainment-warning.js";
import { compareEffect, type Direction } from "../comparison/compare-effect.js";
import { correctResponse } from "../comparison/correct-response.js";
import { correctSurvival } from "../comparison/correct-survival.js";
import type { Contrast } from "../comparison/effect-of.js";
import { tipAccuracy } from "../comparison/tip-accuracy.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { fillPlace, makeNotEstimable, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import { measures } from "../spec/measures.js";
import type { PreparedPair } from "./compare-pairs.js";
import { commonHorizon, scenarioData, scenarios } from "./compare-scenarios.js";
import { evaluableSet, lockedSet, type PopulationSet } from "./compare-sets.js";
import { estimateUnder } from "./estimate-under.js";
import type { VariantDesign } from "./run-designs.js";

/** Which way one scenario biases, in words: a row of the listing that a reader quotes. */
export interface DirectionRow {
  readonly comparison: string;
  readonly estimate: string;
  readonly population: string;
  readonly scenario: string;
  readonly control: string;
  readonly effect: string;
}

export interface Impact {
  readonly records: readonly ResultRecord[];
  readonly directions: readonly DirectionRow[];
}

/**
 * Outputs 5, 7 and 8 of one comparison: each of its estimates by scans, by charts and mixed, on the locked design and on the design
 * carried out anew among patients evaluable by every source their arm has; what that shifts; and the corrections.
 */
export function compareImpact(prepared: PreparedPair, main: VariantDesign, seed: number): Impact {
  const records: ResultRecord[] = [];
  const directions: DirectionRow[] = [];
  for (const name of prepared.comparison.estimates) {
    const estimate = main.variant.estimates[name]!;
    const locked = main.designs.find((design) => design.name === estimate.design)!;
    for (const set of [lockedSet(locked), evaluableSet(prepared, main, estimate, seed)]) {
      const found = impactOf({ prepared, main, name, estimate, set, seed });
      records.push(...found.records);
      directions.push(...found.directions);
    }
  }
  return { records, directions };
}

interface ImpactInput {
  readonly prepared: PreparedPair;
  readonly main: VariantDesign;
  readonly name: string;
  readonly estimate: Estimate;
  readonly set: PopulationSet;
  readonly seed: number;
}

function impactOf(input: ImpactInput): Impact {
  const { prepared, main, name, estimate, set, seed } = input;
  const { comparison, pair } = prepared;
  const { patients } = main.cohort;
  const place = {
    variant: "main",
    stage: "comparison",
    population: set.population,
    variable: `${pair.name}.impact.${name}`,
  } as const;
  const { effect } = measures[estimate.measure];
  if (set.weights === null || set.blocked !== null) {
    const reason = set.blocked ?? "the design could not be carried out";
    return { records: [makeNotEstimable(place, effect, reason, { role: "sensitivity" })], directions: [] };
  }
  const records: ResultRecord[] = [];
  const directions: DirectionRow[] = [];
  const measure = estimate.measure as Contrast;
  const { level, replicates } = comparison;
  const shared = { place, measure, patients, weights: set.weights, level, replicates, seed };
  for (const scenario of scenarios) {
    const data = scenarioData(prepared, patients, scenario);
    const made = scenarioEffect(input, place, scenario.id, data, set.weights);
    records.push(...made.records);
    if (scenario.id === "scans") continue;
    const label = `${estimate.label} (scenario of mixed sources, not the estimate itself)`;
    const warning = made.isEstimable ? warnOfAscertainment(place, label, scenario) : null;
    if (warning !== null) records.push(warning);
    const horizonDays = commonHorizon(prepared, patients, set.weights);
    const shift = compareEffect({ ...shared, scenario: scenario.id, data, reference: prepared.imaging, horizonDays });
    records.push(...shift.records);
    directions.push({
      comparison: comparison.label,
      estimate: estimate.label,
      population: set.population,
      scenario: scenario.id,
      control: controlWords[shift.control],
      effect: effectWords(measure, shift.effect),
    });
  }
  if (set.isLocked) {
    const corrected = { ...shared, effect };
    const { ehr, imaging } = pair;
    if (ehr.kind === "response" && imaging.kind === "response") {
      const both = { ...pair, ehr, imaging };
      records.push(...correctResponse(both, corrected), ...tipAccuracy(both, corrected));
    }
    if (ehr.kind === "progression" && imaging.kind === "progression")
      records.push(...correctSurvival({ ...pair, ehr, imaging }, corrected));
  }
  return { records, directions };
}

/** The estimate as the plan makes it, of the scenario's outcomes, as records of the comparison. */
function scenarioEffect(
  { main, name, estimate }: ImpactInput,
  place: Place,
  scenario: string,
  data: OutcomeData,
  weights: DesignWeights,
): { readonly records: ResultRecord[]; readonly isEstimable: boolean } {
  const made = estimateUnder({ main, name, weights }, estimate, data);
  const { effect } = measures[estimate.measure];
  const names = [effect, `${effect}_lower`, `${effect}_upper`];
  const records = made.flatMap((record) =>
    record.kind === "statistic" && record.group === null && names.includes(record.statistic)
      ? [{ ...record, ...fillPlace(place), level: scenario }]
      : [],
  );
  return { records, isEstimable: records.some((record) => record.value !== null) };
}

const controlWords: Record<Direction, string> = {
  above: "control inflated",
  below: "control deflated",
  "not distinguishable": "not distinguishable",
  "not estimable": "not estimable",
};

/** A larger hazard ratio, or a smaller rate, speaks against the trial. */
function effectWords(measure: Contrast, direction: Direction): string {
  if (direction !== "above" && direction !== "below") return direction;
  const isWorse = (direction === "above") === (measure === "hazard-ratio");
  return isWorse ? "less favourable to the trial" : "more favourable to the trial";
}
