import { EVALUABLE_CATEGORIES, RESPONSE_CATEGORIES, type ResponseView } from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { stream } from "../math/stream.js";
import { makeNotEstimable } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { arms, comparisonPlace, rowsOf } from "./comparison-place.js";
import { describeAgreement } from "./describe-agreement.js";

export interface ReaderComparison {
  readonly name: string;
  readonly patients: PatientFrame;
  /** Best response of each reader, in the order of their names. */
  readonly readers: readonly { readonly reader: string; readonly view: ResponseView }[];
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
}

/** Agreement of each two readers of the same scans on best response, per arm: how far scans agree with themselves. */
export function compareReaders(input: ReaderComparison): ResultRecord[] {
  const { name, readers } = input;
  return arms.flatMap(([group, side]) => {
    const pairs = readers.flatMap((one, i) => readers.slice(i + 1).map((other) => [one, other] as const));
    const shared = pairs
      .map(([one, other]) => ({ one, other, rows: rowsReadByBoth(input, side, [one.view, other.view]) }))
      .filter(({ rows }) => rows.length > 0);
    if (shared.length === 0) {
      const reason =
        readers.length < 2
          ? "one reader only: agreement between readers needs two"
          : "no patient of this arm was read by two readers";
      return [makeNotEstimable(comparisonPlace(name, "readers.kappa", group), "kappa", reason)];
    }
    return shared.flatMap(({ one, other, rows }) => {
      const what = `readers.${one.reader}.${other.reader}`;
      const k = EVALUABLE_CATEGORIES;
      const counts = new Array<number>(k * k).fill(0);
      for (const row of rows) counts[one.view.category[row]! * k + other.view.category[row]!]! += 1;
      return describeAgreement({
        place: (part) => comparisonPlace(name, `${what}.${part}`, group),
        table: `${name}.${what}.agreement`,
        categories: RESPONSE_CATEGORIES.slice(0, k),
        counts,
        level: input.level,
        replicates: input.replicates,
        openStream: () => stream(input.seed, `bootstrap/comparison/${name}/${group}`),
      });
    });
  });
}

function rowsReadByBoth({ patients }: ReaderComparison, side: 0 | 1, views: readonly ResponseView[]): Int32Array {
  return rowsOf(patients, side, (row) => views.every(({ category }) => category[row]! < EVALUABLE_CATEGORIES));
}
