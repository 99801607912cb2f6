import { describe, expect, it } from "vitest";
import { fitTurnbull } from "../../src/stats/turnbull.js";
import { hasReferenceData, readDataset, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";

const difference = (actual: ArrayLike<number>, expected: readonly number[]) =>
  actual.length === expected.length ? Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value))) : Infinity;

interface Reference {
  left: number[];
  right: number[];
  p: number[];
  ll: number;
}

describe.skipIf(!hasReferenceData)("Turnbull against R Icens", () => {
  const expected = hasReferenceData
    ? readExpected<{ bcos_npmle: Record<string, Reference> }>("interval_np").bcos_npmle
    : {};

  it.each(["Rad", "RadChem"])("breast cosmesis, %s: the intervals that hold mass, and how much", (treatment) => {
    const bcos = readDataset("interval_bcos");
    const rows = bcos.treatment!.map((_, i) => i).filter((i) => bcos.treatment![i] === treatment);
    const fit = fitTurnbull({
      left: Int32Array.from(rows, (i) => Number(bcos.left![i])),
      right: Int32Array.from(rows, (i) => (bcos.right![i] === "Inf" ? 0 : Number(bcos.right![i]))),
      rightCensored: Uint8Array.from(rows, (i) => (bcos.right![i] === "Inf" ? 1 : 0)),
    });
    const held = [...fit.mass.keys()].filter((j) => fit.mass[j]! > 1e-9);
    const reference = expected[treatment]!;
    expect(held.map((j) => fit.left[j])).toEqual(reference.left);
    expect(held.map((j) => fit.right[j])).toEqual(reference.right);
    expect(
      difference(
        held.map((j) => fit.mass[j]!),
        reference.p,
      ),
    ).toBeLessThan(1e-8);
    expect(relativeError([fit.logLikelihood], [reference.ll])).toBeLessThan(1e-12);
  });
});
