import { covariateQuery } from "../cohort/covariate.sql.js";
import { compileCriterion, type DerivedQuery } from "../cohort/criterion.sql.js";
import { indexDateQuery } from "../cohort/index-date.sql.js";
import { datasetsOf } from "../spec/cohort.js";
import type { PlanVariant } from "../spec/plan.js";
import type { Command } from "./command.js";
import { openStudy } from "./open-study.js";

interface Step extends DerivedQuery {
  readonly step: string;
}

/** `plan`: the resolved analysis, the SQL of every step and the hashes. Reads no data. */
export const plan: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  const { analysis, variants, hash } = study.plan;
  const steps = describeSteps(variants[0]!);
  const lines = [
    JSON.stringify(analysis, null, 2),
    ...steps.flatMap(({ step, sql, values }) => ["", `-- ${step}`, `-- values: ${JSON.stringify(values)}`, `${sql};`]),
    "",
    `plan hash   ${hash}`,
    `design hash ${study.hashes.design}`,
  ];
  return { lines, json: { planHash: hash, hashes: study.hashes, plan: analysis, variants, steps }, clock: study.clock };
};

/** The SQL of a variant's cohort, in the order it is run. */
function describeSteps({ cohort, covariates }: PlanVariant): Step[] {
  const arms = (["trial", "control"] as const).flatMap((arm) => [
    { step: `${arm}: index date`, ...indexDateQuery(cohort[arm].index, datasetsOf(cohort[arm])) },
    ...[...cohort.eligibility, ...cohort[arm].eligibility].map((criterion) => ({
      step: `${arm}: ${criterion.label}`,
      ...compileCriterion(criterion),
    })),
  ]);
  return [
    ...arms,
    ...Object.entries(covariates).map(([name, covariate]) => ({
      step: `covariate ${name}`,
      ...covariateQuery(covariate.from),
    })),
  ];
}
