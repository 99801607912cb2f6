import type { Worker } from "node:worker_threads";
import { warnOfAscertainment } from "../comparison/ascertainment-warning.js";
import { fillPlace } from "../results/make-records.js";
import type { Listing, ResultRecord } from "../results/records.js";
import type { Source } from "../source/open-source.js";
import { datasetsOf } from "../spec/cohort.js";
import { evaluatorsSql } from "./compare-evidence.sql.js";
import type { DirectionRow } from "./compare-impact.js";
import { preparePairs } from "./compare-pairs.js";
import { startPairs } from "./compare-threads.js";
import type { Study } from "./open-study.js";
import type { VariantDesign } from "./run-designs.js";

/** A comparison under way: on threads of their own its pairs are compared while the next stage goes on. */
export interface RunningComparison {
  /** Every record of the stage. */
  readonly finish: () => Promise<ResultRecord[]>;
  /** Ends what still runs. */
  readonly stop: () => Promise<void>;
}

/**
 * The stage of comparisons: charts against scans, of the main analysis. Runs after the lock is checked, since it reads outcomes. No
 * records where the analysis compares nothing and no estimate mixes evaluators.
 */
export async function runComparison(study: Study, main: VariantDesign, source: Source): Promise<ResultRecord[]> {
  return (await startComparison(study, main, source, [])).finish();
}

/** The same in two steps: the source is read now, the pairs are compared by when they are asked for, on threads of `waiting` first. */
export async function startComparison(
  study: Study,
  main: VariantDesign,
  source: Source,
  waiting: readonly Worker[],
): Promise<RunningComparison> {
  const warnings = await warnOfEvaluators(main, source);
  const { comparison: comparisons, seed } = study.plan.analysis;
  const isEmpty = comparisons === undefined || Object.keys(comparisons).length === 0;
  const prepared = isEmpty ? [] : await preparePairs(main, comparisons, source);
  const jobs = prepared.map((pair) => ({ prepared: pair, main: withoutRecords(main), seed }));
  const running = startPairs(jobs, waiting);
  return {
    stop: running.stop,
    finish: async () => {
      const found = await running.finish((share) => study.effects.progress("comparison", share));
      const directions = found.flatMap((each) => each.directions);
      return [
        ...warnings,
        ...found.flatMap(({ records }) => records),
        ...(directions.length === 0 ? [] : [listDirections(directions)]),
      ];
    },
  };
}

/** What a comparison reads of a variant: a thread is not given records that are written already. */
const withoutRecords = (main: VariantDesign): VariantDesign => ({
  ...main,
  cohort: { ...main.cohort, records: [] },
  eligible: [],
  designs: main.designs.map((design) => ({ ...design, records: [] })),
});

/** A banner above each estimate whose arms were ascertained by other evaluators, as the source names them. */
async function warnOfEvaluators({ variant }: VariantDesign, source: Source): Promise<ResultRecord[]> {
  const warnings: ResultRecord[] = [];
  for (const [name, estimate] of Object.entries(variant.estimates)) {
    const endpoint = variant.endpoints[estimate.endpoint]!;
    if (endpoint.kind !== "collected-event" && endpoint.kind !== "collected-response") continue;
    if (endpoint.evaluator !== undefined) continue;
    const found = await source.store.query(evaluatorsSql, [endpoint.event]);
    const datasets = found.text("dataset_id");
    const evaluators = found.text("evaluator");
    const of = (arm: "trial" | "control") => {
      const own = datasetsOf(variant.cohort[arm]);
      return [...new Set(evaluators.filter((_, i) => own.includes(datasets[i] ?? "")))].sort().join(" and ");
    };
    const place = { variant: variant.id, stage: "comparison", population: estimate.design, variable: name } as const;
    const ascertainment = { trial: of("trial"), control: of("control") };
    if (ascertainment.trial === "" || ascertainment.control === "") continue;
    const warning = warnOfAscertainment(place, estimate.label, ascertainment);
    if (warning !== null) warnings.push(warning);
  }
  return warnings;
}

/** Which way each scenario biases, in words; the numbers are statistics beside it. */
function listDirections(rows: readonly DirectionRow[]): Listing {
  const columns = [
    { name: "comparison", label: "Comparison" },
    { name: "estimate", label: "Estimate" },
    { name: "population", label: "Population" },
    { name: "scenario", label: "Outcome as ascertained by" },
    { name: "control", label: "Control arm against scans" },
    { name: "effect", label: "Effect against scans" },
  ] as const;
  return {
    kind: "listing",
    ...fillPlace({ variant: "main", stage: "comparison", population: "comparison" }),
    listing: "comparison_direction",
    columns: columns.map((column) => ({ ...column })),
    rows: rows.map((row) => columns.map(({ name }) => row[name])),
  };
}
