import type { PatientFrame } from "../frame/patient-frame.js";
import { NEVER } from "../recist/lesion-rows.js";
import { fillPlace } from "../results/make-records.js";
import type { PatientListing } from "../results/patient-listings.js";
import type { Listing } from "../results/records.js";
import { endpointPlace } from "./arm-counts.js";
import type { SumChanges } from "./change-log.js";
import type { FollowUp } from "./follow-up.js";
import type { ResponseTable } from "./response-table.js";

type Value = string | number | boolean | null;

export interface PatientContext {
  readonly patients: PatientFrame;
  readonly changes: SumChanges;
  readonly table: ResponseTable;
  readonly labels: readonly string[];
  readonly followUp: FollowUp;
}

/**
 * The patients of one arm, one by one, without identifiers: best change (`waterfall`), every complete sum (`spider`), and the course from index to last contact
 * (`swimmer`). Rows are numbered within each listing by what stands in them, so that no number tells of the order in the data, nor who is who between listings.
 */
export function listPatients(
  variant: string,
  name: string,
  group: "trial" | "control",
  context: PatientContext,
): Listing[] {
  const { patients, changes, table, labels, followUp } = context;
  const mine = Array.from(patients.trial.keys()).filter((p) => patients.trial[p] === (group === "trial" ? 1 : 0));
  const place = fillPlace({ ...endpointPlace(variant, name), group });
  const list = (listing: PatientListing, columns: readonly string[], rows: readonly Value[][]): Listing => ({
    kind: "listing",
    ...place,
    listing,
    columns: ["row", ...columns].map((column) => ({ name: column, label: column })),
    rows: [...rows],
  });
  const best = (p: number): string => labels[table.best[p]!]!;
  const measured = mine.filter((p) => changes.hasDepth[p] === 1);
  const day = (value: number): number | null => (value === NEVER ? null : value);
  const waterfall = measured.map((p): Value[] => [changes.depth[p]!, best(p), changes.newLesion[p] === 1]);
  const sums = sumsByPatient(changes);
  const spider = measured.map((p) => ({ depth: changes.depth[p]!, scans: sums.get(p) ?? [], best: best(p) }));
  const swimmer = mine.flatMap((p): Value[][] => {
    const died = followUp.deathDay[p]!;
    const last = died !== NEVER ? died : followUp.lastAliveDay[p]!;
    if (last === NEVER || last < 0) return [];
    const { cr, pr, pd } = changes.firstDay;
    const days = [changes.baselineDay, cr, pr, pd].map((each) => day(each[p]!));
    return [[last, died !== NEVER, best(p), table.isResponder[p] === 1, ...days]];
  });
  const numbered = (rows: readonly Value[][]): Value[][] =>
    [...rows].sort(byContent).map((cells, i) => [i + 1, ...cells]);
  return [
    list("waterfall", ["percent", "best_response", "new_lesion"], numbered(waterfall)),
    list(
      "spider",
      ["day", "percent", "new_lesion", "best_response"],
      spider
        .sort((a, b) => byContent([a.depth, JSON.stringify(a)], [b.depth, JSON.stringify(b)]))
        .flatMap(({ scans, best: response }, i) => scans.map((scan) => [i + 1, ...scan, response])),
    ),
    list(
      "swimmer",
      ["last_day", "died", "best_response", "responder", "baseline_day", "cr_day", "pr_day", "pd_day"],
      numbered(swimmer),
    ),
  ];
}

/** Day, change and whether a new lesion stands beside it, of each complete sum of each patient. */
function sumsByPatient({ patient, day, percent, withNewLesion }: SumChanges): Map<number, Value[][]> {
  const sums = new Map<number, Value[][]>();
  for (const [i, p] of patient.entries()) {
    const row: Value[] = [day[i]!, percent[i]!, withNewLesion[i] === 1];
    const known = sums.get(p);
    if (known === undefined) sums.set(p, [row]);
    else known.push(row);
  }
  return sums;
}

/** Numbers from the greatest to the least, then the other cells in code-unit order. */
function byContent(a: readonly Value[], b: readonly Value[]): number {
  const [first, second] = [Number(a[0]), Number(b[0])];
  if (first !== second) return second - first;
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
