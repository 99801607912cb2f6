import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";

const set = (value: unknown): Loose => value as Loose;

function refusal(change: (analysis: Loose) => void): string {
  try {
    resolve(changedAnalysis(change), "analysis.json");
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "accepted";
}

const terms = (list: unknown) => (a: Loose) => {
  a.designs!.weighted!.propensity!.terms = set(list);
};

describe("terms of a model", () => {
  it.each([
    [["age", "age"], 'term "age" stands twice; remove one of the two → designs.weighted.propensity.terms[1]'],
    [
      ["age", { polynomial: "age" }],
      'term {"polynomial":"age","degree":2} stands twice ("age" holds it already); remove one of the two → designs.weighted.propensity.terms[1]',
    ],
    [[{ spline: "age" }, "age"], 'term "age" stands twice ({"spline":"age","df":4} holds it already)'],
    [
      ["age", "stage", { interaction: ["age", "stage"] }, { interaction: ["stage", "age"] }],
      'term {"interaction":["stage","age"]} stands twice ({"interaction":["age","stage"]} holds it already)',
    ],
  ])("must not stand twice in whatever form: %j", (list, expected) => {
    expect(refusal(terms(list))).toContain(expected);
  });

  it("hold both main effects of an interaction, as themselves, polynomial or spline", () => {
    expect(refusal(terms(["age", { interaction: ["age", "stage"] }]))).toBe(
      'an interaction needs both its covariates as terms of their own; add "stage" → designs.weighted.propensity.terms[1] (analysis.json)',
    );
    expect(refusal(terms([{ interaction: ["age", "stage"] }]))).toContain('add "age" and "stage"');
    expect(refusal(terms([{ spline: "age" }, "stage", { interaction: ["age", "stage"] }]))).toBe("accepted");
    expect(
      refusal((a) => {
        a.designs!.weighted = set({
          method: "entropy-balancing",
          label: "EB",
          moments: [{ interaction: ["age", "stage"] }],
        });
      }),
    ).toContain("→ designs.weighted.moments[0]");
  });

  it("hold no interaction of a covariate with itself", () => {
    expect(refusal(terms(["age", { interaction: ["age", "age"] }]))).toContain(
      'an interaction is of two covariates; got "age" with itself: for its square write {"polynomial": "age"}',
    );
  });

  it("are checked in a Mahalanobis distance, and name that list", () => {
    const mahalanobis = (distance: unknown) => (a: Loose) => {
      a.designs!.matched = set({ method: "mahalanobis", label: "M", propensity: { terms: ["age"] }, distance });
    };
    expect(refusal(mahalanobis(["age", "stage"]))).toBe("accepted");
    expect(refusal(mahalanobis(["age", "age"]))).toContain(
      'term "age" stands twice; remove one of the two → designs.matched.distance[1]',
    );
    expect(refusal(mahalanobis(["agee"]))).toContain("→ designs.matched.distance[0]");
  });

  it("may be shown further in alsoBalance, but none twice; an interaction needs no main effects there", () => {
    const also = (list: unknown) => (a: Loose) => {
      a.designs!.matched!.alsoBalance = set(list);
    };
    expect(refusal(also([{ polynomial: "age" }, { interaction: ["age", "stage"] }]))).toBe("accepted");
    expect(refusal(also(["age"]))).toContain('term "age" stands twice → designs.matched.alsoBalance[0]');
    expect(refusal(also([{ polynomial: "age" }, { polynomial: "age", degree: 2 }]))).toContain(
      "stands twice → designs.matched.alsoBalance[1]",
    );
  });

  it("named like what every object inherits are unknown, not a crash", () => {
    for (const name of ["constructor", "toString", "__proto__"])
      expect(refusal(terms([name]))).toContain(`unknown covariate "${name}"`);
    expect(
      refusal((a) => {
        a.estimates!.main!.endpoint = set("valueOf");
        a.estimates!.main!.design = set("constructor");
      }),
    ).toMatch(/unknown endpoint "valueOf".*\n.*unknown design "constructor"/);
  });
});

describe("lists of names", () => {
  it.each([
    [
      "designs.matched.exact",
      (a: Loose) => {
        a.designs!.matched!.exact = set(["stage", "stage"]);
      },
    ],
    [
      "estimates.main.strata",
      (a: Loose) => {
        a.estimates!.main!.strata = set(["stage", "stage"]);
      },
    ],
    [
      "covariates.stage.levels",
      (a: Loose) => {
        a.covariates!.stage!.levels = set(["stage", "stage"]);
      },
    ],
    [
      "cohort.trial.dataset",
      (a: Loose) => {
        a.cohort!.trial!.dataset = set(["stage", "stage"]);
      },
    ],
    [
      "bias.e.estimates",
      (a: Loose) => {
        a.bias = set({ e: { method: "e-value", estimates: ["stage", "stage"] } });
      },
    ],
  ])("must hold nothing twice: %s", (at, change) => {
    expect(refusal(change)).toContain(`"stage" stands twice; remove one of the two → ${at}[1]`);
  });
});

describe("names and labels", () => {
  const sensitivity =
    (name: string, patch: unknown, label = "Other") =>
    (a: Loose) => {
      a.sensitivity = set({ [name]: { label, varies: "v", why: "w", patch, estimates: ["main"] } });
    };
  const caliper = { designs: { weighted: { stabilised: true } } };

  it("of the engine's own are refused where an author would take them", () => {
    expect(refusal(sensitivity("main", caliper))).toContain(
      `the name "main" is the engine's own; choose another → sensitivity.main`,
    );
    for (const name of ["eligible", "attrition", "datasets", "comparison", "constructor"])
      expect(
        refusal((a) => {
          a.designs![name] = set({ method: "unadjusted", label: "Another" });
        }),
      ).toContain(`the name "${name}" is the engine's own; choose another → designs.${name}`);
  });

  it("stand once in each section, between the arms, and among the criteria of an arm", () => {
    expect(
      refusal((a) => {
        a.designs!.matched!.label = set("att WEIGHTS");
      }),
    ).toContain(
      'label "att WEIGHTS" is also that of designs.weighted; a reader could not tell them apart → designs.matched.label',
    );
    expect(
      refusal((a) => {
        a.cohort!.control!.label = set("Trial");
      }),
    ).toContain('label "Trial" is also that of cohort.trial');
    const adult = { kind: "age", label: "Adult", is: { atLeast: 18 } };
    expect(
      refusal((a) => {
        a.cohort!.eligibility = set([adult]);
        a.cohort!.trial!.eligibility = set([adult]);
      }),
    ).toContain("→ cohort.trial.eligibility[0].label");
    expect(
      refusal((a) => {
        a.cohort!.control!.eligibility = set([adult]);
        a.cohort!.trial!.eligibility = set([adult]);
      }),
    ).toBe("accepted");
  });

  it("have at most 120 characters, levels too", () => {
    expect(
      refusal((a) => {
        a.designs!.matched!.label = set("x".repeat(121));
        a.covariates!.stage!.levels = set(["II", "y".repeat(300)]);
      }),
    ).toMatch(/120 characters; got 121.*→ designs\.matched\.label\n.*got 300.*→ covariates\.stage\.levels\[1\]/);
    expect(
      refusal((a) => {
        a.designs!.matched!.label = set("x".repeat(120));
      }),
    ).toBe("accepted");
  });

  it("a breach of the analysis itself is not told again for each patch", () => {
    expect(
      refusal((a) => {
        sensitivity("other", caliper)(a);
        a.estimates!.main!.endpoint = set("pfs");
      }),
    ).not.toContain("\n");
  });

  it("an empty patch, and one that changes words alone, vary nothing", () => {
    expect(refusal(sensitivity("other", {}))).toContain(
      "a sensitivity analysis must change something; got an empty patch → sensitivity.other.patch",
    );
    expect(refusal(sensitivity("other", { designs: { weighted: { label: "Weights" } } }))).toContain(
      "this patch leaves the plan as it is",
    );
    expect(refusal(sensitivity("other", caliper))).toBe("accepted");
  });
});

describe("tests", () => {
  const criterion = (value: unknown) => (a: Loose) => {
    a.cohort!.trial!.eligibility = set([value]);
  };
  const covariate = (value: object) => (a: Loose) => {
    a.covariates!.other = set({ label: "Other", ...value });
  };

  it("of a number that can only fail a text, and of a text that can only fail a number, are refused", () => {
    expect(refusal(criterion({ kind: "age", label: "Old", is: { equals: "65" } }))).toContain(
      "age is a number, which this test cannot be put to: write numbers without quotes → cohort.trial.eligibility[0].is",
    );
    expect(refusal(criterion({ kind: "patient", column: "sex", label: "Women", is: { above: 0 } }))).toContain(
      "patient.sex is a text, which this test cannot be put to: test it by equals or oneOf with texts",
    );
    const line = { kind: "therapy-line", column: "line_number" };
    expect(refusal(covariate({ type: "binary", from: line, when: { oneOf: ["2"] } }))).toContain(
      "therapy_line.line_number is a number, which this test cannot be put to: write numbers without quotes → covariates.other.when",
    );
    expect(refusal(covariate({ type: "binary", from: line, when: { atLeast: 2 } }))).toBe("accepted");
    expect(refusal(covariate({ type: "continuous", from: { kind: "diagnosis", column: "stage" } }))).toContain(
      "a continuous covariate needs a number; diagnosis.stage is a text",
    );
  });
});

describe("the seed of an index", () => {
  const line = (which: string) => (a: Loose) => {
    a.cohort!.trial!.index = set({ rule: "therapy-line", which, seed: 3 });
  };

  it("is refused where no line is drawn", () => {
    expect(refusal(line("last"))).toContain(
      'seed belongs to which: "random"; got which: "last" → cohort.trial.index.seed',
    );
    expect(refusal(line("random"))).toBe("accepted");
  });
});

describe("messages of the schema", () => {
  const condition = (is: unknown) => (a: Loose) => {
    a.cohort!.eligibility = set([{ kind: "age", label: "Adult", is }]);
  };

  it("speak of the branch of a union that was meant", () => {
    expect(refusal(condition({ above: "0" }))).toBe(
      'cohort.eligibility[0].is.above must be a number; got the text "0" (analysis.json)',
    );
    expect(refusal(condition({ oneOf: [] }))).toContain("cohort.eligibility[0].is.oneOf must be of a length ≥ 1");
    expect(refusal(condition({ equals: null }))).toContain(
      "cohort.eligibility[0].is.equals must be a string or a number; got null",
    );
    expect(refusal(condition(3))).toContain("cohort.eligibility[0].is must be an object; got 3");
    expect(refusal(terms([3]))).toContain("designs.weighted.propensity.terms[0] must be a string or an object; got 3");
    expect(refusal(condition({ abov: 1 }))).toContain(
      'cohort.eligibility[0].is has no field "abov"; did you mean "above"?',
    );
  });

  it("name the nearest field, or those there are", () => {
    expect(
      refusal((a) => {
        a.desings = set({});
      }),
    ).toContain('the analysis has no field "desings"; did you mean "designs"?');
    expect(
      refusal((a) => {
        a.cohort!.trial!.index = set({ rule: "entry", meaning: "x" });
      }),
    ).toContain('cohort.trial.index has no field "meaning"; it may have rule');
    expect(
      refusal((a) => {
        a.designs!.weighted!.gates = set({ smd: { atMots: 0.2 } });
      }),
    ).toContain('designs.weighted.gates.smd has no field "atMots"; did you mean "atMost"?');
  });

  it("say what is missing: designs, a method, the way to the data", () => {
    expect(refusal((a) => delete a.designs)).toContain("designs is missing; it must be an object of named entries");
    expect(refusal((a) => delete a.designs!.matched!.method)).toContain(
      "designs.matched.method is missing; it must be one of unadjusted",
    );
    expect(refusal((a) => delete a.source)).toContain("source is missing; it must be an object");
    expect(
      refusal((a) => {
        a.designs = set({});
      }),
    ).toContain('unknown design "weighted"; none is declared → estimates.main.design');
  });
});

describe("censoring weights", () => {
  const pfs = { kind: "progression-free-survival", by: "imaging", label: "PFS", definition: "first of the two" };
  const weights = (fields: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
    set({
      ...{ measure: "hazard-ratio", label: "Censored", endpoint: "rfs", design: "weighted", role: "sensitivity" },
      censoringWeights: { reasons: "all", terms: ["age"], ...fields },
      ...more,
    });
  const asked = (estimate: Loose, change: (a: Loose) => void = () => undefined) =>
    refusal((a) => {
      a.estimates!.censored = estimate;
      change(a);
    });

  it("are accepted beside the estimate without them", () => {
    expect(asked(weights())).toBe("accepted");
    expect(asked(weights({ largest: 10 }))).toBe("accepted");
  });

  it("stand beside the treatment-policy estimate: of the same measure and design, new therapy not censoring", () => {
    expect(asked(weights(), (a) => Reflect.deleteProperty(a.estimates!, "main"))).toContain(
      'add a hazard-ratio of "rfs" in design "weighted" without them → estimates.censored.censoringWeights',
    );
    const withPfs = (rule: unknown) => (a: Loose) => {
      a.imaging = set({ schedule: { segments: [{ everyDays: 56, untilDay: 730 }] } });
      a.endpoints!.pfs = set(pfs);
      a.endpoints!.policy = set({ ...pfs, label: "PFS, policy", progressionRule: rule });
      a.estimates!.policy = set({
        ...{ measure: "hazard-ratio", label: "Policy", endpoint: "policy" },
        design: "weighted",
        role: "sensitivity",
      });
    };
    const ofTherapy = weights({ reasons: "new-therapy" }, { endpoint: "pfs" });
    expect(asked(ofTherapy, withPfs("new-therapy-ignored"))).toBe("accepted");
    expect(asked(ofTherapy, withPfs({ newTherapy: "ignore" }))).toBe("accepted");
    expect(asked(ofTherapy, withPfs("midpoint"))).toContain(
      "a progression-free-survival that new therapy does not censor (progressionRule: new-therapy-ignored)",
    );
  });

  it("by new therapy need an endpoint that a new therapy censors", () => {
    expect(asked(weights({ reasons: "new-therapy" }))).toContain(
      'whose rule censors at a new therapy; "rfs" is collected-event without such a rule → estimates.censored.censoringWeights.reasons',
    );
  });

  it.each([
    [{ variance: "influence" }, "does not know that censoring weights were estimated"],
    [{ variance: "bootstrap", bootstrap: { replicates: 100, resample: "pairs" } }, "resample of pairs is not theirs"],
    [{ subgroups: { stage: { by: "stage" } } }, "are not estimated within subgroups"],
    [
      { measure: "rmst-difference", tauDays: 90, adjustment: { by: "g-computation", terms: ["age"] } },
      "with pseudo-values",
    ],
    [{ design: "crude", tests: ["max-combo"] }, "weighted log-rank tests know no censoring weights"],
    [{ censoringWeights: { reasons: "all", terms: ["agee"] } }, 'unknown covariate "agee"'],
    [{ censoringWeights: { reasons: "all", terms: ["age"], largest: 1 } }, "largest"],
    [{ measure: "interval-hazard-ratio" }, "censoringWeights"],
  ])("are refused with %j", (fields, rule) => {
    expect(asked(weights({}, fields))).toContain(rule);
  });

  it("are refused with delayed entry, under multiple imputation, in a comparison and where a bias method changes the times", () => {
    expect(
      asked(weights(), (a) => {
        a.endpoints!.rfs!.entry = set({ from: "entered" });
      }),
    ).toContain('not estimated with delayed entry; "rfs" has an entry');
    expect(
      asked(weights(), (a) => {
        a.designs!.weighted!.propensity!.missing = set({ method: "multiple-imputation" });
      }),
    ).toContain('under multiple imputation; design "weighted" imputes');
    expect(
      asked(weights(), (a) => {
        a.bias = set({ line: { method: "censoring", label: "L", estimates: ["censored"] } });
      }),
    ).toContain('censoring knows no censoring weights; "censored" has them → bias.line.estimates');
  });
});

describe("a family of tests", () => {
  const key = {
    ...{ measure: "hazard-ratio", label: "Key", endpoint: "rfs", design: "matched" },
    role: "key-secondary",
  };
  const asked = (order: unknown, fields: Record<string, unknown> = {}) =>
    refusal((a) => {
      a.estimates!.key = set(key);
      a.multiplicity = set({ procedure: "ordered", order, ...fields });
    });

  it("holds the primary and the key secondary estimates, the primary one first", () => {
    expect(asked(["main", "key"])).toBe("accepted");
    expect(asked(["main", "key"], { procedure: "holm", alpha: 0.025 })).toBe("accepted");
  });

  it.each([
    [["key", "main"], 'the primary estimate is tested first; got "key" before "main" → multiplicity.order[0]'],
    [
      ["main", "crude", "key"],
      'only primary and key-secondary estimates are tested; "crude" is context → multiplicity.order[1]',
    ],
    [["main", "main"], 'estimate "main" stands twice; remove one of the two → multiplicity.order[1]'],
    [["main", "main"], 'every primary and key-secondary estimate is in the family; "key" is not → multiplicity.order'],
    [["main", "kez"], 'unknown estimate "kez"'],
    [["main"], "multiplicity.order"],
  ])("is refused as %j", (order, rule) => {
    expect(asked(order)).toContain(rule);
  });
});
