import type { DesignWeights } from "./design-weights.js";

/** The weights of a design carried out on some rows of a frame (`rows`, ascending), as weights of the whole frame of n rows: 0 for the others. */
export function spreadWeights(weights: DesignWeights, rows: Int32Array, n: number): DesignWeights {
  const { pair, links, equations } = weights;
  const weight = new Float64Array(n);
  const pairs = pair === null ? null : new Int32Array(n).fill(-1);
  for (let k = 0; k < rows.length; k += 1) {
    weight[rows[k]!] = weights.weight[k]!;
    if (pair !== null && pairs !== null) pairs[rows[k]!] = pair[k]!;
  }
  const place = (positions: Int32Array) => positions.map((k) => rows[k]!);
  return {
    design: weights.design,
    kind: weights.kind,
    weight,
    pair: pairs,
    ...(links === undefined ? {} : { links: { ...links, rows: place(links.rows) } }),
    ...(equations === undefined
      ? {}
      : { equations: equations.map((equation) => ({ ...equation, rows: place(equation.rows) })) }),
  };
}
