/** How many of the ascending `times` from position `from` (0) to `to` (the end) are <= `limit`, counted from the start of the column. */
export function countUpTo(times: Int32Array, limit: number, from = 0, to = times.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
