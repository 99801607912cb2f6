import { describe, expect, it } from "vitest";
import type { Indicator, ResultRecord } from "../../src/results/records.js";
import { makeResults } from "./support/make-results.js";
import { documentOf, isPrintOf, numbersIn, recordedValue, rowOf } from "./support/report-input.js";

const { input, table, tables } = documentOf(makeResults());
const months = (days: number): number => days / 30.4375;

/** Each number of the text, in order, is the value beside it. */
function expectPrints(text: string | undefined, values: readonly number[]): void {
  const numbers = numbersIn(text ?? "");
  expect(numbers, `${text}`).toHaveLength(values.length);
  for (const [i, value] of values.entries())
    expect(isPrintOf(numbers[i] ?? "", value), `${numbers[i]} in “${text}” prints ${value}`).toBe(true);
}

describe("the catalogue", () => {
  it("holds the tables of a study with two designs that adjust", () => {
    expect([...tables.keys()]).toEqual([
      "9.1",
      "14.1.1",
      "14.1.2",
      "14.1.4",
      "14.1.3.1",
      "14.1.3.2",
      "14.1.7",
      "14.1.8",
      "14.1.11",
      "14.2.2.1",
      "14.2.2.2",
      "14.2.2.3",
      "14.2.1.1",
      "14.2.5.1",
      "16.1.9.1",
      "16.1.9.2",
      ...Array.from({ length: 14 }, (_, i) => `H${i}`),
      "C1",
    ]);
  });

  it("gives every body row a cell for every column, and every table its data cut-off and hashes", () => {
    for (const { columns, rows, footnotes, number } of tables.values()) {
      for (const { kind, cells } of rows) expect(cells.length, number).toBe(kind === "group" ? 1 : columns.length);
      expect(footnotes.at(-2)).toBe("Data cut-off: no calendar dates in these data.");
      expect(footnotes.at(-1)).toContain(input.results.planHash.slice(0, 12));
      expect(footnotes.at(-1)).toContain(input.results.data.fingerprint.slice(0, 12));
    }
  });
});

describe("table 14.1.8, designs side by side", () => {
  it("prints for each design what was known of it before any outcome, and which is a candidate alone", () => {
    const shown = table("14.1.8");
    const { designs, estimates } = input.plan.analysis;
    const used = new Set(Object.values(estimates).map(({ design }) => design));
    const adjusted = Object.entries(designs).filter(([, { method }]) => method !== "unadjusted");
    expect(shown.rows).toHaveLength(adjusted.length);
    for (const [name, { label }] of adjusted) {
      const row = rowOf(shown, label);
      expect(row[1]).toBe(used.has(name) ? "yes" : "candidate");
      const at = (statistic: string, group?: "trial" | "control") =>
        recordedValue(input, { population: name, ...(group === undefined ? {} : { group }) }, statistic);
      expectPrints(row[2], [at("n", "trial")]);
      expectPrints(row[3], [at("n", "control")]);
      expectPrints(row[4], [at("effective_sample_size", "control")]);
      expectPrints(row[5], [at("largest_smd")]);
      expectPrints(row[6], [100 * at("largest_weight_share", "control")]);
      expectPrints(row[7], [100 * at("unmatched_trial_share")]);
    }
  });
});

describe("table 14.1.1, attrition", () => {
  it("prints each step's counts arm by arm and marks a criterion that reads data after index", () => {
    const removed = (group: "trial" | "control", step: number, name: string) =>
      recordedValue(
        input,
        {
          population: "attrition",
          group,
          variable: `step-${step}`,
          level: input.results.records.flatMap((r) =>
            r.kind === "statistic" && r.variant === "main" && r.group === group && r.variable === `step-${step}`
              ? [r.level ?? ""]
              : [],
          )[0] as string,
        },
        name,
      );
    const row = rowOf(table("14.1.1"), "At least one visit after surgery *", "Registry, untreated");
    expectPrints(row[1], [removed("control", 4, "n_removed")]);
    expectPrints(row[2], [removed("control", 4, "n_undocumented")]);
    expectPrints(row[3], [removed("control", 4, "n_remaining")]);
    expect(rowOf(table("14.1.1"), "With an index date", "Trial, hormone-treated").slice(1)).toEqual(["4", "0", "686"]);
    expect(table("14.1.1").footnotes.join(" ")).toContain("immortal time");
  });
});

