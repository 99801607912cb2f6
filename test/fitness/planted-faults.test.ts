import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Indicator } from "../../src/results/records.js";
import { batches } from "./support/faults.js";
import { makePlantedWorld, type PlantedWorld } from "./support/planted-world.js";

/** What the author says, so that nothing falls short for want of a word. */
const stated = {
  context: { decision: "whether to go on", category: "response biomarker" },
  sourceVerification: "made up by a program that is at hand",
};

const severity = { "not assessable": 0, met: 0, caution: 1, "not met": 2 } as const;

const nameOf = ({ indicator, variable }: Indicator): string =>
  [indicator, variable].filter((part) => part !== null).join(".");
const placeOf = (each: Indicator): string => [nameOf(each), each.population, each.group].join(" ");

/** The parts that are worse somewhere than in the clean world. */
function findWorse(clean: readonly Indicator[], faulty: readonly Indicator[]): Set<string> {
  const before = new Map(clean.map((each) => [placeOf(each), severity[each.status]]));
  return new Set(
    faulty.filter((each) => severity[each.status] > (before.get(placeOf(each)) ?? 0)).map((each) => nameOf(each)),
  );
}

/** What a fault brings with it beside what it is planted for. */
const consequences: Readonly<Record<string, readonly string[]>> = {
  // Some lose every scan; of the trial so few days remain that a share near its threshold falls below.
  schedule: ["R3.2", "R4.9.imaging_mortality"],
};

let world: PlantedWorld;
let clean: readonly Indicator[];
const worse = new Map<string, ReadonlySet<string>>();

beforeAll(async () => {
  world = await makePlantedWorld();
  clean = await world.assess([], stated);
  for (const [name, faults] of Object.entries(batches)) {
    const faulty = await world.assess(
      faults.flatMap(({ sql }) => sql),
      stated,
    );
    worse.set(name, findWorse(clean, faulty));
  }
}, 120_000);
afterAll(() => world.remove());

describe("the clean world raises no alarm", () => {
  it("beyond what routine care in that world is made to be: other contrast, fewer body regions and fewer scans after index", () => {
    const short = clean.filter(({ status, population }) => severity[status] > 0 && population !== "database");
    expect([...new Set(short.map(nameOf))].sort()).toEqual([
      "R3.2",
      "R3.2.difference",
      "R3.3",
      "R3.3.difference",
      "R4.1",
      "R4.1.difference",
      "R4.2.difference",
    ]);
    expect(short.filter(({ group }) => group === "trial")).toEqual([]);
  });
});

for (const [name, faults] of Object.entries(batches)) {
  describe(`faults of ${name}`, () => {
    for (const { what, found } of faults)
      it(`${what} is found by ${found.join(", ")}`, () => {
        expect(found.filter((part) => !worse.get(name)!.has(part))).toEqual([]);
      });

    it("nothing else turns worse but what follows from them", () => {
      const meant = new Set(faults.flatMap(({ found }) => found));
      const others = [...worse.get(name)!].filter((part) => !meant.has(part));
      expect(others.sort()).toEqual(consequences[name] ?? []);
    });
  });
}
