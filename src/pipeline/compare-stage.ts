import { warnOfAscertainment } from "../comparison/ascertainment-warning.js";
import { comparePair } from "../comparison/compare-pair.js";
import { compareReaders } from "../comparison/compare-readers.js";
import type { ResponseView } from "../frame/endpoint-view.js";
import { fillPlace } from "../results/make-records.js";
import type { Listing, ResultRecord } from "../results/records.js";
import type { Source } from "../source/open-source.js";
import { datasetsOf } from "../spec/cohort.js";
import { evaluatorsSql } from "./compare-evidence.sql.js";
import { compareImpact, type DirectionRow } from "./compare-impact.js";
import { preparePairs } from "./compare-pairs.js";
import type { Study } from "./open-study.js";
import type { VariantDesign } from "./run-designs.js";

/**
 * The stage of comparisons: charts against scans, of the main analysis. Runs after the lock is checked, since it reads outcomes. No
 * records where the analysis compares nothing and no estimate mixes evaluators.
 */
export async function runComparison(study: Study, main: VariantDesign, source: Source): Promise<ResultRecord[]> {
  const records = await warnOfEvaluators(main, source);
  const { comparison: comparisons, seed } = study.plan.analysis;
  if (comparisons === undefined || Object.keys(comparisons).length === 0) return records;
  const { patients, covariates } = main.cohort;
  const directions: DirectionRow[] = [];
  const prepared = await preparePairs(main, comparisons, source);
  for (const [k, one] of prepared.entries()) {
    study.effects.progress("comparison", k / prepared.length);
    const { comparison, pair } = one;
    records.push(...comparePair({ comparison, pair, patients, covariates, seed }));
    if (pair.imaging.kind === "response") {
      const readers = one.readers.map(({ reader, view }) => ({ reader, view: view as ResponseView }));
      const { level, replicates } = comparison;
      records.push(...compareReaders({ name: pair.name, patients, readers, level, replicates, seed }));
    }
    const impact = compareImpact(one, main, seed);
    records.push(...impact.records);
    directions.push(...impact.directions);
  }
  if (directions.length > 0) records.push(listDirections(directions));
  return records;
}

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
