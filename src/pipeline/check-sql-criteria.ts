import type { Cohort } from "../spec/cohort.js";
import type { Criterion } from "../spec/criterion.js";
import { checkSelect } from "../store/check-select.js";
import type { Store } from "../store/store.js";

/** Checks every `sql:` criterion of a cohort before any is run: one SELECT over the tables it may see. Throws SpecError with the criterion's place. */
export async function checkSqlCriteria(cohort: Cohort, baseline: { readonly trial: Store; readonly control: Store }, full: Store): Promise<void> {
  const check = async (criteria: readonly Criterion[], path: string, store: Store): Promise<void> => {
    for (const [i, criterion] of criteria.entries()) {
      if (criterion.kind !== "sql") continue;
      const schemas = criterion.postIndex ? ["rwid"] : ["baseline"];
      await checkSelect(criterion.postIndex ? full : store, criterion.sql, `${path}.eligibility[${i}].sql`, schemas);
    }
  };
  await check(cohort.eligibility, "cohort", baseline.trial);
  await check(cohort.trial.eligibility, "cohort.trial", baseline.trial);
  await check(cohort.control.eligibility, "cohort.control", baseline.control);
}
