import { describe, expect, it } from "vitest";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import { describeLeftOut } from "../../src/outcomes/describe-left-out.js";
import { binaryOf, patientsIn, unadjusted } from "../support/outcome-frames.js";

const place = { variant: "main", stage: "outcomes", population: "d", variable: "e" } as const;

function counts(weights: DesignWeights, available: readonly number[]) {
  const patients = patientsIn([1, 1, 1, 0, 0, 0]);
  const data = binaryOf([0, 0, 0, 0, 0, 0], available);
  return describeLeftOut(place, patients, data, weights, "primary").map((record) =>
    record.kind === "statistic" ? `${record.group} ${record.statistic} ${record.value}` : record.kind,
  );
}

describe("patients an estimate leaves out of its design", () => {
  it("are those without the endpoint, arm by arm", () => {
    expect(counts(unadjusted(6), [1, 0, 1, 0, 0, 1])).toEqual([
      "trial n_without_endpoint 1",
      "control n_without_endpoint 2",
    ]);
  });

  it("after matching are also those whose partner has no endpoint; who is in no set does not count", () => {
    const weights: DesignWeights = {
      design: "d",
      kind: "matching",
      weight: Float64Array.from([1, 1, 0, 1, 1, 0]),
      pair: Int32Array.from([0, 1, -1, 0, 1, -1]),
    };
    // The second trial patient has none: the control of that pair is dropped with it. The last patients are in no pair.
    expect(counts(weights, [1, 0, 0, 1, 1, 0])).toEqual([
      "trial n_without_endpoint 1",
      "trial n_partner_without_endpoint 0",
      "control n_without_endpoint 0",
      "control n_partner_without_endpoint 1",
    ]);
  });
});
