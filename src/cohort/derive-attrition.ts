import { DataError } from "../errors.js";
import { makeStatistic } from "../results/make-records.js";
import type { Listing, ResultRecord } from "../results/records.js";
import { testedType } from "../spec/condition.js";
import type { Criterion } from "../spec/criterion.js";
import type { Columns } from "../store/columns.js";
import type { Store } from "../store/store.js";
import { compileCriterion, type DerivedQuery, unreadableQuery } from "./criterion.sql.js";

/** One arm on its way through eligibility. */
export interface ArmInput {
  readonly group: "trial" | "control";
  readonly dataset: string;
  /** Every patient of the dataset, ascending. */
  readonly everyone: readonly string[];
  /** Those with an index date. */
  readonly indexed: ReadonlySet<string>;
  /** Where rows are lines of therapy: the patient of each of `everyone`. */
  readonly patientOf?: readonly string[];
  readonly indexQuery: DerivedQuery;
  readonly criteria: readonly Criterion[];
  /** Holds only what lies at or before index. */
  readonly baseline: Store;
  /** Holds everything: read by criteria that say `postIndex`, and by nothing else here. */
  readonly full: Store;
}

export interface Attrition {
  readonly eligible: readonly string[];
  readonly records: readonly ResultRecord[];
  readonly sql: Listing["rows"];
}

interface Step {
  readonly label: string;
  readonly kind: string;
  readonly postIndex: boolean;
  readonly query: DerivedQuery | null;
}

/**
 * The eligible patients of one arm, and how many each step removed: all of the dataset, those with an index date, then each criterion in the
 * order of the analysis file. A patient without the record a criterion asks for is removed, and counted apart as undocumented. Where rows are lines of
 * therapy, each is judged at its own index; lines are counted, and beside them the patients who still have one.
 * Throws DataError when a step leaves nobody.
 */
export async function deriveAttrition(variant: string, arm: ArmInput): Promise<Attrition> {
  const records: ResultRecord[] = [];
  const sql: Listing["rows"] = [];
  let staying: readonly string[] = arm.everyone;
  const countPatients = patientCounter(arm);
  let patientsBefore: number | null = null;
  const note = (order: number, step: Step, before: number, undocumented: number): void => {
    const place = {
      variant,
      stage: "cohort",
      population: "attrition",
      group: arm.group,
      variable: `step-${order}`,
    } as const;
    const detail = {
      level: step.label,
      unit: countPatients === null ? "patients" : "lines",
      params: { order, kind: step.kind, post_index: step.postIndex },
    };
    records.push(
      makeStatistic(place, "n_remaining", staying.length, detail),
      makeStatistic(place, "n_removed", before - staying.length, detail),
      makeStatistic(place, "n_undocumented", undocumented, detail),
    );
    if (countPatients !== null) {
      const patients = { ...detail, unit: "patients" };
      const left = countPatients(staying);
      records.push(
        makeStatistic(place, "n_patients_remaining", left, patients),
        makeStatistic(place, "n_patients_removed", (patientsBefore ?? left) - left, patients),
      );
      patientsBefore = left;
    }
    if (step.query !== null)
      sql.push([arm.group, order, step.label, step.query.sql, JSON.stringify(step.query.values)]);
    if (staying.length === 0) throw emptyArm(arm, step.label, before);
  };
  note(
    0,
    {
      label:
        countPatients === null
          ? `All patients of ${arm.dataset}`
          : `Lines of therapy in ${arm.dataset} (a patient without one counts once)`,
      kind: "dataset",
      postIndex: false,
      query: null,
    },
    staying.length,
    0,
  );
  staying = arm.everyone.filter((id) => arm.indexed.has(id));
  const lost = arm.everyone.length - staying.length;
  note(
    1,
    { label: "With an index date", kind: "index", postIndex: false, query: arm.indexQuery },
    arm.everyone.length,
    lost,
  );
  for (const [i, criterion] of arm.criteria.entries()) {
    const query = compileCriterion(criterion);
    const postIndex = criterion.kind === "sql" && criterion.postIndex;
    const passes = readPasses(
      await (postIndex ? arm.full : arm.baseline).query(query.sql, query.values),
      criterion.label,
    );
    if (criterion.kind === "observation") await refuseUnreadable(arm, criterion, new Set(staying));
    const before = staying.length;
    const undocumented = staying.filter((id) => !passes.has(id)).length;
    staying = staying.filter((id) => passes.get(id) === true);
    note(
      i + 2,
      { label: criterion.label, kind: criterion.kind, postIndex, query },
      before,
      criterion.kind === "sql" ? 0 : undocumented,
    );
  }
  return { eligible: staying, records, sql };
}

/** Counts the patients behind rows that are lines; null where rows are patients. */
function patientCounter({ everyone, patientOf }: ArmInput): ((rows: readonly string[]) => number) | null {
  if (patientOf === undefined) return null;
  const patient = new Map(everyone.map((id, i) => [id, patientOf[i]!]));
  return (rows) => new Set(rows.map((id) => patient.get(id)!)).size;
}

/** A value of the other type than a criterion tests would fail it in silence. */
async function refuseUnreadable(
  arm: ArmInput,
  criterion: Extract<Criterion, { kind: "observation" }>,
  staying: ReadonlySet<string>,
): Promise<void> {
  const query = unreadableQuery(criterion);
  if (query === null) return;
  const found = (await arm.baseline.query(query.sql, query.values)).text("patient_id");
  const count = found.filter((id) => id !== null && staying.has(id)).length;
  if (count === 0) return;
  const [tested, got] =
    testedType(criterion.is) === "number" ? ["number", "value_text alone"] : ["text", "value_num alone"];
  throw new DataError(
    `criterion "${criterion.label}" tests a ${tested}, but ${count} patients of the ${arm.group} arm have observation.${got} of concept "${criterion.concept}", which would count as no; correct the data or the test`,
  );
}

function readPasses(columns: Columns, label: string): Map<string, boolean> {
  const ids = columns.text("patient_id");
  const passes = columns.boolean("passes");
  const map = new Map<string, boolean>();
  for (const [i, id] of ids.entries()) {
    if (id === null) continue;
    if (map.has(id))
      throw new DataError(
        `criterion "${label}" must give one row a patient; got a patient twice: its join multiplies rows`,
      );
    map.set(id, passes.missing[i] === 0 && passes.values[i] === 1);
  }
  return map;
}

function emptyArm(arm: ArmInput, label: string, before: number): DataError {
  return new DataError(
    `the ${arm.group} arm (dataset ${arm.dataset}) is empty after “${label}”: ${before} patients before it, none after; check the criterion against the data → cohort.${arm.group}.eligibility`,
  );
}
