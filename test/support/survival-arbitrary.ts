import fc from "fast-check";

/** Small right-censored samples with many ties; every column as the kernels take it. */
export interface SurvivalSample {
  readonly time: Int32Array;
  readonly status: Uint8Array;
  readonly weight: Float64Array;
  readonly entry: Int32Array;
  readonly group: Int32Array;
  /** Two covariates, column-major. */
  readonly X: Float64Array;
}

/** Samples of `minLength` to `maxLength` rows: times 1–12, entries before them, weights 0.1–3, groups 0–1. */
export function survivalSample(minLength: number, maxLength: number): fc.Arbitrary<SurvivalSample> {
  const row = fc.record({
    time: fc.integer({ min: 1, max: 12 }),
    status: fc.integer({ min: 0, max: 1 }),
    weight: fc.double({ min: 0.1, max: 3, noNaN: true }),
    entry: fc.integer({ min: 0, max: 11 }),
    group: fc.integer({ min: 0, max: 1 }),
    x: fc.integer({ min: -2000, max: 2000 }).map((x) => x / 1000),
    z: fc.integer({ min: 0, max: 3 }),
  });
  return fc.array(row, { minLength, maxLength }).map((rows) => ({
    time: Int32Array.from(rows, (r) => r.time),
    status: Uint8Array.from(rows, (r) => r.status),
    weight: Float64Array.from(rows, (r) => r.weight),
    entry: Int32Array.from(rows, (r) => Math.min(r.entry, r.time - 1)),
    group: Int32Array.from(rows, (r) => r.group),
    X: Float64Array.from([...rows.map((r) => r.x), ...rows.map((r) => r.z)]),
  }));
}

/** The sample with its rows turned round and dealt like cards into `piles`: a fixed permutation that is not a plain reversal. */
export function rearrange(sample: SurvivalSample, piles: number): SurvivalSample {
  const n = sample.time.length;
  const order = Array.from({ length: n }, (_, i) => n - 1 - i).sort((a, b) => (a % piles) - (b % piles));
  const twoColumns = [...order, ...order.map((i) => n + i)];
  return {
    time: Int32Array.from(order, (i) => sample.time[i]!),
    status: Uint8Array.from(order, (i) => sample.status[i]!),
    weight: Float64Array.from(order, (i) => sample.weight[i]!),
    entry: Int32Array.from(order, (i) => sample.entry[i]!),
    group: Int32Array.from(order, (i) => sample.group[i]!),
    X: Float64Array.from(twoColumns, (i) => sample.X[i]!),
  };
}
