import type { ResultRecord } from "../records.js";
import type { CountBook, CountedStatistic } from "./count-book.js";
import { countRank } from "./count-system.js";

/** How the first step of an arm is called: it holds everybody of its datasets. */
const everyoneOf = /^All patients of (.+)$/;

interface Step {
  readonly remaining: CountedStatistic;
  readonly removed: number | undefined;
  readonly undocumented: number | undefined;
  /** Where rows are lines of therapy: the patients who still have one, and who have none any more. */
  readonly patients: { readonly remaining: number; readonly removed: number | undefined } | undefined;
}

/** The steps of each arm: who remains, who was removed and without which record, from the datasets down to the eligible. */
export function relateAttrition(book: CountBook, records: readonly ResultRecord[]): void {
  const { system, find } = book;
  const datasets = addDatasets(book, records);
  for (const steps of stepsOf(book)) {
    for (const [k, { remaining, removed, undocumented, patients }] of steps.entries()) {
      const before = steps[k - 1]?.remaining.count;
      if (removed !== undefined && before !== undefined) system.tie([before], [remaining.count, removed]);
      const patientsBefore = steps[k - 1]?.patients?.remaining;
      if (patients?.removed !== undefined && patientsBefore !== undefined)
        system.tie([patientsBefore], [patients.remaining, patients.removed]);
      if (removed !== undefined && undocumented !== undefined) system.nest([removed], [undocumented]);
    }
    const { variant, group } = steps[0]!.remaining.record;
    const eligible = find({ variant, population: "eligible", group, statistic: "n" });
    if (eligible !== undefined) system.same(eligible, steps.at(-1)!.remaining.count);
    relateDatasets(book, steps[0]!.remaining, datasets);
    const patients = steps.at(-1)!.patients?.remaining;
    if (patients === undefined) continue;
    // Behind lines; wherever else the number is given it is that of the eligible (`withoutFurtherPatients`).
    for (const { record, count } of book.statistics)
      if (record.statistic === "n_patients" && record.variant === variant && record.group === group)
        system.same(count, patients);
  }
}

/** Each arm of each variant, its steps in order. */
function stepsOf({ statistics, find }: CountBook): Step[][] {
  const arms = new Map<string, Step[]>();
  for (const remaining of statistics) {
    const { statistic, variant, population, group, variable, level } = remaining.record;
    if (statistic !== "n_remaining" || population !== "attrition") continue;
    const beside = (name: string) => find({ variant, population, group, variable, level, statistic: name });
    const key = JSON.stringify([variant, group]);
    const steps = arms.get(key) ?? [];
    const stillIn = beside("n_patients_remaining");
    steps.push({
      remaining,
      removed: beside("n_removed"),
      undocumented: beside("n_undocumented"),
      patients: stillIn === undefined ? undefined : { remaining: stillIn, removed: beside("n_patients_removed") },
    });
    arms.set(key, steps);
  }
  const order = ({ remaining }: Step): number => Number(remaining.record.variable?.replace("step-", ""));
  return [...arms.values()].map((steps) => steps.sort((a, b) => order(a) - order(b)));
}

/** The numbers of patients in the listing of datasets, by dataset. A trial's are its own. */
function addDatasets({ system }: CountBook, records: readonly ResultRecord[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [index, record] of records.entries()) {
    if (record.kind !== "listing" || record.listing !== "datasets") continue;
    const at = (name: string): number => record.columns.findIndex((column) => column.name === name);
    const [id, kind, patients] = [at("dataset_id"), at("kind"), at("patients")];
    for (const [row, cells] of record.rows.entries()) {
      const value = cells[patients];
      if (typeof value !== "number") continue;
      const isTrial = cells[kind] === "trial";
      const place = { record: index, kind: "listing", column: patients, row } as const;
      found.set(String(cells[id]), system.add(value, !isTrial, isTrial ? countRank.trial : countRank.dataset, place));
    }
  }
  return found;
}

function relateDatasets({ system }: CountBook, first: CountedStatistic, datasets: ReadonlyMap<string, number>): void {
  const sources = everyoneOf.exec(first.record.level ?? "")?.[1]?.split(" + ") ?? [];
  const known = sources.flatMap((source) => datasets.get(source) ?? []);
  if (known.length === 0 || known.length !== sources.length) return;
  if (known.length === 1) system.same(first.count, known[0]!);
  else system.tie([first.count], known);
}
