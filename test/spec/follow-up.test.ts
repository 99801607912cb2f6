import { describe, expect, it } from "vitest";
import { planHashes } from "../../src/spec/plan-hashes.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";

const set = (value: unknown): Loose => value as Loose;
const resolved = (change: (analysis: Loose) => void = () => undefined) =>
  resolve(
    changedAnalysis((analysis) => {
      analysis.followUp = set({ tauDays: 730 });
      change(analysis);
    }),
    "a",
  );

describe("the common horizon", () => {
  it("puts a restricted mean behind every hazard ratio, with its design, level and variance, exploratory", () => {
    const { analysis } = resolved((a) => {
      a.estimates!.main = set({ ...a.estimates!.main, variance: "influence", level: 0.9 });
    });
    expect(Object.keys(analysis.estimates)).toEqual(["crude", "crudeRmst", "main", "mainRmst"]);
    expect(analysis.estimates.mainRmst).toEqual({
      ...{ measure: "rmst-difference", label: "Weighted, restricted mean to 730 days", endpoint: "rfs" },
      ...{ design: "weighted", role: "exploratory", level: 0.9, tauDays: 730, variance: "influence" },
    });
    expect(analysis.followUp).toEqual({ tauDays: 730, leads: "if-not-proportional", alpha: 0.05 });
  });

  it("adds none where the plan has it, gives it the convention's defaults, and resolves to itself", () => {
    const words = { measure: "rmst-difference", endpoint: "rfs", design: "weighted", tauDays: 730 };
    const { analysis } = resolved((a) => {
      a.convention = set("SAS");
      a.estimates!.own = set({ ...words, label: "Own", role: "key-secondary" });
    });
    expect(Object.keys(analysis.estimates)).toEqual(["crude", "crudeRmst", "main", "own"]);
    expect(analysis.estimates.crudeRmst).toMatchObject({ curve: "log-log", flat: "next-event" });
    const again = resolve(JSON.parse(JSON.stringify(analysis)), "a");
    expect(again.analysis).toEqual(analysis);
  });

  it("binds what decides: another τ is for sensitivity, context and exploratory estimates", () => {
    const mean = (role: string) => (a: Loose) => {
      const words = { measure: "rmst-difference", label: "Own", endpoint: "rfs", design: "crude", tauDays: 365 };
      a.estimates!.own = set({ ...words, role });
    };
    expect(() => resolved(mean("key-secondary"))).toThrow(
      "a key-secondary restricted mean is to the common horizon of 730 days (followUp.tauDays); got 365: another τ is a sensitivity estimate → estimates.own.tauDays",
    );
    expect(resolved(mean("sensitivity")).analysis.estimates.own).toMatchObject({ tauDays: 365 });
  });

  it("is locked by name, and leaves a plan without it as it was", () => {
    const hash = (a: (analysis: Loose) => void) => planHashes(resolved(a)).sensitivity["followUp.horizon"];
    expect(hash(() => undefined)).not.toBe(hash((a) => (a.followUp!.alpha = set(0.1))));
    const plain = resolve(
      changedAnalysis(() => undefined),
      "a",
    );
    expect(Object.keys(plain.analysis.estimates)).toEqual(["crude", "main"]);
    expect("followUp" in plain.analysis).toBe(false);
    expect("followUp.horizon" in planHashes(plain).sensitivity).toBe(false);
  });

  it.each([
    [0, "must be > 0; got 0"],
    [-730, "must be > 0; got -730"],
    [730.5, "got 730.5"],
    [Number.NaN, "got NaN"],
    ["730", 'must be a number; got the text "730"'],
  ])("is refused where it is none, and nothing else with it: %s", (tauDays, message) => {
    let told = "accepted";
    try {
      resolved((a) => (a.followUp = set({ tauDays })));
    } catch (error) {
      told = (error as Error).message;
    }
    expect(told).toContain("followUp.tauDays");
    expect(told).toContain(message);
    expect(told).not.toContain("estimates");
    expect(told).not.toContain("Rmst");
  });
});

describe("where follow-up of an endpoint ends", () => {
  const withEnds = (change: (analysis: Loose) => void) =>
    resolved((a) => {
      a.endpoints!.rfs = set({ ...a.endpoints!.rfs, ends: { trial: { days: 365 } } });
      change(a);
    });

  it("belongs to the endpoint, its hash and its sensitivity analyses", () => {
    const cut = withEnds((a) => {
      const patch = { endpoints: { rfs: { ends: { control: { days: 365 } } } } };
      a.sensitivity = set({ both: { label: "Both", varies: "both arms", why: "alike", patch, estimates: ["main"] } });
    });
    expect(cut.variants[1]!.endpoints.rfs).toMatchObject({ ends: { trial: { days: 365 }, control: { days: 365 } } });
    expect(planHashes(cut).endpoints.rfs).not.toBe(planHashes(resolved()).endpoints.rfs);
  });

  it("is refused of what is no time from index, and by a bias method that goes back to the times", () => {
    expect(() =>
      withEnds((a) => {
        a.bias = set({ censoring: { method: "censoring", estimates: ["main"] } });
      }),
    ).toThrow('censoring knows no cut of follow-up; "rfs" has ends → bias.censoring');
    const duration = { kind: "duration-of-response", by: "imaging", label: "DoR", definition: "d" };
    expect(() =>
      withEnds((a) => {
        a.endpoints!.dor = set({ ...duration, progressionRule: "admiral", ends: { trial: { days: 5 } } });
      }),
    ).toThrow('ends belong to a time to an event from index; "dor" is duration-of-response → endpoints.dor.ends');
  });
});
