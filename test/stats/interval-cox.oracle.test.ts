import { describe, expect, it } from "vitest";
import { fitIntervalCox } from "../../src/stats/interval-cox.js";
import { hasReferenceData, readDataset, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";

describe.skipIf(!hasReferenceData)("interval-censored Cox against R icenReg's ic_sp", () => {
  const expected = hasReferenceData
    ? readExpected<Record<"ic_sp_ph_bcos" | "ic_sp_mice", { coef: Record<string, number>; llk: number }>>(
        "interval_models",
      )
    : null;
  const fitArm = (left: string[], right: string[], arm: number[]) => {
    const until = right.map((day) => (day === "Inf" ? 0 : Number(day)));
    return fitIntervalCox({
      left: Int32Array.from(left, Number),
      right: Int32Array.from(until),
      rightCensored: Uint8Array.from(until, (day) => (day === 0 ? 1 : 0)),
      X: Float64Array.from(arm),
      p: 1,
      names: ["arm"],
    });
  };

  it("breast cosmesis: radiotherapy with chemotherapy against without", () => {
    const { left, right, treatment } = readDataset("interval_bcos");
    const ours = fitArm(
      left!,
      right!,
      treatment!.map((t) => (t === "RadChem" ? 1 : 0)),
    );
    // icenReg's search stops early: its likelihood is lower than this one's in the eighth digit.
    expect(Math.abs(ours.beta[0]! - expected!.ic_sp_ph_bcos.coef.treatmentRadChem!)).toBeLessThan(1e-4);
    expect(ours.logLikelihood).toBeGreaterThanOrEqual(expected!.ic_sp_ph_bcos.llk - 1e-9);
    expect(relativeError([ours.logLikelihood], [expected!.ic_sp_ph_bcos.llk])).toBeLessThan(1e-8);
  });

  it("lung tumours of mice: germ-free against conventional", () => {
    const { l, u, grp } = readDataset("icenreg_miceData");
    const ours = fitArm(
      l!,
      u!,
      grp!.map((group) => (group === "ge" ? 1 : 0)),
    );
    expect(Math.abs(ours.beta[0]! - expected!.ic_sp_mice.coef.grpge!)).toBeLessThan(1e-4);
    expect(relativeError([ours.logLikelihood], [expected!.ic_sp_mice.llk])).toBeLessThan(1e-8);
  });
});
