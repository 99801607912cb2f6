import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { agreeAbsolute, agreeRelative, because } from "../../src/validation/agreement.js";
import { kaplanMeierOracle } from "../../src/validation/oracles/kaplan-meier.js";
import { rmstOracle } from "../../src/validation/oracles/rmst.js";
import { runOracle } from "../../src/validation/run-oracle.js";

const fixture = readFileSync(new URL("../../oracles/rmst/fixture.json", import.meta.url), "utf8");

describe("an oracle run", () => {
  it("passes on its fixture, says how many numbers were compared, and repeats", async () => {
    const outcome = await runOracle(rmstOracle, () => fixture);
    const { cases } = JSON.parse(fixture) as { cases: unknown[] };
    expect(outcome).toMatchObject({ passes: true, repeats: true, problem: null, failures: [], cases: cases.length });
    expect(outcome.lines).toEqual([
      {
        measure: "relative",
        tolerance: 1e-12,
        causes: [],
        compared: 3 * cases.length,
        largest: expect.any(Number),
        passes: true,
      },
    ]);
    expect(outcome.lines[0]!.largest).toBeLessThan(1e-12);
    expect(outcome.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it("finds one wrong number in the fixture and names its case and quantity", async () => {
    const wrong = JSON.parse(fixture) as { cases: { name: string; greenwood: number }[] };
    wrong.cases[1]!.greenwood *= 1 + 1e-9;
    const outcome = await runOracle(rmstOracle, () => JSON.stringify(wrong));
    expect(outcome.passes).toBe(false);
    expect(outcome.failures.map((failure) => [failure.case, failure.what])).toEqual([
      [wrong.cases[1]!.name, "mean and standard error"],
    ]);
    expect(outcome.failures[0]!.largest).toBeCloseTo(1e-9, 12);
  });

  it("does not pass on a fixture that is absent, cut short, of another method or empty", async () => {
    const missing = await runOracle(rmstOracle, () => {
      throw new Error("no such file");
    });
    expect(missing).toMatchObject({ passes: false, problem: "no such file", fixture: null });
    expect((await runOracle(rmstOracle, () => fixture.slice(0, 100))).passes).toBe(false);
    expect((await runOracle(kaplanMeierOracle, () => fixture)).passes).toBe(false);
    expect(await runOracle(rmstOracle, () => '{"cases":[]}')).toMatchObject({
      passes: false,
      problem: null,
      lines: [],
    });
  });

  it("gathers numbers of one tolerance in one line, with every cause it has for it once", async () => {
    const agreements = [
      because("coarse", agreeRelative("x", [1], [1], 1e-6)),
      because("coarse", agreeRelative("y", [2, 3], [2, 3], 1e-6)),
      because("numeric", agreeRelative("z", [1 + 1e-9], [1], 1e-6)),
      agreeAbsolute("w", [5], [5], 1e-6),
    ];
    const outcome = await runOracle({ ...rmstOracle, run: () => [{ name: "one", agreements }] }, () => "{}");
    expect(outcome.lines.map(({ measure, causes, compared }) => [measure, causes, compared])).toEqual([
      ["relative", ["coarse", "numeric"], 4],
      ["absolute", [], 1],
    ]);
    expect(outcome.lines[0]!.largest).toBeCloseTo(1e-9, 12);
  });

  it("does not pass where a second run gives other numbers", async () => {
    let runs = 0;
    const unsteady = {
      ...rmstOracle,
      run: () => {
        runs += 1;
        return [{ name: "one", agreements: [{ ...agreeRelative("x", [1], [1], 1), actual: [runs] }] }];
      },
    };
    expect(await runOracle(unsteady, () => "{}")).toMatchObject({ repeats: false, passes: false, failures: [] });
  });
});
