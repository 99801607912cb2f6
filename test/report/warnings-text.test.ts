import { describe, expect, it } from "vitest";
import type { Block } from "../../src/report/document/model.js";
import { makeNotEstimable, makeStatistic, makeWarning } from "../../src/results/make-records.js";
import type { ResultRecord } from "../../src/results/records.js";
import { makeAnalysis } from "./support/make-analysis.js";
import { makeResults } from "./support/make-results.js";
import { documentOf } from "./support/report-input.js";

const whole = makeResults();

/** The text of a section of a report over records changed by `change`. */
function sectionText(id: string, change: (records: readonly ResultRecord[]) => readonly ResultRecord[] = (r) => r) {
  const { document } = documentOf({ ...whole, records: [...change(whole.records)] });
  const section = document.sections.find((candidate) => candidate.id === id);
  return (section?.blocks ?? []).map(textOf).join("\n");
}

function textOf(block: Block): string {
  if (block.kind === "paragraph") return block.content.map(({ text }) => text).join("");
  return block.kind === "callout"
    ? [block.title, ...block.content.map((line) => line.map(({ text }) => text).join(""))].join("\n")
    : "";
}

describe("what the limitations raise", () => {
  it("names the arm that lacks an endpoint, with the number as recorded", () => {
    const at = {
      variant: "main",
      stage: "endpoints",
      population: "eligible",
      group: "control",
      variable: "recurrenceFree",
    } as const;
    const text = sectionText("limitations", (records) => [
      ...records,
      makeStatistic(at, "n_without_endpoint", 14),
      makeWarning(at, "endpoint_missing", "eligible patients of the control arm have no Recurrence-free survival"),
    ]);
    expect(text).toContain(
      "Main analysis: 14 eligible patients of the control arm have no Recurrence-free survival. (",
    );
  });

  it("names matched sets that are dropped because a member lacks the endpoint, arm by arm", () => {
    const at = { variant: "main", stage: "outcomes", population: "matched", variable: "rfsMatched" } as const;
    const text = sectionText("limitations", (records) => [
      ...records,
      makeStatistic({ ...at, group: "trial" }, "n_partner_without_endpoint", 3),
      makeStatistic({ ...at, group: "control" }, "n_partner_without_endpoint", 2),
    ]);
    expect(text).toContain("dropped whole");
    expect(text).toContain("3 of “Trial, hormone-treated” and 2 of “Registry, untreated”");
  });

  it("says of which estimates the intervals take weights as known, and of which they take matched sets as given", () => {
    const text = sectionText("limitations");
    expect(text).toMatch(/The intervals of Weighted Cox model take the weights as known/);
    expect(text).toMatch(/The intervals of Matched Cox model count that members of a matched set are alike/);
    expect(text).not.toContain("Crude Cox model");
  });
});

describe("a covariate that does not vary in the trial arm", () => {
  const isSmd = (record: ResultRecord): boolean =>
    record.kind === "statistic" &&
    record.variant === "main" &&
    record.variable === "receptor" &&
    record.statistic === "smd";
  const constant = (records: readonly ResultRecord[]): readonly ResultRecord[] => [
    ...records.filter((record) => !isSmd(record)),
    ...["eligible", "weighted", "matched", "crude"].map((population) =>
      makeNotEstimable(
        { variant: "main", stage: "design", population, variable: "receptor" },
        "smd",
        "the covariate does not vary in the trial arm",
      ),
    ),
  ];
  const { document, table } = documentOf({ ...whole, records: [...constant(whole.records)] });

  it("is raised in the synopsis, at its design, under the gates and in the limitations", () => {
    expect(sectionText("synopsis", constant)).toContain(
      "No SMD, and so no gate, measures the balance of Progesterone receptor",
    );
    const balance = document.sections.find(({ id }) => id === "balance");
    const design = balance?.sections.find(({ id }) => id === "under-weighted");
    expect((design?.blocks ?? []).map(textOf).join("\n")).toContain(
      "No SMD measures the balance of Progesterone receptor",
    );
    expect(table("14.1.7").footnotes.join("\n")).toContain("Without an SMD, and so outside that gate: ");
    expect(sectionText("limitations", constant)).toContain("Progesterone receptor (fmol/mg) is not measured by an SMD");
  });

  it("is not mentioned where every SMD can be computed", () => {
    expect(sectionText("synopsis")).not.toContain("No SMD");
  });
});

