/**
 * The positions of n rows in one canonical order: ascending by the integer keys, the first key foremost, then by a hash of the
 * real keys, then by their values. Rows that still tie are equal in every key. Whatever order the rows arrive in, the sequence of
 * key values that comes out is the same, so a sum taken along it is the same to the last bit.
 *
 * The hash (not the value) decides among rows with equal integers: a comparator over many real columns is the slow step of a
 * million-row fit, radix passes over a 32-bit hash are linear. The order of the real keys themselves therefore means nothing.
 *
 * n: rows. integers, reals: columns of length n; reals finite. Returns Uint32Array(n). O(n × keys).
 */
export function orderRows(
  n: number,
  integers: readonly (Int32Array | Uint8Array)[],
  reals: readonly Float64Array[] = [],
): Uint32Array {
  let order = new Uint32Array(n);
  for (let i = 0; i < n; i += 1) order[i] = i;
  const keys: (Int32Array | Uint8Array | Uint32Array)[] = [...integers];
  if (reals.length > 0) keys.push(hashRows(n, reals));
  let spare = new Uint32Array(n);
  for (let k = keys.length - 1; k >= 0; k -= 1) [order, spare] = sortByInteger(keys[k]!, order, spare);
  if (reals.length > 0) settleTies(order, keys, reals);
  return order;
}

/** A 32-bit hash of each row's real values (murmur3 mixing); equal rows hash equally, −0 as 0. */
function hashRows(n: number, reals: readonly Float64Array[]): Uint32Array {
  const hash = new Uint32Array(n);
  const value = new Float64Array(1);
  const words = new Uint32Array(value.buffer);
  for (const column of reals) {
    for (let i = 0; i < n; i += 1) {
      value[0] = column[i]! + 0;
      hash[i] = mix(mix(hash[i]!, words[0]!), words[1]!);
    }
  }
  return hash;
}

function mix(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51);
  const turned = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) >>> 0;
}

const DIGIT_BITS = 11;
const DIGIT_VALUES = 1 << DIGIT_BITS;

/** Stable least-significant-digit radix sort of `order` by one key. Returns the sorted positions and the array left over. */
function sortByInteger(
  key: Int32Array | Uint8Array | Uint32Array,
  order: Uint32Array<ArrayBuffer>,
  spare: Uint32Array<ArrayBuffer>,
): [Uint32Array<ArrayBuffer>, Uint32Array<ArrayBuffer>] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < key.length; i += 1) {
    if (key[i]! < low) low = key[i]!;
    if (key[i]! > high) high = key[i]!;
  }
  let from = order;
  let to = spare;
  for (let shift = 0; shift < 32 && (high - low) / 2 ** shift >= 1; shift += DIGIT_BITS) {
    const start = new Uint32Array(DIGIT_VALUES + 1);
    for (let i = 0; i < key.length; i += 1) {
      const digit = ((key[i]! - low) >>> shift) & (DIGIT_VALUES - 1);
      start[digit + 1] = start[digit + 1]! + 1;
    }
    for (let d = 0; d < DIGIT_VALUES; d += 1) start[d + 1] = start[d + 1]! + start[d]!;
    for (let i = 0; i < from.length; i += 1) {
      const row = from[i]!;
      const digit = ((key[row]! - low) >>> shift) & (DIGIT_VALUES - 1);
      to[start[digit]!] = row;
      start[digit] = start[digit]! + 1;
    }
    [from, to] = [to, from];
  }
  return [from, to];
}

/** Orders by value what shares all integer keys and the hash: nearly always equal rows, once in a while a collision. */
function settleTies(
  order: Uint32Array,
  keys: readonly (Int32Array | Uint8Array | Uint32Array)[],
  reals: readonly Float64Array[],
): void {
  const compare = (a: number, b: number) => {
    for (const column of reals) if (column[a]! !== column[b]!) return column[a]! - column[b]!;
    return 0;
  };
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && shareKeys(keys, order[from]!, order[to]!)) to += 1;
    if (to - from > 1) order.subarray(from, to).sort(compare);
    from = to;
  }
}

function shareKeys(keys: readonly (Int32Array | Uint8Array | Uint32Array)[], a: number, b: number): boolean {
  for (const key of keys) if (key[a] !== key[b]) return false;
  return true;
}
