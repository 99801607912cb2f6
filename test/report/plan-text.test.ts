import { describe, expect, it } from "vitest";
import { progressionRules } from "../../src/recist/progression-rules.js";
import {
  describeEnd,
  describeProgression,
  intercurrentEvents,
  progressionChoices,
} from "../../src/report/sections/endpoint-text.js";
import { progressionRuleIds } from "../../src/spec/progression-rule.js";
import { resolve } from "../../src/spec/resolve.js";
import { makeAnalysis } from "./support/make-analysis.js";
import { makeImagingAnalysis, makeImagingResults } from "./support/make-imaging-results.js";
import { makeResults } from "./support/make-results.js";
import { documentOf, rowOf } from "./support/report-input.js";

const study = documentOf(makeImagingResults());
const plan = resolve(makeImagingAnalysis(), "the test's analysis").analysis;

describe("the words for rules of progression", () => {
  const schedule = { segments: [{ everyDays: 42, untilDay: 336 }], toleranceDays: 7 };
  const rules = progressionRules({ schedule, earlyDeathDays: 91, missedCapDays: 133 } as never);

  it.each(progressionRuleIds)("say of %s what the rule itself says", (id) => {
    const { newTherapy, treatmentStop, death, missed, progressionDay } = rules[id];
    expect(progressionChoices(id)).toEqual({ newTherapy, treatmentStop, death, missed: missed.kind, progressionDay });
  });

  it("give each choice its strategy of ICH E9(R1)", () => {
    const of = (progressionRule: string) => {
      const endpoint = {
        kind: "progression-free-survival",
        by: "imaging",
        label: "PFS",
        definition: "d",
        progressionRule,
      } as const;
      return intercurrentEvents(endpoint as never).map(({ strategy }) => strategy);
    };
    expect(of("primary")).toEqual(["hypothetical", "hypothetical", "composite variable"]);
    expect(of("new-therapy-ignored")).toEqual(["treatment policy", "hypothetical", "composite variable"]);
    expect(of("new-therapy-event")).toEqual(["composite variable", "hypothetical", "composite variable"]);
    expect(of("time-to-progression")).toEqual(["hypothetical", "hypothetical", "hypothetical"]);
  });

  it("state the cap in days, from the longest interval and the tolerance", () => {
    const endpoint = { ...plan.endpoints.progressionFree, progressionRule: "missed-two-cap" };
    expect(describeProgression(endpoint as never, plan.imaging)).toContain(
      "more than 133 days after the last adequate",
    );
  });
});

describe("estimand cards", () => {
  it("state what all share once, and each endpoint's events with their strategies", () => {
    const cards = study.document.sections
      .find(({ id }) => id === "estimands")
      ?.blocks.flatMap((block) => (block.kind === "key-values" ? [block] : []));
    expect(cards?.map(({ label }) => label)).toEqual([
      "Shared by all estimands",
      "Estimand: Recurrence-free survival",
      "Estimand: Response at one year",
      "Estimand: Confirmed response",
      "Estimand: Progression-free survival",
      "Estimand: Overall survival",
    ]);
    const entries = new Map(cards?.[4]?.entries.map(({ key, value }) => [key, value.map(({ text }) => text).join("")]));
    expect(entries.get("Intercurrent: new anticancer therapy")).toMatch(/^Hypothetical: time is censored/);
    expect(entries.get("Progression")).toContain("Rule “primary”");
  });
});

describe("protocol tables", () => {
  it("are H0 to H13, each from the plan", () => {
    const numbers = [...study.tables.keys()].filter((number) => number.startsWith("H"));
    expect(numbers).toEqual(Array.from({ length: 14 }, (_, i) => `H${i}`));
    expect(rowOf(study.table("H0"), "estimates.rfsCrude")[1]).toBe("changed after the lock: DATA DRIVEN");
    expect(rowOf(study.table("H0"), "estimates.responseCrude")[1]).toBe("added after the lock: DATA DRIVEN");
    expect(study.table("H0").rows.filter(({ cells }) => cells[0]?.text === "estimates.rfsCrude")).toHaveLength(1);
    expect(rowOf(study.table("H4"), "Node-positive disease").slice(1)).toEqual([
      "1",
      "Both",
      "any time to day 0",
      "observation",
      "the latest observation of nodes is above 0",
    ]);
    expect(rowOf(study.table("H9"), "Progesterone receptor")[4]).toBe("none; described only");
    expect(rowOf(study.table("H9"), "Age at surgery")[4]).toBe("ATT weights; 1:1 matched, caliper 0.2 SD");
    expect(study.table("H11").rows).toHaveLength(4);
  });

  it("say so where there is nothing to list", () => {
    expect(rowOf(study.table("H5"), "None")).toEqual(["None", "", "", "", "", "The plan states no such criterion."]);
  });
});

