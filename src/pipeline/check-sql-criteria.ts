import { SpecError } from "../errors.js";
import type { Cohort } from "../spec/cohort.js";
import type { Criterion } from "../spec/criterion.js";
import { checkSelect } from "../store/check-select.js";
import type { ResultColumn, Store } from "../store/store.js";

/**
 * Checks every `sql:` criterion of a cohort before any is run: one SELECT over the tables it may see. Returns the cohort with each such statement as the
 * engine writes it back (no comments, no semicolon). Throws SpecError with the criterion's place.
 */
export async function checkSqlCriteria(
  cohort: Cohort,
  baseline: { readonly trial: Store; readonly control: Store },
  full: Store,
): Promise<Cohort> {
  const check = async (criteria: readonly Criterion[], path: string, store: Store): Promise<Criterion[]> => {
    const checked: Criterion[] = [];
    for (const [i, criterion] of criteria.entries()) {
      if (criterion.kind !== "sql") {
        checked.push(criterion);
        continue;
      }
      const place = `${path}.eligibility[${i}].sql`;
      const { sql, postIndex } = criterion;
      const select = { sql, place, schema: postIndex ? "rwid" : "baseline" } as const;
      const reader = postIndex ? full : store;
      const statement = await checkSelect(reader, select);
      checkColumns(await reader.describe(statement), place);
      checked.push({ ...criterion, sql: statement });
    }
    return checked;
  };
  const { trial, control } = cohort;
  return {
    eligibility: await check(cohort.eligibility, "cohort", baseline.trial),
    trial: { ...trial, eligibility: await check(trial.eligibility, "cohort.trial", baseline.trial) },
    control: { ...control, eligibility: await check(control.eligibility, "cohort.control", baseline.control) },
  };
}

/** A criterion says who stays by the rows it returns: any other column would be ignored, so it is refused. */
function checkColumns(columns: readonly ResultColumn[], place: string): void {
  const names = columns.map(({ name }) => name);
  if (!names.includes("patient_id"))
    throw new SpecError(`sql must return patient_id of those who stay; it returns ${names.join(", ")} → ${place}`);
  if (names.length > 1) {
    const further = names.filter((_, i) => i !== names.indexOf("patient_id")).join(", ");
    throw new SpecError(
      `sql must return patient_id alone: whoever is returned stays, and other columns are not read; it also returns ${further}: remove them, and put what patients must pass into the where clause → ${place}`,
    );
  }
  const type = columns[0]?.type;
  if (type !== "VARCHAR")
    throw new SpecError(`sql must return patient_id as the tables hold it, a text; got ${type} → ${place}`);
}
