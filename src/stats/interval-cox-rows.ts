import { EstimationError } from "../errors.js";
import { orderRows } from "../math/row-order.js";
import { take } from "../math/take.js";
import {
  type IntervalRegressionData,
  type IntervalRegressionRows,
  prepareIntervalRows,
} from "./interval-weibull-rows.js";
import { deriveTurnbullIntervals } from "./turnbull-intervals.js";

/** How a row's event is known. */
export const KNOWN = { between: 0, exactly: 1, notYet: 2 } as const;

/**
 * Rows of a step-function proportional-hazards model. The cumulative baseline hazard of a stratum rises by jumps, numbered through all
 * strata; before and after each stands a position, so that jump k of stratum s lies between positions k + s and k + s + 1.
 */
export interface IntervalCoxRows {
  readonly n: number;
  readonly p: number;
  /** n × p, row-major, less the mean of the stratum; the means, strata × p. */
  readonly X: Float64Array;
  readonly means: Float64Array;
  readonly weight: Float64Array;
  /** `KNOWN`. */
  readonly kind: Uint8Array;
  /** Positions of the cumulative hazard at the row's ends; of a row without event `high` is its `low`. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly stratum: Int32Array;
  readonly strata: number;
  /** First jump of each stratum, length strata + 1. */
  readonly firstJump: Int32Array;
  /** Where each jump lies: in (left, right] days, or on that day where they are equal. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Per jump: weight of the rows known to have their event on that day. */
  readonly exactWeight: Float64Array;
  /** The row of the input that each row came from. */
  readonly source: Uint32Array;
  /** Rows of positive weight in the input, and those of them that are not right-censored. */
  readonly total: number;
  readonly events: number;
}

const METHOD = "interval-censored Cox";

/**
 * Sorts and packs the data, with a jump in each of Turnbull's innermost intervals, the only places that can hold one. A stratum without
 * events says nothing and is left out. Where nobody is known to have outlived a stratum's last interval, the hazard in it is infinite:
 * it takes no jump, and rows that end in it have outlived its left end, no more.
 * Throws EstimationError as `prepareIntervalRows`, and where no jump is left.
 */
export function prepareIntervalCoxRows(data: IntervalRegressionData): IntervalCoxRows {
  const total = countWeighted(data);
  const { n, p, X, means, weight, stratum, strata, source, events, exact } = byStratum(
    prepareIntervalRows(withoutEmptyStrata(data), METHOD),
  );
  const low = new Int32Array(n);
  const high = new Int32Array(n);
  const kind = new Uint8Array(n);
  const firstJump = new Int32Array(strata + 1);
  const left: number[] = [];
  const right: number[] = [];
  for (let s = 0, from = 0; s < strata; s += 1) {
    let to = from;
    while (to < n && stratum[to] === s) to += 1;
    const support = deriveTurnbullIntervals(data, source.subarray(from, to));
    const bounded = support.left.length - (support.unbounded ? 1 : 0);
    const isOpen = !support.unbounded && support.left[bounded - 1] !== support.right[bounded - 1];
    const jumps = isOpen ? bounded - 1 : bounded;
    const base = left.length + s;
    for (let i = from; i < to; i += 1) {
      const [first, last] = [support.first[i - from]!, support.last[i - from]!];
      const isSeen = data.rightCensored[source[i]!] === 0 && last < jumps;
      kind[i] = isSeen ? (exact[i] === 1 ? KNOWN.exactly : KNOWN.between) : KNOWN.notYet;
      low[i] = base + Math.min(first, jumps);
      high[i] = isSeen ? base + last + 1 : low[i]!;
    }
    left.push(...support.left.subarray(0, jumps));
    right.push(...support.right.subarray(0, jumps));
    firstJump[s + 1] = left.length;
    from = to;
  }
  if (left.length === 0)
    throw new EstimationError(`${METHOD} needs events at distinct times; got intervals that all share a day`);
  const exactWeight = new Float64Array(left.length);
  for (let i = 0; i < n; i += 1) if (kind[i] === KNOWN.exactly) exactWeight[low[i]! - stratum[i]!]! += weight[i]!;
  const packed = { n, p, X, means, weight, stratum, strata, source, events, total, low, high, kind, firstJump };
  return { ...packed, left: Int32Array.from(left), right: Int32Array.from(right), exactWeight };
}

/** The rows stratum by stratum, in canonical order within each. */
function byStratum(rows: IntervalRegressionRows): IntervalRegressionRows {
  const { n, p, strata } = rows;
  if (strata === 1) return rows;
  const order = orderRows(n, [rows.stratum]);
  const X = new Float64Array(n * p);
  order.forEach((row, i) => {
    X.set(rows.X.subarray(row * p, (row + 1) * p), i * p);
  });
  return {
    ...rows,
    X,
    weight: take(rows.weight, order, new Float64Array(n)),
    stratum: take(rows.stratum, order, new Int32Array(n)),
    exact: take(rows.exact, order, new Uint8Array(n)),
    source: order.map((row) => rows.source[row]!),
  };
}

function countWeighted({ left, weight }: IntervalRegressionData): number {
  return weight === undefined ? left.length : weight.reduce((count, w) => count + (w > 0 ? 1 : 0), 0);
}

/** The rows of strata without an event get no weight; all keep theirs where no stratum has one, which is refused by name. */
function withoutEmptyStrata(data: IntervalRegressionData): IntervalRegressionData {
  const { stratum, weight, rightCensored } = data;
  if (stratum === undefined) return data;
  const seen = new Set<number>();
  stratum.forEach((s, i) => {
    if (rightCensored[i] === 0 && (weight === undefined || weight[i]! > 0)) seen.add(s);
  });
  if (seen.size === 0) return data;
  return { ...data, weight: Float64Array.from(stratum, (s, i) => (seen.has(s) ? (weight?.[i] ?? 1) : 0)) };
}
