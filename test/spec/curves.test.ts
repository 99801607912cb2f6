import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { planHashes } from "../../src/spec/plan-hashes.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";

const place = "analyses/x/analysis.ts";
const set = (value: unknown): Loose => value as Loose;
const estimateOf = (fields: object) => ({ estimates: { main: fields } });
const option = (label: string, patch: object = {}) => ({ label, patch });

/** Two designs by two sets of covariates by two kinds of ties, the crude one once. */
const curve = {
  label: "Choices",
  why: "each could be defended",
  estimate: "main",
  choices: {
    design: {
      label: "Design",
      options: {
        crude: option("Crude", estimateOf({ design: "crude" })),
        weighted: option("Weighted"),
        matched: option("Matched", estimateOf({ design: "matched" })),
      },
    },
    terms: {
      label: "Covariates",
      options: {
        all: option("All", {
          designs: {
            weighted: { propensity: { terms: ["age", "stage"] } },
            matched: { propensity: { terms: ["age", "stage"] } },
          },
        }),
        age: option("Age", {
          designs: { weighted: { propensity: { terms: ["age"] } }, matched: { propensity: { terms: ["age"] } } },
        }),
      },
    },
    ties: {
      label: "Ties",
      options: { efron: option("Efron"), breslow: option("Breslow", estimateOf({ ties: "breslow" })) },
    },
  },
  without: [{ design: "crude", terms: "age" }],
};

const withCurve = (change: (curve: Loose) => void = () => undefined): unknown =>
  changedAnalysis((analysis) => {
    const copy = structuredClone(curve) as unknown as Loose;
    change(copy);
    analysis.curves = set({ choices: copy });
  });

