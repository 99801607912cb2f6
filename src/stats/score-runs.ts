/** Rows laid out along a score: a run is what shares stratum and score, its controls first, then its treated, each by ascending rank. */
export interface ScoreRuns {
  readonly rows: Int32Array;
  /** Position in `rows` of each run's first row, one past its last control, one past its last row. */
  readonly first: Int32Array;
  readonly middle: Int32Array;
  readonly end: Int32Array;
  readonly score: Float64Array;
  readonly stratum: Int32Array;
}

export interface ScoredRows {
  readonly score: Float64Array;
  readonly treated: Uint8Array;
  readonly stratum?: Int32Array;
}

/** The runs of the rows with `isIn[row] = 1`. `order`: all rows ascending by stratum, score, arm (controls first), rank. O(n). */
export function layoutRuns(order: Uint32Array, input: ScoredRows, isIn: Uint8Array): ScoreRuns {
  const { score, treated, stratum } = input;
  const rows = new Int32Array(order.length);
  const layout = {
    first: new Int32Array(order.length),
    middle: new Int32Array(order.length),
    end: new Int32Array(order.length),
    score: new Float64Array(order.length),
    stratum: new Int32Array(order.length),
  };
  let run = -1;
  let count = 0;
  for (let k = 0; k < order.length; k += 1) {
    const row = order[k]!;
    if (isIn[row] === 0) continue;
    const code = stratum === undefined ? 0 : stratum[row]!;
    if (run < 0 || score[row] !== layout.score[run] || code !== layout.stratum[run]) {
      run += 1;
      layout.score[run] = score[row]!;
      layout.stratum[run] = code;
      layout.first[run] = count;
      layout.middle[run] = count;
    }
    rows[count] = row;
    count += 1;
    layout.end[run] = count;
    if (treated[row] === 0) layout.middle[run] = count;
  }
  const runs = run + 1;
  return {
    rows: rows.subarray(0, count),
    first: layout.first.subarray(0, runs),
    middle: layout.middle.subarray(0, runs),
    end: layout.end.subarray(0, runs),
    score: layout.score.subarray(0, runs),
    stratum: layout.stratum.subarray(0, runs),
  };
}
