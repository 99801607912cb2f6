import { describe, expect, it } from "vitest";
import { estimateRmst } from "../../src/stats/rmst.js";
import { estimateRmstContrast } from "../../src/stats/rmst-contrast.js";
import { hasReferenceData, readDataset, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";

interface Reference {
  arm1: { rmst: number[] };
  arm0: { rmst: number[] };
  unadjusted: number[][];
}

describe.skipIf(!hasReferenceData)("restricted mean survival time against survRM2", () => {
  const expected = hasReferenceData ? readExpected<Record<string, Reference>>("rmst") : {};

  function check(
    reference: Reference,
    time: number[],
    status: number[],
    group: number[],
    tau: number,
    unit: number,
  ): void {
    const arm = (side: number) => {
      const rows = group.map((_, i) => i).filter((i) => group[i] === side);
      return estimateRmst({
        time: Int32Array.from(rows, (i) => Math.round(time[i]! * unit)),
        status: Uint8Array.from(rows, (i) => status[i]!),
        tau: tau * unit,
      });
    };
    const [arm1, arm0] = [arm(1), arm(0)];
    for (const [ours, theirs] of [
      [arm1, reference.arm1],
      [arm0, reference.arm0],
    ] as const) {
      const values = [ours.rmst, ours.se, ours.lower, ours.upper].map((value) => value / unit);
      expect(relativeError(values, theirs.rmst)).toBeLessThan(1e-12);
    }
    const { difference, ratio, ratioOfTimeLost } = estimateRmstContrast(arm1, arm0);
    const days = [difference.estimate, difference.lower, difference.upper].map((value) => value / unit);
    expect(relativeError([...days, difference.p], reference.unadjusted[0]!)).toBeLessThan(1e-11);
    for (const [measure, row] of [
      [ratio!, reference.unadjusted[1]!],
      [ratioOfTimeLost!, reference.unadjusted[2]!],
    ] as const) {
      expect(relativeError([measure.estimate, measure.lower, measure.upper, measure.p], row)).toBeLessThan(1e-11);
    }
  }

  it("pbc to 10 years: difference −0.1369 (−0.9385, 0.6647)", () => {
    const pbc = readDataset("survrm2_sample_pbc");
    const column = (name: string) => pbc[name]!.map(Number);
    check(expected.pbc_tau10!, column("time"), column("status"), column("arm"), 10, 365.25);
    const [estimate, lower, upper] = expected.pbc_tau10!.unadjusted[0]!;
    expect([estimate, lower, upper].map((value) => value!.toFixed(4))).toEqual(["-0.1369", "-0.9385", "0.6647"]);
  });

  it("lung to day 700, women against men", () => {
    const lung = readDataset("survival_lung");
    const sex = lung.sex!.map((s) => Number(s) - 1);
    check(
      expected.lung!,
      lung.time!.map(Number),
      lung.status!.map((s) => Number(s) - 1),
      sex,
      700,
      1,
    );
  });
});
