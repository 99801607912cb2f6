import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { planHashes } from "../../src/spec/plan-hashes.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose, minimalAnalysis } from "../support/minimal-analysis.js";

const place = "analyses/x/analysis.ts";

function refusal(change: (analysis: Loose) => void): string {
  try {
    resolve(changedAnalysis(change), place);
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "accepted";
}

const set = (value: unknown): Loose => value as Loose;

describe("resolve", () => {
  it("fills in every default", () => {
    const { analysis } = resolve(minimalAnalysis(), place);
    expect(analysis.designs.weighted).toMatchObject({
      estimand: "ATT",
      gates: { smd: { atMost: 0.1 }, weightShare: { atMost: 0.05 } },
    });
    expect(analysis.designs.matched).toMatchObject({
      order: "largest",
      caliper: 0.2,
      gates: { unmatchedTrial: { atMost: 0.1 } },
    });
    expect(analysis.estimates.main).toMatchObject({ ties: "efron", level: 0.95 });
    expect(analysis.seed).toBe(1);
    expect(resolve({ ...minimalAnalysis(), disclosure: undefined }, place).analysis.disclosure.smallCellLimit).toBe(11);
  });

  it("names a misspelt covariate, those that exist, and the place", () => {
    expect(
      refusal((a) => {
        a.designs!.weighted!.propensity!.terms = set(["agee", "stage"]);
      }),
    ).toBe(
      'unknown covariate "agee"; expected one of: age, stage (did you mean "age"?) → designs.weighted.propensity.terms[0] (analyses/x/analysis.ts)',
    );
  });

  it("names an unknown endpoint and an unknown design", () => {
    expect(
      refusal((a) => {
        a.estimates!.main!.endpoint = set("rfss");
      }),
    ).toContain(
      'unknown endpoint "rfss"; expected one of: rfs, response (did you mean "rfs"?) → estimates.main.endpoint',
    );
    expect(
      refusal((a) => {
        a.estimates!.main!.design = set("iptw");
      }),
    ).toContain('unknown design "iptw"; expected one of: crude, weighted, matched → estimates.main.design');
  });

  it("refuses a caliper of −1 with rule, value, place", () => {
    expect(
      refusal((a) => {
        a.designs!.matched!.caliper = set(-1);
      }),
    ).toBe("designs.matched.caliper must be > 0; got -1 (analyses/x/analysis.ts)");
  });

  it("names a field that does not exist", () => {
    expect(
      refusal((a) => {
        a.designs!.matched!.calipr = set(0.2);
      }),
    ).toBe('designs.matched has no field "calipr"; did you mean "caliper"? (analyses/x/analysis.ts)');
  });

  it("names the allowed methods when a method is unknown", () => {
    expect(
      refusal((a) => {
        a.designs!.matched!.method = set("neerest");
      }),
    ).toMatch(
      /^designs\.matched\.method must be one of unadjusted, weighting, entropy-balancing, nearest, mahalanobis, with-replacement, optimal, full; got "neerest"/,
    );
  });

  it("says what is missing", () => {
    expect(
      refusal((a) => {
        delete a.question;
      }),
    ).toBe("question is missing; it must be a string (analyses/x/analysis.ts)");
  });

  it("lists every breach at once", () => {
    const message = refusal((a) => {
      a.designs!.matched!.caliper = set(-1);
      a.id = set("Not An Id");
      a.seed = set(1.5);
    });
    expect(message).toMatch(/^3 things to correct in analyses\/x\/analysis\.ts:/);
    for (const part of ["designs.matched.caliper", "id must be lower-case words", "seed must be"])
      expect(message).toContain(part);
  });

  it("refuses a hazard ratio of a yes/no endpoint, and never dichotomises censored time", () => {
    expect(
      refusal((a) => {
        a.estimates!.main!.endpoint = set("response");
      }),
    ).toContain('hazard-ratio needs a time-to-event endpoint; endpoint "response" is collected-response');
    expect(
      refusal((a) => {
        a.estimates!.main = set({
          measure: "risk-difference",
          label: "RD",
          endpoint: "rfs",
          design: "crude",
          role: "primary",
        });
      }),
    ).toContain("censored time is never dichotomised");
  });

  it("refuses two primary estimates", () => {
    expect(
      refusal((a) => {
        a.estimates!.crude!.role = set("primary");
      }),
    ).toContain("estimates may hold one primary estimate; got 2");
  });

  it("refuses a baseline window that reaches past index", () => {
    expect(
      refusal((a) => {
        a.covariates!.stage!.from!.window = set([-30, 5]);
      }),
    ).toContain("covariates.stage.from.window must not reach past index (day 0); got [-30,5]");
  });

  it("refuses what is no object", () => {
    for (const input of [null, undefined, 3, "text", []]) expect(() => resolve(input, place)).toThrow(SpecError);
  });
});

describe("sensitivity patches", () => {
  const variant =
    (patch: unknown, estimates = ["main"]) =>
    (a: Loose) => {
      a.sensitivity = set({ other: { label: "Other", varies: "v", why: "w", patch, estimates } });
    };

  it("apply to the author's text before defaults, and keep only the estimates that are run again", () => {
    const plan = resolve(changedAnalysis(variant({ endpoints: { rfs: { event: "RFS2" } } })), place);
    expect(plan.variants.map(({ id }) => id)).toEqual(["main", "other"]);
    expect(plan.variants[1]!.endpoints.rfs).toMatchObject({ event: "RFS2", label: "RFS" });
    expect(Object.keys(plan.variants[1]!.estimates)).toEqual(["main"]);
    expect(Object.keys(plan.variants[1]!.designs)).toEqual(["weighted"]);
    expect(plan.variants[1]!.estimates.main!.role).toBe("sensitivity");
  });

  it("are checked like the analysis itself, with the place of the patch", () => {
    expect(refusal(variant({ designs: { matched: { caliper: -1 } } }))).toContain(
      "sensitivity.other.patch.designs.matched.caliper must be > 0; got -1",
    );
    expect(refusal(variant({ designs: { weighted: { propensity: { terms: ["sise"] } } } }))).toContain(
      'unknown covariate "sise"',
    );
    expect(refusal(variant({ source: { folder: "elsewhere" } }))).toContain(
      'sensitivity.other.patch may change only cohort, covariates, harmonisation, imaging, endpoints, designs, estimates; got "source"',
    );
    expect(refusal(variant({}, ["nothing"]))).toContain(
      'unknown estimate "nothing"; expected one of: crude, main → sensitivity.other.estimates[0]',
    );
  });
});

describe("hashes", () => {
  const hash = (change: (a: Loose) => void) => resolve(changedAnalysis(change), place).hash;
  const same = hash(() => {});

  it("do not change with a label, a question or the order of names", () => {
    expect(
      hash((a) => {
        a.title = set("Another");
        a.designs!.weighted!.label = set("Weights");
      }),
    ).toBe(same);
    const { designs, ...rest } = minimalAnalysis();
    expect(resolve({ designs: Object.fromEntries(Object.entries(designs).reverse()), ...rest }, place).hash).toBe(same);
  });

  it("do not change when a default is written out", () => {
    expect(
      hash((a) => {
        a.designs!.matched!.caliper = set(0.2);
      }),
    ).toBe(same);
  });

  it("change with anything that can change a number", () => {
    const changes: ((a: Loose) => void)[] = [
      (a) => {
        a.designs!.matched!.caliper = set(0.25);
      },
      (a) => {
        a.seed = set(2);
      },
      (a) => {
        a.covariates!.stage!.levels = set(["III", "II"]);
      },
      (a) => {
        a.cohort!.trial!.dataset = set("other");
      },
      (a) => {
        a.estimates!.main!.ties = set("breslow");
      },
    ];
    expect(new Set([same, ...changes.map(hash)]).size).toBe(changes.length + 1);
  });

  it("of the design cover cohort and designs, not estimates", () => {
    const design = (change: (a: Loose) => void) => planHashes(resolve(changedAnalysis(change), place)).design;
    const before = design(() => {});
    expect(
      design((a) => {
        a.estimates!.main!.ties = set("breslow");
      }),
    ).toBe(before);
    expect(
      design((a) => {
        a.designs!.matched!.caliper = set(0.3);
      }),
    ).not.toBe(before);
  });
});
