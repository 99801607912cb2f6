import { describe, expect, it } from "vitest";
import { standardPatches } from "../../src/sensitivity/standard-patches.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose, minimalAnalysis } from "../support/minimal-analysis.js";

const set = (value: unknown): Loose => value as Loose;

function imagingAnalysis(change: (analysis: Loose) => void = () => undefined): unknown {
  return changedAnalysis((analysis) => {
    const words = { definition: "in words" };
    analysis.imaging = set({ schedule: { segments: [{ everyDays: 42, untilDay: 730 }] } });
    analysis.endpoints!.pfs = set({
      kind: "progression-free-survival",
      by: "imaging",
      label: "Time to progression or death",
      ...words,
    });
    analysis.endpoints!.orr = set({
      kind: "response",
      by: "imaging",
      measure: "objective",
      label: "Objective response",
      ...words,
    });
    analysis.estimates = set({
      orr: { measure: "risk-difference", label: "ORR", endpoint: "orr", design: "weighted", role: "primary" },
      pfs: { measure: "hazard-ratio", label: "PFS", endpoint: "pfs", design: "weighted", role: "key-secondary" },
      pfsCrude: { measure: "hazard-ratio", label: "PFS, crude", endpoint: "pfs", design: "crude", role: "context" },
    });
    change(analysis);
  });
}

const patchesOf = (input: unknown) => standardPatches(resolve(input, "x").analysis);

describe("sensitivity analyses nobody wrote", () => {
  it("are rules of progression, kinds of response and other designs of the leading estimates", () => {
    const names = Object.keys(patchesOf(imagingAnalysis()));
    expect(names).toContain("standardPfsNewTherapyIgnored");
    expect(names).toContain("standardPfsGrid");
    expect(names).toContain("standardOrrUnconfirmed");
    expect(names).toContain("standardOrrEverybody");
    expect(names).toContain("standardOrrCrude");
    expect(names).toContain("standardPfsMatched");
    // The crude hazard ratio of PFS is an estimate of its own already.
    expect(names).not.toContain("standardPfsCrude");
  });

  it("of being in response keep its companions together, and leave out what changes nothing of it", () => {
    const input = imagingAnalysis((analysis) => {
      const words = { by: "imaging", label: "Time to response", definition: "in words" };
      analysis.endpoints!.ttr = set({ kind: "time-to-response", ...words });
      analysis.estimates!.share = set({
        ...{ measure: "in-response-difference", label: "In response", endpoint: "orr", progression: "pfs" },
        ...{ timeToResponse: "ttr", timeDays: 183, design: "weighted", role: "key-secondary" },
      });
    }) as Record<string, unknown>;
    const patches = patchesOf(input);
    expect(patches.standardOrrUnconfirmed).toMatchObject({
      patch: { endpoints: { orr: { confirmed: false }, ttr: { confirmed: false } } },
      estimates: ["orr", "share"],
    });
    expect(patches.standardPfsGrid!.estimates).toEqual(["pfs", "share"]);
    expect(patches.standardOrrEverybody!.estimates).toEqual(["orr"]);
    expect(patches.standardShareCrude!.estimates).toEqual(["share"]);
    expect(() => resolve({ ...input, sensitivity: patches }, "x")).not.toThrow();
  });

  it("resolve as patches of the spec, each saying what it varies and why", () => {
    const input = imagingAnalysis() as Record<string, unknown>;
    const sensitivity = patchesOf(input);
    const plan = resolve({ ...input, sensitivity }, "x");
    expect(plan.variants).toHaveLength(Object.keys(sensitivity).length + 1);
    for (const variant of plan.variants.slice(1)) {
      expect(variant.varies).toMatch(/\w/);
      expect(variant.why).toMatch(/\w/);
    }
    const grid = plan.variants.find(({ id }) => id === "standardPfsGrid")!;
    expect(grid.endpoints.pfs).toMatchObject({ progressionRule: "grid" });
    expect(grid.estimates.pfs?.role).toBe("sensitivity");
  });

  it("have labels of their own where two estimates lack one design, or the author has taken theirs", () => {
    const own = imagingAnalysis((analysis) => {
      const patch = { estimates: { pfs: { role: "exploratory" } } };
      analysis.sensitivity = set({
        mine: { label: "new therapy ignored", varies: "v", why: "w", patch, estimates: ["pfs"] },
      });
    });
    const found = patchesOf(own);
    const labels = Object.values(found).map(({ label }) => label.toLowerCase());
    expect(new Set([...labels, "new therapy ignored"]).size).toBe(labels.length + 1);
    expect(found.standardOrrMatched?.label).toBe("Design: Matched");
    expect(found.standardPfsMatched?.label).toBe("Design: Matched (PFS)");
    expect(found.standardPfsNewTherapyIgnored?.label).toBe("New therapy ignored (PFS)");
  });

  it("leave out what the author wrote under another name, and the rule the endpoint has", () => {
    const own = imagingAnalysis((analysis) => {
      analysis.endpoints!.pfs!.progressionRule = set("ema");
      analysis.sensitivity = set({
        mine: {
          label: "M",
          varies: "v",
          why: "w",
          patch: { endpoints: { orr: { confirmed: false } } },
          estimates: ["orr"],
        },
      });
    });
    const names = Object.keys(patchesOf(own));
    expect(names).not.toContain("standardOrrUnconfirmed");
    expect(names).not.toContain("standardPfsEma");
    expect(names).toContain("standardPfsGrid");
  });

  it("are only designs where nothing is derived from scans", () => {
    expect(Object.keys(patchesOf(minimalAnalysis()))).toEqual(["standardMainMatched"]);
  });
});
