import { describe, expect, it } from "vitest";
import { runDesign } from "../../src/design/run-design.js";
import { selectStatistics } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { makeWorld } from "../support/design-world.js";

const terms = ["age", "smoker", "stage"];
const names = ["n_incomplete", "n_outside_support", "n_trimmed", "n_unmatched"];

/** The counts of a design by arm, the patients that are in it first. */
function leftOut(design: Record<string, unknown>, missing: readonly number[] = []) {
  const world = makeWorld(400, 5);
  const columns = world.covariates.columns.map((column) =>
    column.name === "age"
      ? { ...column, missing: column.missing.map((gap, i) => (missing.includes(i) ? 1 : gap)) }
      : column,
  );
  const spec = designSchema.parse({ label: "D", ...design });
  const { records } = runDesign("main", "d", spec, world.patients, { n: 400, columns }, 1);
  const count = (group: "trial" | "control") => {
    const found = selectStatistics(records, { group, variable: null }).filter((r) =>
      ["n", ...names].includes(r.statistic),
    );
    return Object.fromEntries(found.map(({ statistic, value }) => [statistic, value]));
  };
  const trial = world.patients.trial.reduce((sum, arm) => sum + arm, 0);
  const isTrial = (i: number): boolean => world.patients.trial[i] === 1;
  return { trial: count("trial"), control: count("control"), eligible: { trial, control: 400 - trial }, isTrial };
}

const total = (counts: Readonly<Record<string, number | null>>): number =>
  Object.values(counts).reduce<number>((sum, n) => sum + (n ?? 0), 0);

describe("patients a design leaves out", () => {
  it("are counted arm by arm, and with those in the design add up to the eligible", () => {
    const designs = [
      { method: "entropy-balancing", moments: terms, missing: "complete-case" },
      {
        method: "weighting",
        trim: { below: 0.25, above: 0.5 },
        propensity: { terms, missing: "complete-case", commonSupport: true },
      },
      { method: "nearest", ratio: 2, propensity: { terms, missing: "complete-case" } },
      { method: "full", propensity: { terms, missing: "complete-case", commonSupport: true } },
    ];
    for (const design of designs) {
      const { trial, control, eligible } = leftOut(design, [0, 1, 2, 300, 301]);
      expect(total(trial), design.method).toBe(eligible.trial);
      expect(total(control), design.method).toBe(eligible.control);
    }
  });

  it("for a missing covariate are exactly those without a value", () => {
    const gaps = [0, 1, 2, 300, 301];
    const { trial, control, isTrial } = leftOut(
      { method: "entropy-balancing", moments: terms, missing: "complete-case" },
      gaps,
    );
    expect(trial.n_incomplete).toBe(gaps.filter(isTrial).length);
    expect(control.n_incomplete).toBe(gaps.filter((i) => !isTrial(i)).length);
  });

  it("have a count only for the steps the design has", () => {
    const weighting = { method: "weighting", propensity: { terms } };
    expect(Object.keys(leftOut(weighting).trial).sort()).toEqual(["n", "n_incomplete"]);
    const matching = leftOut({ method: "nearest", propensity: { terms } });
    expect(Object.keys(matching.control).sort()).toEqual(["n", "n_incomplete", "n_unmatched"]);
    expect(matching.control.n_unmatched).toBeGreaterThan(0);
    expect(Object.keys(leftOut({ method: "unadjusted" }).trial)).toEqual(["n"]);
  });

  it("by trimming are those beyond the limits, in both arms", () => {
    const { trial, control } = leftOut({
      method: "weighting",
      trim: { below: 0.25, above: 0.5 },
      propensity: { terms },
    });
    expect(trial.n_trimmed).toBeGreaterThan(0);
    expect(control.n_trimmed).toBeGreaterThan(0);
  });
});