describe("the standard deviation that an SMD is divided by", () => {
  const withEstimand = (estimand: string) => {
    const analysis = makeAnalysis();
    const designs = analysis.designs as Record<string, Record<string, unknown>>;
    designs.weighted = { ...designs.weighted, estimand };
    return documentOf(makeResults(analysis));
  };

  it("is named wherever an SMD is printed", () => {
    const { table, figure } = withEstimand("ATT");
    for (const output of [table("14.1.2"), table("14.1.3.1"), table("14.1.7"), figure("14.1.2.1")])
      expect(output.footnotes.join("\n"), output.number).toContain(
        "denominator: SD in the trial arm before adjustment",
      );
  });

  it("is said to stay the trial arm's where the design estimates for another population", () => {
    const { table, figure } = withEstimand("ATO");
    for (const output of [table("14.1.3.1"), figure("14.1.2.1")])
      expect(output.footnotes.join("\n")).toContain("this SD is kept for the estimand ATO too");
    expect(withEstimand("ATT").table("14.1.3.1").footnotes.join("\n")).not.toContain("this SD is kept");
  });
});

describe("the headline", () => {
  const withRoles = (weighted: string, crude: string) => {
    const analysis = makeAnalysis();
    const estimates = analysis.estimates as Record<string, Record<string, unknown>>;
    estimates.rfsWeighted = { ...estimates.rfsWeighted, role: weighted };
    estimates.rfsCrude = { ...estimates.rfsCrude, role: crude };
    const { document } = documentOf(makeResults(analysis));
    const synopsis = document.sections.find(({ id }) => id === "synopsis");
    return (synopsis?.blocks ?? []).map(textOf).join("\n");
  };

  it("says that no estimate is primary where the plan has none", () => {
    expect(withRoles("sensitivity", "context")).toContain(
      "The plan has no primary estimate. Shown is its first, “Matched Cox model” (sensitivity); it decides nothing.",
    );
    expect(withRoles("primary", "context")).not.toContain("no primary estimate");
  });

  it("says of an unadjusted primary estimate that it has no causal reading", () => {
    const text = withRoles("sensitivity", "primary");
    expect(text).toContain("The headline estimate is not adjusted");
    expect(text).not.toContain("the covariates of its design account");
  });

  it("compares with estimates of its own endpoint alone", () => {
    const analysis = makeAnalysis();
    const endpoints = analysis.endpoints as Record<string, unknown>;
    const estimates = analysis.estimates as Record<string, Record<string, unknown>>;
    endpoints.overall = { ...(endpoints.recurrenceFree as object), label: "Overall survival" };
    estimates.rfsMatched = { ...estimates.rfsMatched, endpoint: "overall" };
    analysis.sensitivity = {};
    const synopsis = documentOf(makeResults(analysis)).document.sections.find(({ id }) => id === "synopsis");
    const text = (synopsis?.blocks ?? []).map(textOf).join("\n");
    expect(text).toContain("There is no other adjusted estimate of this endpoint");
  });
});

describe("the terms of a propensity model", () => {
  it("are named by their labels; columns of a spline or a polynomial have no odds ratio, and the footnote says what a unit is", () => {
    const analysis = makeAnalysis();
    const designs = analysis.designs as Record<string, Record<string, unknown>>;
    const terms = [
      { spline: "nodes", df: 2 },
      { polynomial: "age", degree: 2 },
      "menopause",
      "size",
      { interaction: ["menopause", "receptor"] },
      "receptor",
    ];
    designs.weighted = { ...designs.weighted, propensity: { terms, fit: "firth", missing: "complete-case" } };
    const { table } = documentOf(makeResults(analysis));
    const model = table("16.1.9.1");
    const rows = new Map(model.rows.map(({ cells }) => [cells[0]?.text, cells.map(({ text }) => text)]));
    expect([...rows.keys()]).toEqual([
      "(intercept)",
      "Positive nodes: spline column 1",
      "Positive nodes: spline column 2",
      "Age at surgery (years), centred, power 1",
      "Age at surgery (years), centred, power 2",
      "Post-menopausal",
      "Tumour size: 20–50 mm",
      "Tumour size: >50 mm",
      "Post-menopausal × Progesterone receptor (fmol/mg)",
      "Progesterone receptor (fmol/mg)",
    ]);
    expect(rows.get("Positive nodes: spline column 1")?.[3]).toBe("–");
    expect(rows.get("Age at surgery (years), centred, power 2")?.[3]).toBe("–");
    expect(rows.get("Post-menopausal")?.[3]).toMatch(/^\d/);
    const notes = model.footnotes.join("\n");
    expect(notes).toContain("Firth's penalty");
    expect(notes).toContain("columns of a natural cubic spline");
    expect(notes).not.toMatch(/continuous terms per unit/);
  });
});