function refusal(change: (curve: Loose) => void): string {
  try {
    resolve(withCurve(change), place);
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("specification curves", () => {
  it("make every combination a variant of its own, what is left out apart, the last choice fastest", () => {
    const { curves, variants } = resolve(withCurve(), place);
    expect(variants).toHaveLength(1);
    expect(curves.map(({ id }) => id)).toEqual(
      ["crude.all", "weighted.all", "weighted.age", "matched.all", "matched.age"].flatMap((each) => [
        `curve.choices.${each}.efron`,
        `curve.choices.${each}.breslow`,
      ]),
    );
    const last = curves.at(-1)!;
    expect(last.options).toEqual({ design: "matched", terms: "age", ties: "breslow" });
    expect([last.label, last.varies]).toEqual([
      "Matched · Age · Breslow",
      "Design: Matched; Covariates: Age; Ties: Breslow",
    ]);
    expect(last.estimates).toMatchObject({ main: { design: "matched", ties: "breslow", role: "sensitivity" } });
    expect(last.designs).toMatchObject({ matched: { propensity: { terms: ["age"] } } });
    expect(Object.keys(last.designs)).toEqual(["matched"]);
  });

  it("are locked by name: a changed option changes the combinations that have it, a label none", () => {
    const hashes = (change: (curve: Loose) => void = () => undefined) =>
      planHashes(resolve(withCurve(change), place)).sensitivity;
    const before = hashes();
    expect(Object.keys(before)).toHaveLength(10);
    const changed = hashes((c) => {
      c.choices!.terms!.options!.age!.patch = set({ designs: { weighted: { propensity: { terms: ["stage"] } } } });
      c.choices!.terms!.options!.all!.patch = set({
        designs: { weighted: { propensity: { terms: ["age", "stage"] } } },
      });
      c.without = set([
        { design: "crude", terms: "age" },
        { design: "matched", terms: "age" },
      ]);
    });
    const named = (id: string) => `curve.choices.${id}`;
    expect(changed[named("weighted.age.efron")]).not.toBe(before[named("weighted.age.efron")]);
    expect(named("matched.age.efron") in changed).toBe(false);
    const relabelled = hashes((c) => {
      c.label = set("Other words");
      c.choices!.ties!.options!.efron!.label = set("Efron 1977");
    });
    expect(relabelled).toEqual(before);
  });

  it("leave the plan of an analysis without curves as it is", () => {
    const { analysis, curves } = resolve(
      changedAnalysis(() => undefined),
      place,
    );
    expect(["curves" in analysis, curves]).toEqual([false, []]);
  });

  it.each<[string, (curve: Loose) => void, string]>([
    ["an estimate that is none", (c) => (c.estimate = set("mian")), 'unknown estimate "mian"'],
    [
      "one option",
      (c) => delete c.choices!.ties!.options!.breslow,
      "a choice needs at least two options; got 1 → curves.choices.choices.ties.options",
    ],
    ["no choice", (c) => (c.choices = set({})), "a curve needs at least one choice; got none"],
    ["an option that is none", (c) => (c.without = set([{ terms: "sex" }])), 'unknown option "sex"'],
    ["a choice that is none", (c) => (c.without = set([{ year: "age" }])), 'unknown choice "year"'],
    [
      "combinations that are one analysis",
      (c) => delete c.without,
      "(crude, all, efron) and (crude, age, efron) are one: leave one out → curves.choices.without",
    ],
    [
      "choices that overwrite each other",
      (c) => (c.choices!.ties!.options!.breslow!.patch = set(estimateOf({ design: "weighted" }))),
      '"design" and "ties" both change estimates.main.design: make them one choice',
    ],
    [
      "a patch of what is not patched",
      (c) => (c.choices!.ties!.options!.breslow!.patch = set({ seed: 3 })),
      'estimates; got "seed"',
    ],
    [
      "a patch that breaks the analysis",
      (c) => (c.choices!.ties!.options!.breslow!.patch = set({ estimates: { main: { endpoint: "nope" } } })),
      "curves.choices (crude, all, breslow) → estimates.main.endpoint",
    ],
    [
      "everything left out",
      (c) => (c.without = set([{ ties: "efron" }, { ties: "breslow" }])),
      "a curve needs at least two combinations; got 0",
    ],
    [
      "labels alike",
      (c) => (c.choices!.ties!.options!.breslow!.label = set("efron")),
      'label "efron" is also that of curves.choices.choices.ties.options.efron',
    ],
  ])("refuse %s", (_, change, message) => {
    expect(refusal(change)).toContain(message);
  });

  it("refuse combinations of several measures, and more options than a page has lines", () => {
    const measures = (c: Loose) => {
      c.choices!.ties!.options!.breslow!.patch = set({
        estimates: {
          main: {
            ...{ measure: "rmst-difference", tauDays: 300, label: "L", role: "primary" },
            ...{ endpoint: "rfs", design: "weighted" },
          },
        },
      });
      delete c.choices!.design;
      delete c.without;
    };
    expect(refusal(measures)).toContain("a curve is of one measure; got hazard-ratio");
    const lines = (c: Loose) => {
      const many = Array.from({ length: 30 }, (_, i) => [
        `o${i}`,
        option(`Option ${i}`, { covariates: { [`x${i}`]: null } }),
      ]);
      c.choices!.extra = set({ label: "Extra", options: Object.fromEntries(many) });
    };
    expect(refusal(lines)).toContain("a curve may have 32 options in all, a line of the figure each; got 37");
  });

  it("refuse more combinations than anybody chose", () => {
    const many = (c: Loose) => {
      for (const k of [1, 2, 3, 4])
        c.choices![`extra${k}`] = set({
          label: `Extra ${k}`,
          options: Object.fromEntries(
            Array.from({ length: 5 }, (_, i) => [
              `o${i}`,
              option(`Option ${i}`, { covariates: { [`x${k}${i}`]: null } }),
            ]),
          ),
        });
    };
    expect(refusal(many)).toContain("a curve may have 1000 combinations; got 7500 (3 × 2 × 2 × 5 × 5 × 5 × 5)");
  });
});
