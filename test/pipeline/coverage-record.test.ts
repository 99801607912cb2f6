import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderCoverage } from "../../src/pipeline/coverage-document.js";
import { coverageMethods } from "../../src/pipeline/coverage-methods.js";
import { type CoverageRow, definitionOf, mergeCoverage } from "../../src/pipeline/coverage-record.js";

const recorded: readonly CoverageRow[] = JSON.parse(readFileSync("docs/coverage.json", "utf8"));
const page = readFileSync("docs/COVERAGE.md", "utf8");

const [first, second] = coverageMethods as [(typeof coverageMethods)[0], (typeof coverageMethods)[0]];
const row = (method: typeof first, coverage: number): CoverageRow => ({
  ...{ name: method.name, definition: definitionOf(method), runs: 2000, failed: 0, coverage },
  ...{ monteCarloError: 0.005, seRatio: null, bias: 0.001, holds: true },
});

describe("the record of the coverage study", () => {
  it("is what the page shows", () => {
    expect(renderCoverage(recorded)).toBe(page);
  });

  it("has a row of 2000 runs or more of every method as it is defined now, which holds or says why not", () => {
    const rows = mergeCoverage(coverageMethods, recorded, []);
    expect(rows).toEqual(recorded);
    expect(rows.map(({ name }) => name)).toEqual(coverageMethods.map(({ name }) => name));
    for (const { name, runs, holds } of rows) {
      const method = coverageMethods.find((each) => each.name === name)!;
      expect(runs, name).toBeGreaterThanOrEqual(2000);
      expect(holds || method.limit !== undefined || method.misses !== undefined, name).toBe(true);
    }
  });

  it("names every method once", () => {
    expect(new Set(coverageMethods.map(({ name }) => name)).size).toBe(coverageMethods.length);
    expect(new Set(coverageMethods.map(definitionOf)).size).toBe(coverageMethods.length);
  });
});

describe("merging rows", () => {
  it("puts a row made anew in the place of the recorded one and leaves the others, in the order of the methods", () => {
    const merged = mergeCoverage([first, second], [row(second, 0.94), row(first, 0.95)], [row(second, 0.96)]);
    expect(merged).toEqual([row(first, 0.95), row(second, 0.96)]);
  });

  it("lets go of a row of a method that is defined otherwise by now, but not for what is said of it", () => {
    const changed = { ...first, truth: first.truth + 0.1 };
    expect(mergeCoverage([changed], [row(first, 0.95)], [])).toEqual([]);
    expect(mergeCoverage([{ ...first, misses: "a reason" }], [row(first, 0.95)], [])).toEqual([row(first, 0.95)]);
  });
});

describe("the page of the coverage study", () => {
  const others = coverageMethods.filter(({ limit }) => limit === undefined).map((method) => row(method, 0.95));

  it("counts what holds, and names what does not with its reason", () => {
    const rendered = renderCoverage([{ ...others[0]!, coverage: 0.9, holds: false }, ...others.slice(1)]);
    expect(rendered).toContain(`**${others.length - 1} of ${others.length} methods hold in their own setting.**`);
    expect(rendered).toContain(`- ${others[0]!.name}: no reason is known.`);
    expect(rendered).toMatch(new RegExp(`\\| ${others[0]!.name} \\| 2000 \\| 90.0 % .* \\| no \\|`));
  });

  it("keeps a setting that shows a limit apart from the methods that claim their coverage", () => {
    const limited = coverageMethods.find(({ limit }) => limit !== undefined)!;
    const rendered = renderCoverage([...others, { ...row(limited, 0.9), holds: false }]);
    expect(rendered).toContain(`**${others.length} of ${others.length} methods hold in their own setting.**`);
    const [own, outside] = rendered.split("## Outside their own setting");
    expect(own).not.toContain(`| ${limited.name} |`);
    expect(outside).toContain(`| ${limited.name} | 2000 | 90.0 %`);
    expect(outside).not.toMatch(/\| (?:yes|no) \|/);
  });

  it("says which methods were not run", () => {
    const rendered = renderCoverage(others.slice(1));
    expect(rendered).toContain("Not run yet:");
    expect(rendered).toContain(`- ${others[0]!.name}`);
  });
});
