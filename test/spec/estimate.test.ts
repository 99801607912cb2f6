import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";

const set = (value: unknown): Loose => value as Loose;

/** The refusal of the minimal analysis with its main estimate made of `fields`; "" where it is accepted. */
function refusal(fields: Record<string, unknown>, change: (analysis: Loose) => void = () => undefined): string {
  const words = { measure: "risk-difference", label: "E", endpoint: "response", design: "crude", role: "primary" };
  try {
    resolve(
      changedAnalysis((analysis) => {
        change(analysis);
        analysis.estimates!.main = set({ ...words, ...fields });
      }),
      "analyses/x/analysis.ts",
    );
    return "";
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.message;
  }
}

describe("an estimate of a yes/no endpoint", () => {
  it("is accepted under every design, as difference, ratio and odds ratio", () => {
    for (const measure of ["risk-difference", "risk-ratio", "odds-ratio"])
      for (const design of ["crude", "weighted", "matched"]) expect(refusal({ measure, design })).toBe("");
  });

  it.each([
    ["miettinen-nurminen", "crude", ""],
    ["miettinen-nurminen", "weighted", "miettinen-nurminen needs independent unweighted arms"],
    ["miettinen-nurminen", "matched", "miettinen-nurminen needs independent unweighted arms"],
    ["newcombe", "crude", ""],
    ["newcombe", "matched", ""],
    ["newcombe", "weighted", "newcombe needs independent unweighted arms or 1:1 pairs"],
    ["tango", "matched", ""],
    ["tango", "crude", "tango needs 1:1 pairs"],
    ["wald", "weighted", ""],
    ["wald", "crude", ""],
  ])("by %s under the design %s: %j", (method, design, expected) => {
    const message = refusal({ method, design });
    if (expected === "") expect(message).toBe("");
    else expect(message).toContain(`${expected}; design "${design}" is`);
  });

  it("Tango's interval is refused for sets of more than two", () => {
    const two = (analysis: Loose) => {
      analysis.designs!.matched!.ratio = set(2);
    };
    expect(refusal({ method: "tango", design: "matched" }, two)).toContain("tango needs 1:1 pairs");
    expect(refusal({ design: "matched" }, two)).toBe("");
  });

  it("takes no time-to-event endpoint, and names the methods of its measure", () => {
    expect(refusal({ measure: "odds-ratio", endpoint: "rfs" })).toContain("odds-ratio needs a yes/no endpoint");
    expect(refusal({ measure: "risk-ratio", method: "newcombe" })).toContain(
      "estimates.main.method must be one of miettinen-nurminen, wald",
    );
  });
});

describe("the hash of a plan", () => {
  it("does not move for estimates that use no field added later", () => {
    const { estimates } = resolve(
      changedAnalysis((analysis) => {
        analysis.estimates!.rate = set({
          measure: "risk-difference",
          label: "E",
          endpoint: "response",
          design: "crude",
          role: "context",
        });
      }),
      "x",
    ).analysis;
    expect(Object.keys(estimates.main!).sort()).toEqual([
      "design",
      "endpoint",
      "label",
      "level",
      "measure",
      "role",
      "ties",
    ]);
    expect(Object.keys(estimates.rate!).sort()).toEqual(["design", "endpoint", "label", "level", "measure", "role"]);
  });
});