describe("tables 14.1.2 and 14.1.3, baseline", () => {
  it("prints mean, SD, median, quartiles and range of a continuous covariate, one and two decimals more than the data", () => {
    const before = table("14.1.2");
    for (const [i, group] of (["trial", "control"] as const).entries()) {
      const at = (name: string) => recordedValue(input, { population: "eligible", group, variable: "age" }, name);
      expectPrints(rowOf(before, "Mean (SD)")[i + 1], [at("mean"), at("sd")]);
      expectPrints(rowOf(before, "Median (Q1, Q3)")[i + 1], [at("median"), at("q1"), at("q3")]);
      expectPrints(rowOf(before, "Minimum, maximum")[i + 1], [at("min"), at("max")]);
    }
    expect(rowOf(before, "Mean (SD)")[1]).toMatch(/^\d+\.\d \(\d+\.\d\d\)$/);
  });

  it("prints counts with their percentages, and under weights percentages alone", () => {
    const at = (population: string, name: string) =>
      recordedValue(input, { population, group: "control", variable: "menopause" }, name);
    expectPrints(rowOf(table("14.1.2"), "Post-menopausal")[2], [
      at("eligible", "n"),
      100 * at("eligible", "proportion"),
    ]);
    const weighted = rowOf(table("14.1.3.1"), "Post-menopausal")[2];
    expect(weighted).toMatch(/^\d+\.\d%$/);
    expectPrints(weighted?.slice(0, -1), [100 * at("weighted", "proportion")]);
  });

  it("heads the arms with their numbers, a weighted arm with its effective sample size", () => {
    const ess = recordedValue(input, { population: "weighted", group: "control" }, "effective_sample_size");
    expect(table("14.1.2").columns[2]?.heading).toEqual(["Registry, untreated", "(N=1207)"]);
    expect(table("14.1.3.1").columns[1]?.heading).toEqual(["Trial, hormone-treated", "(N=246)"]);
    expect(table("14.1.3.1").columns[2]?.heading[1]).toBe("(N=1207)");
    expectPrints(table("14.1.3.1").columns[2]?.heading[2], [ess]);
    const pairs = recordedValue(input, { population: "matched" }, "pairs");
    expect(table("14.1.3.2").columns[2]?.heading).toEqual(["Registry, untreated", `(N=${pairs})`]);
  });

  it("prints SMD before and after, bold above 0.1 and flagged above 0.25 by the unrounded size", () => {
    const smd = (population: string) => recordedValue(input, { population, variable: "age" }, "smd");
    const row = table("14.1.3.2").rows.find(({ cells }) => cells[0]?.text === "Age at surgery (years)");
    const [before, after] = [row?.cells[3], row?.cells[4]];
    expect(Math.abs(smd("eligible"))).toBeGreaterThan(0.25);
    expect(before).toMatchObject({ strong: true });
    expect(before?.text).toMatch(/ †$/);
    expectPrints(before?.text, [smd("eligible")]);
    expectPrints(after?.text, [smd("matched")]);
    expect(after?.strong === true).toBe(Math.abs(smd("matched")) > 0.1);
    expect(table("14.1.3.2").footnotes.join(" ")).toContain("denominator");
  });

  it("has no p-value", () => {
    for (const number of ["14.1.2", "14.1.3.1", "14.1.3.2"]) {
      const headings = table(number).columns.flatMap(({ heading }) => heading);
      expect(headings.filter((heading) => /^p\b/i.test(heading))).toEqual([]);
    }
  });
});

describe("table 14.1.4, missingness", () => {
  it("prints the patients without a value and their share", () => {
    const missing = recordedValue(
      input,
      { population: "eligible", group: "control", variable: "receptor" },
      "n_missing",
    );
    expect(missing).toBeGreaterThan(0);
    expectPrints(rowOf(table("14.1.4"), "Progesterone receptor (fmol/mg)")[2], [missing, (100 * missing) / 1207]);
  });
});

