import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Loose } from "../support/minimal-analysis.js";
import { runCli } from "../support/run-cli.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;
const isTrial = (row: SmallTables[string][number]) => String(row.patient_id).startsWith("trial");

interface Fault {
  readonly change?: (analysis: Loose) => void;
  readonly damage?: (tables: SmallTables) => void;
  /** What the message must say: what happened, where, what to do. */
  readonly says: readonly string[];
}

/** The designs of the small study whose model is `terms`. */
const models =
  (terms: readonly unknown[], options: object = {}) =>
  (a: Loose): void => {
    a.designs!.weighted!.propensity = set({ terms, ...options });
  };

const withEcog = (missing: unknown) => (a: Loose) => {
  a.covariates!.ecog = set(ecog);
  models(["age", "ecog"], { missing })(a);
};

const withoutEcog = (tables: SmallTables): void => {
  tables.observation = tables.observation!.filter((row) => !(row.concept === "ecog" && isTrial(row)));
};

const ecog = { label: "ECOG", type: "continuous", from: { kind: "observation", concept: "ecog" } };

const faults: Record<string, Fault> = {
  "one covariate that separates the arms": {
    damage: (tables) => {
      tables.patient = tables.patient!.map((row) => ({ ...row, age_at_index: isTrial(row) ? 40 : 70 }));
    },
    change: models(["age", "stage"]),
    says: ["designs.weighted cannot be carried out", "age separates", "drop the column"],
  },
  "a level that one arm does not have": {
    damage: (tables) => {
      tables.observation = tables.observation!.map((row) =>
        row.concept === "stage" && isTrial(row) && row.observed_day === -5 ? { ...row, value_text: "II" } : row,
      );
    },
    says: ["stage = III", "never occurs where y = 1", "merge the level"],
  },
  "a constant covariate": {
    damage: (tables) => {
      tables.patient = tables.patient!.map((row) => ({ ...row, age_at_index: 60 }));
    },
    says: ["designs.weighted cannot be carried out", "age is constant", "drop or merge"],
  },
  "collinear terms, each named": {
    change: (a) => {
      a.covariates!.late = set({
        label: "Late stage",
        type: "binary",
        from: { kind: "observation", concept: "stage" },
        when: { equals: "III" },
      });
      models(["age", "stage", "late"])(a);
    },
    says: ["designs.weighted cannot be carried out", "late is a combination of stage = III", "drop or merge"],
  },
  "a covariate that one arm lacks": {
    damage: withoutEcog,
    change: withEcog("refuse"),
    says: ["missing: ecog (40 patients)", "eligibility criterion", "complete-case", "multiple imputation"],
  },
  "a covariate that one arm lacks, with incomplete patients left out": {
    damage: withoutEcog,
    change: withEcog("complete-case"),
    says: ["no patient of the trial arm has all of age, ecog", "drop"],
  },
  "a covariate that one arm lacks, with imputation": {
    damage: withoutEcog,
    change: withEcog({ method: "multiple-imputation" }),
    says: ["ecog has no value in the trial arm", "drop it from the design"],
  },
  "arms that do not overlap, told by a model that can be fitted": {
    damage: (tables) => {
      tables.patient = tables.patient!.map((row) => ({ ...row, age_at_index: isTrial(row) ? 40 : 70 }));
    },
    change: models(["age"], { fit: "firth", commonSupport: true }),
    says: ["nobody is left in the", "do not overlap", "narrow eligibility"],
  },
  "arms whose means cannot be balanced": {
    damage: (tables) => {
      tables.patient = tables.patient!.map((row) => ({
        ...row,
        age_at_index: isTrial(row) ? 40 : Number(row.age_at_index) + 20,
      }));
    },
    change: (a) => {
      a.designs!.weighted = set({ method: "entropy-balancing", label: "E", moments: ["age"] });
    },
    says: ["designs.weighted cannot be carried out", "age"],
  },
  "fewer controls than trial patients": {
    damage: (tables) => {
      const isKept = (row: SmallTables[string][number]) =>
        isTrial(row) || Number(String(row.patient_id).split(":")[1]) <= 15;
      for (const [name, rows] of Object.entries(tables)) if (name !== "dataset") tables[name] = rows.filter(isKept);
    },
    change: (a) => {
      a.estimates!.main!.design = set("matched");
      a.designs!.matched!.caliper = set(null);
      a.designs!.matched!.gates = set({ smd: { atMost: 5 }, weightShare: { atMost: 1 } });
    },
    says: [
      "designs.matched: Trial patients left out of the design must be at most 0.1; got 0.6250",
      "choose another design",
    ],
  },
  "a caliper that leaves nobody": {
    damage: (tables) => {
      tables.patient = tables.patient!.map((row, k) => ({
        ...row,
        age_at_index: 40 + (isTrial(row) ? 1 : 0) + 2 * (k % 20),
      }));
    },
    change: (a) => {
      a.estimates!.main!.design = set("matched");
      a.designs!.matched!.caliper = set(1e-9);
    },
    says: ["designs.matched cannot be carried out", "no control lies within the caliper", "widen the caliper"],
  },
};

describe("a covariate that everybody lacks", () => {
  it.each(["refuse", "complete-case", { method: "multiple-imputation" }])("is an error of the data: %j", (missing) => {
    const tables = smallTables();
    tables.observation = tables.observation!.filter((row) => row.concept !== "ecog");
    const folder = writeSmallStudy(tables, withEcog(missing));
    folders.push(folder);
    const { code, stderr } = runCli(folder, "run", "study");
    expect(code).toBe(3);
    expect(stderr).toContain('covariate "ecog" has no value for any of the 120 eligible patients; check its origin');
    expect(stderr).toContain("covariates.ecog.from");
  });
});

describe("a design that cannot be carried out ends before any outcome is read, says why and what to do", () => {
  it.each(Object.entries(faults))("%s", (_, { change = () => undefined, damage = () => undefined, says }) => {
    const tables = smallTables();
    damage(tables);
    const folder = writeSmallStudy(tables, change);
    folders.push(folder);
    const result = runCli(folder, "run", "study");
    expect(result.code, result.stderr).toBe(5);
    expect(result.stderr).toMatch(/^scanarm: /);
    expect(result.stderr).not.toMatch(/ {4}at |trial:\d|registry:\d/);
    for (const part of says) expect(result.stderr).toContain(part);
    expect(existsSync(join(folder, "study", "lock"))).toBe(false);
    expect(existsSync(join(folder, "reports", "minimal"))).toBe(false);
  });
});
