import { describe, expect, it } from "vitest";
import { measures } from "../../src/spec/measures.js";
import { checkCases } from "./hostile/check-cases.js";

describe("an analysis drawn at random, of patients as no estimate would wish for them", () => {
  it("has in every record of its results a number or a reason, none of them a patient's, and a report", async () => {
    const { faults, estimated, refused, measures: drawn } = await checkCases(0, 200, 20);
    expect(faults).toEqual({});
    expect(drawn).toEqual(new Set(Object.keys(measures)));
    // As many of one as of the other: patients are bad enough, and not too bad.
    expect(estimated).toBeGreaterThan(5000);
    expect(refused).toBeGreaterThan(5000);
  });
});
