import { describe, expect, it } from "vitest";
import { renderReport } from "../../src/report/render-report.js";
import type { ResultRecord } from "../../src/results/records.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { resolve } from "../../src/spec/resolve.js";
import { makeResults } from "./support/make-results.js";
import { documentOf } from "./support/report-input.js";

/** The invented study with one of its variants repeated under other names, gates as in the main analysis. */
function repeatVariant(count: number): ResultsFile {
  const { plan, records, ...rest } = makeResults();
  const sensitivity = plan.sensitivity as Record<string, { label: string }>;
  const { deathsCensored } = sensitivity;
  if (deathsCensored === undefined) throw new Error("the invented study has a variant deathsCensored");
  const isGate = (record: ResultRecord): boolean => record.kind === "indicator";
  const gates = records.filter((each) => isGate(each) && each.variant === "main" && each.population === "weighted");
  const own = [...records.filter((each) => each.variant === "deathsCensored" && !isGate(each)), ...gates];
  const names = Array.from({ length: count }, (_, i) => `repeated${i}`);
  const repeated = {
    ...plan,
    sensitivity: {
      ...sensitivity,
      ...Object.fromEntries(
        names.map((name, i) => [name, { ...deathsCensored, label: `Late deaths censored, repetition ${i + 1}` }]),
      ),
    },
  };
  return {
    ...rest,
    plan: repeated,
    planHash: resolve(repeated, "test").hash,
    records: [...records, ...names.flatMap((variant) => own.map((record) => ({ ...record, variant })))],
  };
}

describe("a study of many variants", { timeout: 120_000 }, () => {
  it("names a few of those that share the main analysis's gates, and counts the others", () => {
    const shared = (results: ResultsFile): string =>
      documentOf(results)
        .table("14.1.7")
        .rows.map(({ cells }) => cells[0]?.text ?? "")
        .find((text) => text.includes("(the same in: ")) ?? "";
    const before = shared(makeResults())
      .split("; ")
      .filter((text) => text !== "").length;
    expect(before).toBeLessThan(8);
    const names = shared(repeatVariant(40)).split("; ");
    expect(names).toHaveLength(9);
    expect(names.at(-1)).toBe(`and ${before + 40 - 8} more, those that do not stand below)`);
  });

  it("is a PDF that keeps every rule", async () => {
    const files = await renderReport(repeatVariant(40), { formats: ["pdf"] });
    expect(files.some(({ path }) => path === "report.pdf")).toBe(true);
  });
});
