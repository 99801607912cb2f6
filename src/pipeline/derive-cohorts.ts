import { type CohortResult, deriveCohort } from "../cohort/derive-cohort.js";
import { type ArmIndex, deriveIndex } from "../cohort/derive-index.js";
import { DataError } from "../errors.js";
import { openBaseline } from "../source/baseline-view.js";
import type { Source } from "../source/open-source.js";
import { type Arm, datasetsOf } from "../spec/cohort.js";
import { hashOf } from "../spec/hash.js";
import type { PlanVariant } from "../spec/plan.js";
import type { Store } from "../store/store.js";
import { checkSqlCriteria } from "./check-sql-criteria.js";
import { isOfCurve } from "./curve-records.js";
import type { Study } from "./open-study.js";

/** A variant with its patients. */
export interface VariantCohort {
  readonly variant: PlanVariant;
  readonly cohort: CohortResult;
}

interface Baseline {
  readonly store: Store;
  readonly index: ArmIndex;
}

/**
 * The cohort of every variant of a plan. Variants that ask for the same cohort share one; arms that share dataset and index rule share one baseline
 * database. Nothing here can see what lies after index, except the index dates themselves and criteria that say `postIndex`.
 */
export async function deriveCohorts(study: Study, source: Source): Promise<VariantCohort[]> {
  return study.clock.time("cohort", async () => {
    const baselines = new Map<string, Baseline>();
    const cohorts = new Map<string, CohortResult>();
    try {
      const derived: VariantCohort[] = [];
      const variants = [...study.plan.variants, ...study.plan.curves];
      for (const [k, variant] of variants.entries()) {
        study.effects.progress("cohort", k / variants.length);
        const key = hashOf({
          cohort: variant.cohort,
          covariates: variant.covariates,
          harmonisation: variant.harmonisation ?? {},
        });
        const known = cohorts.get(key);
        const cohort = known === undefined ? await deriveOne(variant, source, baselines) : relabel(known, variant.id);
        if (known === undefined) {
          study.clock.count("cohorts");
          cohorts.set(key, cohort);
        }
        derived.push({ variant, cohort: isOfCurve(variant) ? { ...cohort, records: [] } : cohort });
      }
      return derived;
    } finally {
      for (const { store } of baselines.values()) store.close();
    }
  });
}

async function deriveOne(
  variant: PlanVariant,
  source: Source,
  baselines: Map<string, Baseline>,
): Promise<CohortResult> {
  const { cohort, covariates, harmonisation = {} } = variant;
  const where = variant.id === "main" ? "" : ` (sensitivity analysis "${variant.id}")`;
  try {
    const trial = await baselineOf(cohort.trial, "trial", source, baselines);
    const control = await baselineOf(cohort.control, "control", source, baselines);
    const checked = await checkSqlCriteria(cohort, { trial: trial.store, control: control.store }, source.store);
    return await deriveCohort({
      variant: variant.id,
      cohort: checked,
      covariates,
      harmonisation,
      index: { trial: trial.index, control: control.index },
      baseline: { trial: trial.store, control: control.store },
      full: source.store,
    });
  } catch (error) {
    if (error instanceof DataError && where !== "") throw new DataError(`${error.message}${where}`);
    throw error;
  }
}

async function baselineOf(
  arm: Arm,
  place: "trial" | "control",
  source: Source,
  baselines: Map<string, Baseline>,
): Promise<Baseline> {
  const key = hashOf({ datasets: datasetsOf(arm), index: arm.index });
  const known = baselines.get(key);
  if (known !== undefined) return known;
  const index = await deriveIndex(source.store, arm, place);
  const { store, undated } = await openBaseline(source, index);
  const baseline = { store, index: { ...index, undated } };
  baselines.set(key, baseline);
  return baseline;
}

/** The same patients under another variant's name. */
function relabel(cohort: CohortResult, variant: string): CohortResult {
  return { ...cohort, records: cohort.records.map((record) => ({ ...record, variant })) };
}
