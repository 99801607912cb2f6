/**
 * The non-decreasing sequence closest to `values` in Σ weight × (value − fit)²: weighted isotonic regression by pooling adjacent
 * violators. values, weight: length k, weight > 0. Returns Float64Array(k). O(k). Source: Ayer et al. 1955.
 */
export function fitIsotonic(values: Float64Array, weight: Float64Array): Float64Array {
  const mean = new Float64Array(values.length);
  const mass = new Float64Array(values.length);
  const size = new Uint32Array(values.length);
  let blocks = 0;
  for (let i = 0; i < values.length; i += 1) {
    mean[blocks] = values[i]!;
    mass[blocks] = weight[i]!;
    size[blocks] = 1;
    blocks += 1;
    while (blocks > 1 && mean[blocks - 2]! >= mean[blocks - 1]!) {
      const [a, b] = [blocks - 2, blocks - 1];
      const total = mass[a]! + mass[b]!;
      mean[a]! += (mass[b]! / total) * (mean[b]! - mean[a]!);
      mass[a] = total;
      size[a]! += size[b]!;
      blocks -= 1;
    }
  }
  const fit = new Float64Array(values.length);
  for (let b = 0, from = 0; b < blocks; from += size[b]!, b += 1) fit.fill(mean[b]!, from, from + size[b]!);
  return fit;
}
