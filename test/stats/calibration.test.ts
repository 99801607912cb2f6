import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibrateEffect } from "../../src/stats/empirical-calibration.js";
import { fitNormalRandomEffects } from "../../src/stats/normal-random-effects.js";
import {
  calibrateTimes,
  fitSurvivalCalibration,
  type SurvivalCalibration,
} from "../../src/stats/survival-regression-calibration.js";
import { hasReferenceData, readDataset } from "../support/reference-data.js";

const fixture: {
  survival: Record<"referenceTime" | "referenceStatus" | "observedTime" | "observedStatus", number[]>;
} = JSON.parse(readFileSync(new URL("../../oracles/calibration/fixture.json", import.meta.url), "utf8"));

describe("random effects", () => {
  it("are by hand mean 2 and spread √(2/3 − 1/4) for 1, 2, 3 of standard error 1/2", () => {
    const { mean, sd, meanSe } = fitNormalRandomEffects({ estimate: [3, 1, 2], se: [0.5, 0.5, 0.5] });
    expect(mean).toBeCloseTo(2, 12);
    expect(sd).toBeCloseTo(Math.sqrt(2 / 3 - 1 / 4), 10);
    expect(meanSe).toBeCloseTo(Math.sqrt(2 / 9), 10);
  });

  it("have no spread where estimates vary no more than chance, and are refused for two", () => {
    expect(fitNormalRandomEffects({ estimate: [1, 1.1, 0.9], se: [1, 1, 1] }).sd).toBe(0);
    expect(fitNormalRandomEffects({ estimate: [1, 1, 1], se: [1, 1, 1] })).toMatchObject({ mean: 1, sd: 0 });
    expect(() => fitNormalRandomEffects({ estimate: [1, 2], se: [1, 1] })).toThrow("at least 3 estimates; got 2");
    expect(() => fitNormalRandomEffects({ estimate: [1, 2, 3], se: [1, 1, 0] })).toThrow("standard errors > 0");
  });

  it("move with the estimates and do not depend on their order", () => {
    const row = fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: 0.05, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 20 }), (rows) => {
        const of = (list: readonly (readonly [number, number])[], shift: number) =>
          fitNormalRandomEffects({ estimate: list.map(([y]) => y + shift), se: list.map(([, s]) => s) });
        const plain = of(rows, 0);
        expect(of(rows.toReversed(), 0)).toEqual(plain);
        expect(of(rows, 1).mean - plain.mean).toBeCloseTo(1, 6);
        expect(of(rows, 1).sd).toBeCloseTo(plain.sd, 6);
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});

describe("calibrated effects", () => {
  it("are by hand 0.4 − 0.1 with standard error √(0.3² + 0.4²)", () => {
    const { estimate, se, lower } = calibrateEffect(0.4, 0.3, { mean: 0.1, sd: 0.4, meanSe: 0 });
    expect([estimate, se]).toEqual([0.30000000000000004, 0.5]);
    expect(lower).toBeCloseTo(0.3 - 1.959963984540054 * 0.5, 12);
  });

  it("without systematic error are the effect itself", () => {
    expect(calibrateEffect(-0.5, 0.2, { mean: 0, sd: 0, meanSe: 0 })).toMatchObject({ estimate: -0.5, se: 0.2 });
    expect(() => calibrateEffect(-0.5, 0, { mean: 0, sd: 0, meanSe: 0 })).toThrow("se > 0");
  });

  it("of a hazard ratio of 0.70 against published external controls becomes 0.772", () => {
    // Incerti et al.: external controls die faster, HR of internal against external controls 0.907.
    const { estimate } = calibrateEffect(Math.log(0.7), 0.148, { mean: Math.log(0.907), sd: 0.114, meanSe: 0.053 });
    expect(Math.exp(estimate)).toBeCloseTo(0.772, 3);
  });
});

describe("survival regression calibration", () => {
  const { survival } = fixture;
  const sample = {
    referenceTime: Int32Array.from(survival.referenceTime),
    referenceStatus: Uint8Array.from(survival.referenceStatus),
    observedTime: Int32Array.from(survival.observedTime),
    observedStatus: Uint8Array.from(survival.observedStatus),
  };

  it("is by hand the square root of time where the scale of logs is halved, and keeps a day at least 1", () => {
    const fit: SurvivalCalibration = {
      reference: { location: 0, scale: 0.5 },
      observed: { location: 0, scale: 1 },
      n: 20,
    };
    expect(Array.from(calibrateTimes(Int32Array.of(1, 100, 400), fit))).toEqual([1, 10, 20]);
    expect(calibrateTimes(Int32Array.of(1), { ...fit, reference: { location: -3, scale: 1 } })[0]).toBe(1);
  });

  it("changes nothing where both sources say the same, and needs 10 events", () => {
    const same = { ...sample, observedTime: sample.referenceTime, observedStatus: sample.referenceStatus };
    expect(calibrateTimes(sample.referenceTime, fitSurvivalCalibration(same))).toEqual(sample.referenceTime);
    const short = new Uint8Array(80);
    expect(() => fitSurvivalCalibration({ ...sample, referenceStatus: short })).toThrow(
      "at least 10 events by the reference",
    );
  });
});

describe.skipIf(!hasReferenceData)("empirical calibration on EmpiricalCalibration's example data", () => {
  it("the null of the self-controlled case series takes sertraline's p from 0 to no evidence", () => {
    const data = readDataset("empcal_sccs");
    const rows = data.drugName!.map((name, i) => ({
      name,
      isNull: data.groundTruth![i] === "0",
      logRatio: Number(data.logRr![i]),
      se: Number(data.seLogRr![i]),
    }));
    const negatives = rows.filter(({ isNull }) => isNull);
    const fit = fitNormalRandomEffects({
      estimate: negatives.map(({ logRatio }) => logRatio),
      se: negatives.map(({ se }) => se),
    });
    const sertraline = rows.find(({ name }) => name === "Sertraline")!;
    const { p } = calibrateEffect(sertraline.logRatio, sertraline.se, { ...fit, meanSe: 0 });
    expect(fit.mean).toBeCloseTo(0.792, 3);
    expect(p).toBeCloseTo(0.84, 2);
  });
});
