/** Nelson–Aalen cumulative hazard of the sample at each member's own time: Σ d(u)/n(u) over event times u up to and including it.
 *  time: Int32Array(n), days, > 0, any order. status: Uint8Array(n), 1 = event. Everyone is at risk from 0 to his own time, that day included.
 *  Ties: d events among n at risk add d/n once (R survfit cumhaz, ctype = 1), not 1/n + 1/(n − 1) + ….
 *  Returns Float64Array(n), aligned to the input; empty for n = 0. O(n log n). Source: Nelson 1972; Aalen 1978; survival 3.5-3 survfit. */
export function deriveNelsonAalen(time: Int32Array, status: Uint8Array): Float64Array {
  const n = time.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => time[a]! - time[b]!);
  const hazard = new Float64Array(n);
  let total = 0;
  for (let from = 0; from < n; ) {
    const day = time[order[from]!]!;
    let [to, events] = [from, 0];
    for (; to < n && time[order[to]!]! === day; to += 1) events += status[order[to]!]!;
    total += events / (n - from);
    for (let k = from; k < to; k += 1) hazard[order[k]!] = total;
    from = to;
  }
  return hazard;
}
