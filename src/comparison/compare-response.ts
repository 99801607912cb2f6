import {
  type EndpointPair,
  EVALUABLE_CATEGORIES,
  RESPONSE_CATEGORIES,
  type ResponseView,
} from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { stream } from "../math/stream.js";
import { crossLevel } from "../results/cross-level.js";
import { makeNotEstimable, makeStatistic, makeStatisticOrNot } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { compareYesNo } from "./compare-yes-no.js";
import { type ArmName, arms, comparisonPlace, rowsOf } from "./comparison-place.js";
import { describeAgreement } from "./describe-agreement.js";
import { isCoveredByBoth } from "./evaluability.js";

export interface ResponseComparison {
  readonly pair: EndpointPair & { readonly ehr: ResponseView; readonly imaging: ResponseView };
  readonly patients: PatientFrame;
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
}

const evaluable = RESPONSE_CATEGORIES.slice(0, EVALUABLE_CATEGORIES);

/** Output 2, per arm: best response by charts against scans, all categories and yes/no; scans are the reference. */
export function compareResponse(input: ResponseComparison): ResultRecord[] {
  const { pair, patients, seed } = input;
  return arms.flatMap(([group, side]) => {
    const rows = rowsOf(patients, side, (row) => isCoveredByBoth(pair, row));
    const openStream = () => stream(seed, `bootstrap/comparison/${pair.name}/${group}`);
    if (rows.length === 0) {
      const reason = "no patient of this arm has both charts and scans";
      return [makeNotEstimable(comparisonPlace(pair.name, "agreement", group), "proportion", reason)];
    }
    return [
      ...matrixRecords(input, group, rows),
      ...describeAgreement({
        place: (what) => comparisonPlace(pair.name, what, group),
        table: `${pair.name}.matrix`,
        categories: evaluable,
        counts: evaluableCounts(pair, rows),
        level: input.level,
        replicates: input.replicates,
        openStream,
      }),
      ...compareYesNo(input, { group, rows, openStream }),
    ];
  });
}

/** The cells of charts by scans, and what share each is of its row. */
function matrixRecords({ pair }: ResponseComparison, group: ArmName, rows: Int32Array): ResultRecord[] {
  const place = comparisonPlace(pair.name, "matrix", group);
  return RESPONSE_CATEGORIES.flatMap((chart, i) => {
    const inRow = rows.filter((row) => pair.ehr.category[row] === i);
    return RESPONSE_CATEGORIES.flatMap((scan, j) => {
      const count = inRow.filter((row) => pair.imaging.category[row] === j).length;
      const level = crossLevel(chart, scan);
      const share = inRow.length === 0 ? null : count / inRow.length;
      return [
        makeStatistic(place, "n", count, { level, unit: "patients" }),
        makeStatisticOrNot(place, "proportion", share, `no patient is ${chart} by charts`, {
          level,
          method: "of the row",
        }),
      ];
    });
  });
}

function evaluableCounts({ ehr, imaging }: ResponseComparison["pair"], rows: Int32Array): number[] {
  const k = EVALUABLE_CATEGORIES;
  const counts = new Array<number>(k * k).fill(0);
  for (const row of rows) {
    const [i, j] = [ehr.category[row]!, imaging.category[row]!];
    if (i < k && j < k) counts[i * k + j]! += 1;
  }
  return counts;
}
