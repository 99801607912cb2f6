import { describeEligible, runDesign } from "../../../src/design/run-design.js";
import { isOfCurve, keepCurveRecords } from "../../../src/pipeline/curve-records.js";
import { estimateVariant } from "../../../src/pipeline/estimate-variant.js";
import type { VariantDesign } from "../../../src/pipeline/run-designs.js";
import type { ResultRecord } from "../../../src/results/records.js";
import { type ResultsFile, resultsFileSchema } from "../../../src/results/results-file.js";
import { suppressSmallCells } from "../../../src/results/suppress-small-cells.js";
import { describeCurve } from "../../../src/sensitivity/describe-curve.js";
import type { Plan, PlanVariant } from "../../../src/spec/plan.js";
import { cohortRecords, headOf } from "../../report/support/make-results.js";
import { openDraw } from "./draw.js";
import { drawPlan } from "./draw-plan.js";
import { drawStudy, type HostileStudy } from "./draw-study.js";

export interface HostileCase {
  readonly plan: Plan;
  readonly study: HostileStudy;
}

/** The case of a seed. */
export function drawCase(seed: number): HostileCase {
  const draw = openDraw(seed);
  return { study: drawStudy(draw), plan: drawPlan(draw) };
}

/** From designs to results.json as the pipeline goes, small cells below `limit` hidden; what the database would give is drawn. */
export async function runCase({ plan, study }: HostileCase, limit = 0): Promise<ResultsFile> {
  const head = headOf(plan);
  const records = [...head.records];
  for (const variant of [...plan.variants, ...plan.curves]) records.push(...(await runVariant(plan, variant, study)));
  const shown = suppressSmallCells(records, limit);
  const ofCurves = plan.curves.length === 0 ? [] : describeCurve(plan.curves, shown);
  return resultsFileSchema.parse(JSON.parse(JSON.stringify({ ...head, records: [...shown, ...ofCurves] })));
}

async function runVariant(plan: Plan, variant: PlanVariant, study: HostileStudy): Promise<ResultRecord[]> {
  const { patients, covariates, data } = study;
  const { seed, multiplicity } = plan.analysis;
  const cohort = { patients, covariates, collected: covariates, records: cohortRecords(plan, variant, study) };
  const made = Object.entries(variant.designs).map(([name, design]) =>
    runDesign(variant.id, name, design, patients, covariates, seed),
  );
  const isCurve = isOfCurve(variant);
  const designs = isCurve ? made.map((each) => ({ ...each, records: keepCurveRecords(each.records) })) : made;
  const eligible = isCurve ? [] : describeEligible(variant.id, patients, covariates);
  const carriedOut: VariantDesign = { variant, cohort, eligible, designs };
  const outcomes = await estimateVariant(
    carriedOut,
    { data, courses: [] },
    { seed, ...(multiplicity === undefined ? {} : { multiplicity }), progress: () => undefined },
  );
  const before = isCurve ? [] : cohort.records;
  return [...before, ...eligible, ...designs.flatMap((design) => design.records), ...outcomes];
}
