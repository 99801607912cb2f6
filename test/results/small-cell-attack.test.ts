import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";
import { attack } from "./support/attack.js";
import { type PlantedPatient, plantStudy } from "./support/planted-study.js";
import { readReleased } from "./support/released.js";

const limit = 11;
const isGuarded = (_: string, group: string | null): boolean => group !== "trial";

const patient: fc.Arbitrary<PlantedPatient> = fc.record({
  first: fc.constantFrom(true, true, true, true, true, false),
  second: fc.constantFrom(true, true, true, true, true, true, true, false),
  smoker: fc.constantFrom("yes", "no", "no", "no", "no", "missing"),
  stage: fc.constantFrom("I", "II", "II", "II", "III"),
  kept: fc.constantFrom(true, true, true, true, true, true, true, true, true, false),
  followed: fc.constantFrom(true, true, true, true, true, true, true, true, true, false),
  event: fc.boolean(),
  best: fc.constantFrom("CR", "PR", "PR", "SD", "SD", "PD"),
  bin: fc.constantFrom(0, 1, 1, 2, 2, 2, 3),
});
const arm = fc.integer({ min: 12, max: 160 }).chain((n) => fc.array(patient, { minLength: n, maxLength: n }));

const isSmall = (n: number): boolean => n > 0 && n < limit;

describe("what is released of a control arm", () => {
  it("pins no count from 1 to the limit less 1, printed or not, by bounds or by elimination over every sum of the report", () => {
    fc.assert(
      fc.property(arm, (patients) => {
        const { records, equations, truth } = plantStudy(patients);
        const told = readReleased(suppressSmallCells(records, limit, isGuarded));
        const pinned = attack(equations, told);
        const given = [...pinned].filter(([key]) => isSmall(truth.get(key) ?? 0));
        expect(given).toEqual([]);
      }),
      { seed: 7, numRuns: 80 },
    );
  }, 60_000);

  it("would give such counts away if the small ones alone were hidden: the attack works", () => {
    const patients = fc.sample(arm, { seed: 3, numRuns: 20 });
    const given = patients.flatMap((drawn) => {
      const { records, equations, truth } = plantStudy(drawn);
      const told = new Map([...readReleased(records)].filter(([, value]) => !isSmall(value)));
      return [...attack(equations, told)].filter(([key]) => isSmall(truth.get(key) ?? 0));
    });
    expect(given.length).toBeGreaterThan(20);
  });

  it("says nothing that is not true", () => {
    const patients = fc.sample(arm, { seed: 5, numRuns: 20 });
    for (const drawn of patients) {
      const { records, truth } = plantStudy(drawn);
      for (const [key, value] of readReleased(suppressSmallCells(records, limit, isGuarded)))
        expect(value).toBe(truth.get(key));
    }
  });

  it("still tells most of a large arm", () => {
    const [patients = []] = fc.sample(fc.array(patient, { minLength: 1500, maxLength: 1500 }), { seed: 1, numRuns: 1 });
    const { records } = plantStudy(patients);
    const before = readReleased(records).size;
    expect(readReleased(suppressSmallCells(records, limit, isGuarded)).size).toBe(before);
  });
});
