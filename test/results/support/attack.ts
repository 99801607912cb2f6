import type { PlantedEquation } from "./planted-study.js";

/**
 * The counts that an attacker pins: from the numbers told, the equations, and that no count is below 0, by bounds used until nothing moves and by elimination. Dense and
 * slow on purpose, and written apart from the engine.
 */
export function attack(equations: readonly PlantedEquation[], told: ReadonlyMap<string, number>): Map<string, number> {
  const keys = [...new Set(equations.flatMap(({ terms }) => terms.map(([key]) => key)))];
  const least = new Map(keys.map((key) => [key, told.get(key) ?? 0]));
  const most = new Map(keys.map((key) => [key, told.get(key) ?? Number.POSITIVE_INFINITY]));
  for (let moved = true; moved; ) {
    moved = false;
    for (const { terms, total } of equations)
      for (const [key, coefficient] of terms) {
        let [low, high] = [total, total];
        for (const [other, factor] of terms) {
          if (other === key) continue;
          high -= factor > 0 ? factor * least.get(other)! : factor * most.get(other)!;
          low -= factor > 0 ? factor * most.get(other)! : factor * least.get(other)!;
        }
        const [from, to] = coefficient > 0 ? [low, high] : [-high, -low];
        if (from > least.get(key)!) {
          least.set(key, from);
          moved = true;
        }
        if (to < most.get(key)!) {
          most.set(key, to);
          moved = true;
        }
      }
  }
  const pinned = new Map<string, number>();
  for (const key of keys) if (least.get(key) === most.get(key)) pinned.set(key, least.get(key)!);
  for (const [key, value] of eliminate(equations, told, keys)) pinned.set(key, value);
  return pinned;
}

/** Gauss–Jordan over the counts that are not told. */
function eliminate(
  equations: readonly PlantedEquation[],
  told: ReadonlyMap<string, number>,
  keys: readonly string[],
): Map<string, number> {
  const open = keys.filter((key) => !told.has(key));
  const rows = equations.map(({ terms, total }) => {
    const row = new Float64Array(open.length + 1);
    row[open.length] = total;
    for (const [key, coefficient] of terms)
      if (told.has(key)) row[open.length]! -= coefficient * told.get(key)!;
      else row[open.indexOf(key)]! += coefficient;
    return row;
  });
  let rank = 0;
  for (let column = 0; column < open.length && rank < rows.length; column += 1) {
    const at = rows.findIndex((row, r) => r >= rank && Math.abs(row[column]!) > 1e-9);
    if (at < 0) continue;
    [rows[rank], rows[at]] = [rows[at]!, rows[rank]!];
    const pivot = rows[rank]!;
    const lead = pivot[column]!;
    for (let k = 0; k < pivot.length; k += 1) pivot[k]! /= lead;
    for (const [r, row] of rows.entries()) {
      const factor = row[column]!;
      if (r === rank || Math.abs(factor) < 1e-12) continue;
      for (let k = 0; k < row.length; k += 1) row[k]! -= factor * pivot[k]!;
    }
    rank += 1;
  }
  const found = new Map<string, number>();
  for (const row of rows) {
    const used = open.filter((_, k) => Math.abs(row[k]!) > 1e-9);
    if (used.length === 1) found.set(used[0]!, Math.round(row[open.length]!));
  }
  return found;
}