describe("table 14.1.7, gates", () => {
  it("prints value, threshold and the recorded reason, and says where estimates are withheld", () => {
    const gate = input.records.indicators.find((i) => i.population === "matched" && i.indicator === "gate_smd");
    expect(gate?.status).toBe("not met");
    const label = gate?.label ?? "";
    const row = rowOf(table("14.1.7"), label, "1:1 matched, caliper 0.2 SD");
    expectPrints(row[1], [gate?.value ?? Number.NaN]);
    expect(row.slice(2)).toEqual(["≤ 0.1", "not met", gate?.reason]);
    const withheld = rowOf(
      table("14.1.7"),
      "Effective sample size of the control arm",
      "Chemotherapy-treated registry patients: ATT weights",
    );
    expect(withheld.slice(2)).toEqual(["≥ 5000", "not met", "none: estimates withheld"]);
  });

  it("names a variant whose gates are those of the main analysis beside them, and has no column of reasons where no gate is missed", () => {
    const results = makeResults();
    const isMainGate = (r: ResultRecord): r is Indicator =>
      r.kind === "indicator" && r.variant === "main" && r.population === "weighted";
    const main = results.records.filter(isMainGate).map((gate) => ({ ...gate, status: "met" as const }));
    const records = [
      ...results.records.filter((r) => r.kind !== "indicator"),
      ...main,
      ...main.map((gate) => ({ ...gate, variant: "nullCheck" })),
      ...main.map((gate, i) => ({ ...gate, variant: "deathsCensored", value: i === 0 ? 0.09 : gate.value })),
    ];
    const { columns, rows } = documentOf({ ...results, records }).table("14.1.7");
    expect(rows.flatMap(({ kind, cells }) => (kind === "group" ? [cells[0]?.text] : []))).toEqual([
      "ATT weights (the same in: Untreated against untreated)",
      "Late deaths censored: ATT weights",
    ]);
    expect(columns.map(({ heading }) => heading.join(" "))).toEqual(["Gate", "Value", "Threshold", "Status"]);
  });
});

describe("tables 14.2.2, time to event", () => {
  it("prints events, medians, follow-up and the hazard ratio of the primary estimate first", () => {
    const primary = table("14.2.2.1");
    const place = { population: "weighted", variable: "rfsWeighted" };
    const control = (name: string) => recordedValue(input, { ...place, group: "control" }, name);
    expect(primary.title).toBe("Recurrence-free survival: Weighted Cox model");
    expect(rowOf(primary, "With event, n")[2]).toBe(String(control("events")));
    expectPrints(rowOf(primary, "Sum of weights")[2], [control("sum_of_weights")]);
    expectPrints(
      rowOf(primary, "Median (95% CI)", "Survival, months (Kaplan–Meier)")[2],
      [control("median"), control("median_lower"), control("median_upper")].map(months),
    );
    expectPrints(
      rowOf(primary, "Median (95% CI)", "Follow-up, months (reverse Kaplan–Meier)")[2],
      ["follow_up_median", "follow_up_median_lower", "follow_up_median_upper"].map((name) => months(control(name))),
    );
    expectPrints(
      rowOf(primary, "HR (95% CI)")[1],
      ["hazard_ratio", "hazard_ratio_lower", "hazard_ratio_upper"].map((name) => recordedValue(input, place, name)),
    );
    expectPrints(rowOf(primary, "p (Wald test of the hazard ratio)")[1], [recordedValue(input, place, "p_value")]);
    const proportional = ["proportional_hazards_chi_squared", "proportional_hazards_p"];
    expectPrints(
      rowOf(primary, "Proportional hazards, χ²; p")[1],
      proportional.map((name) => recordedValue(input, place, name)),
    );
    expect(primary.footnotes.join(" ")).toContain("Efron ties");
    expect(primary.footnotes.join(" ")).toContain("Months of 30.4375 days");
  });

  it("prints NR for a quantile that is not reached, and no p-value for a context estimate", () => {
    const crude = table("14.2.2.3");
    expect(rowOf(crude, "Median (95% CI)", "Survival, months (Kaplan–Meier)")[1]).toMatch(/NR/);
    expect(crude.rows.some(({ cells }) => /^(p |Log-rank)/.test(cells[0]?.text ?? ""))).toBe(false);
  });
});

