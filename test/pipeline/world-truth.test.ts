import { describe, expect, it } from "vitest";
import { measureWorld } from "../../src/pipeline/world-figures.js";
import { deriveTruth } from "../../src/pipeline/world-truth.js";
import { resolveWorld } from "../../src/simulate/world.js";

const quiet = () => undefined;

describe("the truth of a world", () => {
  const world = resolveWorld({ truthPatients: 3000 });
  const truth = deriveTruth(world, quiet);

  it("is no effect at all, exactly, where the drug does nothing", () => {
    const idle = deriveTruth(resolveWorld({ truthPatients: 800, effect: 0 }), quiet);
    expect(idle.response.difference).toBe(0);
    expect(idle.response.standardError).toBe(0);
    for (const outcome of [idle.scheduledPfs, idle.latentPfs, idle.os]) {
      expect(outcome.hazardRatio).toBeCloseTo(1, 9);
      expect(outcome.rmstDifference).toBe(0);
      expect(outcome.median.experimental).toBe(outcome.median.chemotherapy);
    }
  });

  it("favours the drug, and more of it favours it more", () => {
    const strong = deriveTruth(resolveWorld({ truthPatients: 3000, effect: 1.5 }), quiet);
    expect(truth.response.difference).toBeGreaterThan(0.1);
    expect(strong.response.difference).toBeGreaterThan(truth.response.difference);
    expect(truth.scheduledPfs.hazardRatio).toBeLessThan(0.8);
    expect(strong.scheduledPfs.hazardRatio).toBeLessThan(truth.scheduledPfs.hazardRatio);
    expect(strong.latentPfs.rmstDifference).toBeGreaterThan(truth.latentPfs.rmstDifference);
  });

  it("has scheduled progression after latent, confirmed responses within unconfirmed ones", () => {
    for (const arm of ["chemotherapy", "experimental"] as const) {
      expect(truth.scheduledPfs.rmst[arm]).toBeGreaterThan(truth.latentPfs.rmst[arm]);
      expect(truth.response.confirmed[arm]).toBeLessThanOrEqual(truth.response.unconfirmed[arm]);
    }
    expect(truth.response.difference).toBeCloseTo(
      truth.response.confirmed.experimental - truth.response.confirmed.chemotherapy,
      12,
    );
  });

  it("is the same every time it is computed", () => {
    expect(deriveTruth(world, quiet)).toEqual(truth);
  });
});

describe("the world beside publications", () => {
  const figures = measureWorld(resolveWorld({}));
  const number = (part: string): number => {
    const found = figures.find(({ group, name }) => `${group}: ${name}`.includes(part));
    return Number(/[\d.]+/.exec(found?.simulated ?? "")?.[0]);
  };

  it("has the outcomes of second-line docetaxel: PFS about 4 months, confirmed response about 13 %, survival 8 to 10 months", () => {
    expect(Math.abs(number("median PFS") - 4)).toBeLessThan(0.5);
    expect(Math.abs(number("confirmed objective response") - 13)).toBeLessThan(1.5);
    expect(number("median overall survival")).toBeGreaterThanOrEqual(8);
    expect(number("median overall survival")).toBeLessThanOrEqual(10);
  });

  it("has a trial's intervals between scans: quartiles 42, 44 and 56 days", () => {
    const found = figures.find(({ name }) => name.includes("scans of the trial"));
    const quartiles = (found?.simulated ?? "").split(" / ").map(Number);
    [42, 44, 56].forEach((published, i) => {
      expect(Math.abs(quartiles[i]! - published)).toBeLessThanOrEqual(1);
    });
  });

  it("has readers who disagree as published, to five points: progression 21 %, its date 41 %, best response 29 %", () => {
    expect(Math.abs(number("one declares progression") - 21)).toBeLessThan(5);
    expect(Math.abs(number("other date of progression") - 41)).toBeLessThan(5);
    expect(Math.abs(number("other best overall response") - 28.8)).toBeLessThan(5);
  });
});
