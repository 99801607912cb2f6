import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Indicator } from "../../src/results/records.js";
import { makePlantedWorld, type PlantedWorld } from "./support/planted-world.js";

/** A second reader of the investigator's scans, who dates every third patient's progression and response a week later. */
const secondReader = `insert into rwid.reader_assessment by name
  select * replace (
    'second' as reader_id,
    assessed_on + case when cast(split_part(patient_id, ':', 2) as integer) % 3 = 0 then 7 else 0 end as assessed_on
  )
  from rwid.reader_assessment where reader_id = 'investigator'`;
/** He calls no progression of every fourth. */
const lenient = `update rwid.reader_assessment set overall_response = 'SD'
  where reader_id = 'second' and overall_response = 'PD' and cast(split_part(patient_id, ':', 2) as integer) % 4 = 0`;
/** One reader measures every second patient at three times the size. */
const coarse = `update rwid.lesion_measurement as m set diameter_mm = least(300, diameter_mm * 3)
  from rwid.imaging_study as s
  where s.study_uid = m.study_uid and m.reader_id = 'central-2' and s.patient_id like 'lung-care:%'
    and cast(split_part(s.patient_id, ':', 2) as integer) % 2 = 0`;

let world: PlantedWorld;
let clean: readonly Indicator[];
let faulty: readonly Indicator[];

const at = (records: readonly Indicator[], name: string, group: "trial" | "control" = "trial") =>
  records.find(
    (each) => `${each.indicator}.${each.variable}` === name && each.population === "eligible" && each.group === group,
  );

beforeAll(async () => {
  world = await makePlantedWorld();
  clean = await world.assess();
  faulty = await world.assess([secondReader, lenient, coarse]);
}, 120_000);
afterAll(() => world.remove());

describe("figures that are reported without a threshold", () => {
  it("say that nobody was assessed by two readers where there is one", () => {
    expect(["progression", "progression_date", "response_date"].map((part) => at(clean, `R1.3.${part}`)?.note)).toEqual(
      [
        "nobody was assessed by two readers after index",
        "nobody progressed by two readers",
        "nobody responded by two readers",
      ],
    );
  });

  it("count progression that one reader calls and another does not, of the patients assessed by both", () => {
    const found = at(faulty, "R1.3.progression")!;
    const { numerator, denominator } = found.counts!;
    expect(found.value).toBeCloseTo(numerator! / denominator!, 14);
    // A fourth of those who progressed, of everyone.
    expect(found.value).toBeGreaterThan(0.1);
    expect(found.value).toBeLessThan(0.25);
    expect(found.status).toBe("not assessable");
  });

  it("count the days that differ, of those on whom both agree that they progressed or responded", () => {
    for (const part of ["progression_date", "response_date"]) {
      const found = at(faulty, `R1.3.${part}`)!;
      expect(found.value).toBeGreaterThan(0.15);
      expect(found.value).toBeLessThan(0.55);
      expect(found.counts!.denominator!).toBeLessThanOrEqual(at(faulty, "R1.3.progression")!.counts!.denominator!);
    }
  });

  it("tell by ICC and coefficient of variation of a reader who measures some patients at thrice the size", () => {
    const [before, after] = [clean, faulty].map((all) => at(all, "R1.2.icc.central-1.central-2", "control")!);
    expect(after!.value!).toBeLessThan(before!.value! - 0.2);
    expect(after!.counts!.upper!).toBeGreaterThan(after!.value!);
    const [cv, larger] = [clean, faulty].map((all) => at(all, "R1.2.cv.central-1.central-2", "control")!.value!);
    expect(larger!).toBeGreaterThan(cv! + 0.2);
  });

  it("leave the other arm as it was", () => {
    const name = "R1.2.icc.central-1.central-2";
    expect(at(faulty, name)).toEqual(at(clean, name));
  });

  it("say of each arm whether its pattern of missing values is monotone", () => {
    expect(at(clean, "R4.4.monotone")).toMatchObject({ value: null, note: "nothing is missing" });
  });
});
