import { describe, expect, it } from "vitest";
import { deriveDeviations } from "../../src/design/lock-deviations.js";
import type { ReplacedLock } from "../../src/results/lock-history.js";

const none = { endpoints: {}, estimates: {}, sensitivity: {} };
const replaced = (afterResults: boolean, ...changes: ReplacedLock["changes"]): ReplacedLock => ({
  designHash: null,
  reason: "a reason",
  afterResults,
  changes,
});

describe("deviations from a lock", () => {
  it("a changed part is a deviation and data driven, an added one data driven alone, a dropped one a deviation alone", () => {
    const locked = { ...none, endpoints: { rfs: "1" }, estimates: { kept: "1", gone: "1" }, replaced: [] };
    const now = { ...none, endpoints: { rfs: "2" }, estimates: { kept: "1", new: "1" } };
    expect(deriveDeviations(locked, now)).toEqual({
      deviations: [
        { what: "endpoints.rfs", kind: "changed" },
        { what: "estimates.gone", kind: "dropped" },
      ],
      dataDriven: ["endpoints.rfs", "estimates.new"],
    });
  });

  it("what a later lock took in after outcomes had been read stays a deviation and data driven; before, it does not", () => {
    const changes: ReplacedLock["changes"] = [
      { what: "endpoints.rfs", kind: "changed" },
      { what: "estimates.late", kind: "added" },
      { what: "estimates.gone", kind: "dropped" },
      { what: "data.patient", kind: "changed" },
    ];
    const now = { ...none, endpoints: { rfs: "2" }, estimates: { late: "1" } };
    expect(deriveDeviations({ ...now, replaced: [replaced(true, ...changes), replaced(false)] }, now)).toEqual({
      deviations: [changes[0], changes[2], changes[3]],
      dataDriven: ["endpoints.rfs", "estimates.late"],
    });
    expect(deriveDeviations({ ...now, replaced: [replaced(false, ...changes)] }, now)).toEqual({
      deviations: [],
      dataDriven: [],
    });
  });

  it("a design that was changed or whose lock was lost after outcomes had been read makes everything data driven", () => {
    const late = [
      replaced(true, { what: "design", kind: "changed" }),
      replaced(true, { what: "design lock", kind: "missing" }),
    ];
    expect(deriveDeviations({ ...none, replaced: late }, none).dataDriven).toEqual(["design", "design lock"]);
  });

  it("what is no longer in the plan is told once as a deviation and labels nothing", () => {
    const late = replaced(true, { what: "estimates.x", kind: "changed" });
    expect(deriveDeviations({ ...none, replaced: [late, late] }, none)).toEqual({
      deviations: [{ what: "estimates.x", kind: "changed" }],
      dataDriven: [],
    });
  });
});
