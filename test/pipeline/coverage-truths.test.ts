import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { drawCoverageWorld } from "../../src/pipeline/coverage-draw.js";
import {
  differenceIn,
  incidenceTo,
  inResponseTo,
  meanIn,
  meanTo,
  oddsRatioIn,
  quantileIn,
  ratioIn,
} from "../../src/pipeline/coverage-truths.js";
import { coverageResponseHazard, coverageTau, coverageWorlds } from "../../src/pipeline/coverage-worlds.js";

const { confounded, late, leaving, modified, tripled } = coverageWorlds;

describe("the truth of a world", () => {
  it("is the mean at each x weighed by the population's x", () => {
    // Trial 120 of 400 with x = 1, control 360 of 600: propensity 7/13 at x = 0, 1/4 at x = 1.
    expect(differenceIn(confounded, confounded.rate)).toBeCloseTo(0.7 * 0.1 + 0.3 * 0.15, 14);
    expect(differenceIn(confounded, confounded.rate, undefined, "ATE")).toBeCloseTo(0.52 * 0.1 + 0.48 * 0.15, 14);
    const [low, high] = [0.52 * (7 / 13) * (6 / 13), 0.48 * (1 / 4) * (3 / 4)];
    const overlap = (0.1 * low + 0.15 * high) / (low + high);
    expect(differenceIn(confounded, confounded.rate, undefined, "ATO")).toBeCloseTo(overlap, 14);
    const entropy = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    const [mass0, mass1] = [0.52 * entropy(7 / 13), 0.48 * entropy(1 / 4)];
    const between = (0.1 * mass0 + 0.15 * mass1) / (mass0 + mass1);
    expect(differenceIn(confounded, confounded.rate, undefined, "ATEN")).toBeCloseTo(between, 14);
  });

  it("makes ratios of such means, not means of ratios", () => {
    const [trial, control] = [0.7 * 0.3 + 0.3 * 0.55, 0.7 * 0.2 + 0.3 * 0.4];
    expect(ratioIn(confounded, confounded.rate)).toBeCloseTo(trial / control, 14);
    expect(oddsRatioIn(confounded, confounded.rate)).toBeCloseTo((trial * (1 - control)) / (control * (1 - trial)), 14);
  });

  it("counts restricted means in whole days and competing events at one and a half times the hazard", () => {
    const hazard = 0.004;
    const days = Array.from({ length: coverageTau }, (_, day) => Math.exp(-hazard * day));
    expect(meanTo(hazard)).toBeCloseTo(
      days.reduce((a, b) => a + b, 0),
      9,
    );
    const daily = Array.from({ length: coverageTau }, (_, day) => Math.exp(-1.5 * hazard * day));
    const first = (1 - Math.exp(-1.5 * hazard)) / 1.5;
    expect(incidenceTo(hazard)).toBeCloseTo(first * daily.reduce((a, b) => a + b, 0), 12);
  });

  it("of being in response is the stream of responses that have not progressed since", () => {
    const [hazard, response] = [0.004, coverageResponseHazard];
    const step = 0.01;
    const streams = Array.from({ length: coverageTau / step }, (_, k) => {
      const s = (k + 0.5) * step;
      return step * response * Math.exp(-(response + hazard) * s) * Math.exp((-hazard / 2) * (coverageTau - s));
    });
    expect(inResponseTo(hazard)).toBeCloseTo(
      streams.reduce((a, b) => a + b, 0),
      9,
    );
  });

  it("takes the first day on which no more than the share is left", () => {
    const left = (day: number) => meanIn(confounded, confounded.hazard.trial, (own) => Math.exp(-own * day));
    const median = quantileIn(confounded, confounded.hazard.trial);
    expect(left(median)).toBeLessThanOrEqual(0.5);
    expect(left(median - 1)).toBeGreaterThan(0.5);
    expect(quantileIn(confounded, confounded.hazard.trial, 0.75)).toBeLessThan(median);
  });
});

describe("a sample of a world", () => {
  const draw = (
    world: Parameters<typeof drawCoverageWorld>[0],
    outcome: "time" | "response" | "course",
    name: string,
  ) => drawCoverageWorld(world, outcome, stream(7, name).uniform);

  it("holds no patient who had the event before he entered", () => {
    const { data } = draw(late, "time", "late");
    if (data.kind !== "survival" || data.entryDays === undefined) throw new Error("times with entry are asked for");
    const { timeDays, entryDays } = data;
    expect(entryDays.every((entry, i) => entry >= 0 && entry <= 150 && entry < timeDays[i]!)).toBe(true);
    expect(entryDays.filter((entry) => entry > 0).length).toBeGreaterThan(350);
  });

  it("censors by a new therapy on days of visits alone, and nobody both ways", () => {
    const { data } = draw(leaving, "time", "leaving");
    if (data.kind !== "survival" || data.newTherapy === undefined) throw new Error("times with therapy are asked for");
    const { timeDays, status, newTherapy } = data;
    const left = Array.from(newTherapy.keys()).filter((i) => newTherapy[i] === 1);
    expect(left.length).toBeGreaterThan(150);
    expect(left.every((i) => timeDays[i]! % 75 === 0 && status[i] === 0)).toBe(true);
  });

  it("tells a response where it came before progression and the end of follow-up", () => {
    const { data } = draw(confounded, "course", "course");
    if (data.kind !== "survival" || data.responseDays === undefined) throw new Error("courses are asked for");
    const { timeDays, responseDays } = data;
    expect(responseDays.every((day, i) => day <= timeDays[i]!)).toBe(true);
    expect(responseDays.filter((day) => day > 0).length).toBeGreaterThan(450);
  });

  it("has the second covariate where the world has one, and the trial's share of patients", () => {
    expect(draw(modified, "response", "modified").covariates.columns.map(({ name }) => name)).toEqual(["x", "z"]);
    expect(draw(confounded, "response", "confounded").covariates.columns.map(({ name }) => name)).toEqual(["x"]);
    expect(draw(tripled, "response", "tripled").patients.trial.reduce((a, b) => a + b, 0)).toBe(250);
    expect(draw(confounded, "response", "confounded").patients.trial.reduce((a, b) => a + b, 0)).toBe(400);
  });
});
