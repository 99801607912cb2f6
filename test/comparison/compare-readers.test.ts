import { describe, expect, it } from "vitest";
import { compareReaders } from "../../src/comparison/compare-readers.js";
import { find, framesOf, type ResponsePatient, responsePair, times, value } from "./support/make-pair.js";

const patient = (imaging: ResponsePatient["imaging"]): ResponsePatient => ({ arm: "control", ehr: null, imaging });
const asRead = (readings: readonly ResponsePatient["imaging"][]) => {
  const patients = readings.map(patient);
  return { patients: framesOf(patients), view: responsePair("orr", patients).imaging };
};
const first = asRead([...times(6, "PR" as const), ...times(4, "SD" as const)]);
const second = asRead([...times(5, "PR" as const), ...times(5, "SD" as const)]);
const compare = (readers: Parameters<typeof compareReaders>[0]["readers"]) =>
  compareReaders({ name: "orr", patients: first.patients, readers, level: 0.95, replicates: 0, seed: 1 });

describe("readers of the same scans", () => {
  it("agree by hand in 9 of 10, κ (0.9 − 0.5)/(1 − 0.5)", () => {
    const records = compare([
      { reader: "one", view: first.view },
      { reader: "two", view: second.view },
    ]);
    const at = { variable: "orr.readers.one.two.kappa", statistic: "kappa", group: "control", level: "unweighted" };
    expect(value(records, at)).toBeCloseTo(0.8, 12);
  });

  it("are not estimable where there is a single reader, with the reason", () => {
    const records = compare([{ reader: "one", view: first.view }]);
    expect(records).toHaveLength(2);
    expect(find(records, { variable: "orr.readers.kappa", statistic: "kappa", group: "control" })).toMatchObject({
      value: null,
      status: "not_estimable",
      note: "one reader only: agreement between readers needs two",
    });
  });
});