describe("table 14.2.1.1, a yes/no endpoint", () => {
  it("prints responders, proportions and the risk difference", () => {
    const place = { population: "crude", variable: "responseCrude" };
    const trial = (name: string) => recordedValue(input, { ...place, group: "trial" }, name);
    const percents = ["proportion", "proportion_lower", "proportion_upper"].map((name) => 100 * trial(name));
    expect(rowOf(table("14.2.1.1"), "With the outcome, n")[1]).toBe(String(trial("responders")));
    expectPrints(rowOf(table("14.2.1.1"), "Proportion (95% CI)")[1], percents);
    expectPrints(
      rowOf(table("14.2.1.1"), "Risk difference (95% CI)")[1],
      ["risk_difference", "risk_difference_lower", "risk_difference_upper"].map((name) =>
        recordedValue(input, place, name),
      ),
    );
  });
});

describe("table 14.2.5.1, all estimates", () => {
  const all = table("14.2.5.1");

  it("prints every estimate under its role with what it varies and why", () => {
    const row = rowOf(all, "Late deaths censored", "Sensitivity analyses");
    const place = { variant: "deathsCensored", population: "weighted", variable: "rfsWeighted" };
    expectPrints(
      row[3],
      ["hazard_ratio", "hazard_ratio_lower", "hazard_ratio_upper"].map((name) => recordedValue(input, place, name)),
    );
    expect(row[4]).toBe("–");
    expect(row[5]).toContain("Varies: deaths after recurrence follow-up are censored there. Why: the registry kept");
  });

  it("prints p-values for primary and key secondary estimates only", () => {
    expect(rowOf(all, "Untreated against untreated")[4]).toBe("–");
    expect(rowOf(all, "Crude Cox model [DATA DRIVEN: changed]")[4]).toBe("–");
    expect(rowOf(all, "Crude risk difference [DATA DRIVEN: added]")[4]).toBe("–");
    expectPrints(rowOf(all, "Weighted Cox model (primary)")[4], [
      recordedValue(input, { variant: "main", population: "weighted", variable: "rfsWeighted" }, "p_value"),
    ]);
  });

  it("shows a withheld estimate as not estimable beside its design's effective sample size and the reason", () => {
    const row = rowOf(all, "Chemotherapy-treated registry patients", "Other comparisons, for context");
    const place = { variant: "chemotherapy", population: "weighted", group: "control" } as const;
    expect(row[3]).toBe("HR NE");
    expectPrints(row[2]?.replace("–", ""), [1207, recordedValue(input, place, "effective_sample_size")]);
    expect(all.footnotes.join(" ")).toMatch(/NE: .*gate/);
  });

  it("sets published figures apart", () => {
    const row = rowOf(all, "Randomised patients of the trial", "Published, not computed here");
    expect(row.slice(1, 5)).toEqual(["–", "–", "HR 0.750 (0.540, 1.040)", "–"]);
  });
});

describe("table 16.1.9, propensity models", () => {
  it("prints each term as recorded, under its covariate's label", () => {
    const listing = input.records.getListing({ variant: "main", population: "weighted" }, "propensity_model");
    const [term, coefficient, standardError, oddsRatio] = listing.rows.find(([name]) => name === "age") ?? [];
    expect(term).toBe("age");
    const row = rowOf(table("16.1.9.1"), "Age at surgery (years)");
    for (const [i, value] of [coefficient, standardError, oddsRatio].entries())
      expectPrints(row[i + 1], [value as number]);
    expect(rowOf(table("16.1.9.1"), "Tumour size: >50 mm")).toHaveLength(4);
  });
});