describe("the analysis table", () => {
  const table = study.table("H10");

  it("names the design of each estimate and says once what each design does", () => {
    for (const [i, { design }] of Object.values(plan.estimates).entries())
      expect(table.rows[i]?.cells[4]?.text).toBe(plan.designs[design]?.label);
    for (const { label } of Object.values(plan.designs))
      expect(table.footnotes.filter((line) => line.startsWith(`${label}: `))).toHaveLength(1);
  });

  it("spells roles as the report does, never as the analysis file", () => {
    const roles = table.rows.map(({ cells }) => cells[1]?.text);
    expect(roles).not.toContain("key-secondary");
    expect(roles).toContain("primary");
  });
});

describe("the end of follow-up", () => {
  it("is told of every endpoint beside its intercurrent events", () => {
    for (const { label } of Object.values(plan.endpoints)) expect(rowOf(study.table("H8"), label)[2]).toMatch(/\.$/);
    expect(describeEnd(plan.endpoints.progressionFree as never)).toBe(
      "Progression or death; without either, time is censored at the last adequate assessment.",
    );
    const toProgression = { ...plan.endpoints.progressionFree, kind: "time-to-progression" };
    expect(describeEnd(toProgression as never)).toContain("or at death");
  });
});

describe("the imaging charter", () => {
  it("prints every option of the criteria with its choice", () => {
    const table = study.table("I1");
    const options = plan.imaging?.options ?? {};
    expect(table.rows.map(({ cells }) => [cells[1]?.text, cells[2]?.text])).toEqual(
      Object.entries(options).map(([name, choice]) => [name, String(choice)]),
    );
  });

  it("is absent where nothing is derived from scans", () => {
    expect([...documentOf(makeResults()).tables.keys()]).not.toContain("I1");
  });
});

describe("the TARGET checklist", () => {
  const rows = study.table("C1").rows.map(({ cells }) => cells);

  it("has 21 items, and names places by the numbers they have", () => {
    expect(new Set(rows.map(([number]) => Number.parseInt(number?.text ?? "", 10))).size).toBe(21);
    const where = new Map(rows.map((cells) => [cells[0]?.text, cells[2]]));
    expect(where.get("8")?.text).toBe("Table 14.1.1; Figure 14.1.1");
    const limitations = study.document.sections.find(({ id }) => id === "limitations");
    expect(where.get("16")?.text).toBe(`Section ${limitations?.number}`);
    expect(where.get("20")?.text).toMatch(/^For the author or sponsor/);
  });

  it("leaves out places that the report does not hold", () => {
    const plain = documentOf(makeResults()).table("C1");
    expect(rowOf(plain, "7e")[2]).toBe("Table H7");
  });
});

describe("the design diagram", () => {
  it("draws each window once, anchored at day 0, and follow-up to its end", () => {
    const { data } = study.figure("9.1");
    const zero = Number(data.ticks?.x?.[(data.ticks?.zero ?? []).indexOf(true)]);
    const kinds = data.bars?.kind ?? [];
    const last = kinds.length - 1;
    expect(kinds[last]).toBe("follow-up");
    expect(data.bars?.x?.[last]).toBe(zero);
    expect(Number(data.bars?.x2?.[kinds.indexOf("imaging")])).toBe(zero);
    expect(data.texts?.text).toContain("Baseline scan");
  });
});

describe("the statistical methods", () => {
  it("name every adjusted design, every estimate of the main analysis and the small-cell rule", () => {
    const blocks = study.document.sections.find(({ id }) => id === "methods")?.blocks ?? [];
    const text = blocks
      .flatMap((block) => (block.kind === "paragraph" ? block.content.map((each) => each.text) : []))
      .join(" ");
    for (const { label, method } of Object.values(plan.designs))
      if (method !== "unadjusted") expect(text).toContain(`${label}. `);
    for (const { label } of Object.values(plan.estimates)) expect(text).toContain(label);
    expect(text).toContain("limit 0, for public data");
    const strict = documentOf(makeResults({ ...makeAnalysis(), disclosure: { smallCellLimit: 11 } }));
    expect(JSON.stringify(strict.document.sections)).toContain(
      "Counts of real-world patients from 1 to 10 are suppressed",
    );
  });
});
