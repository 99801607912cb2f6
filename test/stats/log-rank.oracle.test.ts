import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testLogRank } from "../../src/stats/log-rank.js";
import { hasReferenceData, readDataset, readExpected } from "../support/reference-data.js";
import { relativeError } from "../support/relative-error.js";

const fixture: { cases: { data: { time: number[]; status: number[]; group: number[] } }[] } = JSON.parse(
  readFileSync(new URL("../../oracles/log-rank/fixture.json", import.meta.url), "utf8"),
);

describe("log-rank on data with a published answer", () => {
  it("lung by sex is 10.32674", () => {
    const { time, status, group } = fixture.cases[0]!.data;
    const test = testLogRank({
      time: Int32Array.from(time),
      status: Uint8Array.from(status),
      group: Int32Array.from(group),
      groups: 2,
    });
    expect(test.chiSquared.toFixed(5)).toBe("10.32674");
  });
});

interface WeightedTest {
  rho: number[];
  gamma: number[];
  z: number[];
  Chisq: number[];
  p: number[];
}

describe.skipIf(!hasReferenceData)("Fleming–Harrington tests against R nph", () => {
  const expected = hasReferenceData
    ? readExpected<{ pembro: Record<string, WeightedTest>; veteran: WeightedTest[] }>("weighted_logrank")
    : { pembro: {}, veteran: [] };

  it("veteran by treatment, (0, 0), (0, 1), (1, 0), (1, 1)", () => {
    const veteran = readDataset("survival_veteran");
    expect(expected.veteran).toHaveLength(4);
    for (const reference of expected.veteran) checkTest(veteran, "time", "status", "trt", "1", reference);
  });

  it("digitised pembrolizumab trial, (0, 0), (0, 1), (1, 0), (1, 1)", () => {
    const pembro = readDataset("nph_pembro");
    for (const name of ["fh00", "fh01", "fh10", "fh11"]) {
      checkTest(pembro, "time", "event", "group", "0", expected.pembro[name]!);
    }
  });
});

/** The times are ranked: a rank test sees no more, and the kernel takes whole numbers. */
function checkTest(
  data: Record<string, string[]>,
  time: string,
  status: string,
  group: string,
  control: string,
  reference: WeightedTest,
): void {
  const distinct = [...new Set(data[time]!.map(Number))].sort((a, b) => a - b);
  const test = testLogRank({
    time: Int32Array.from(data[time]!, (t) => distinct.indexOf(Number(t))),
    status: Uint8Array.from(data[status]!, Number),
    group: Int32Array.from(data[group]!, (g) => (g === control ? 0 : 1)),
    groups: 2,
    rho: reference.rho[0]!,
    gamma: reference.gamma[0]!,
  });
  expect(relativeError([test.chiSquared, test.p], [reference.Chisq[0]!, reference.p[0]!])).toBeLessThan(1e-8);
  expect(Math.sign(test.observed[0]! - test.expected[0]!)).toBe(Math.sign(reference.z[0]!));
}
