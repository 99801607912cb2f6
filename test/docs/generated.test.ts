import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { generatedDocs } from "../../src/pipeline/generated-docs.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { selectStatistic } from "../../src/results/select.js";
import { quietEffects } from "../support/quiet-effects.js";

const root = resolve(import.meta.dirname, "../..");

describe("the README's example", () => {
  it("is a real analysis: it runs as it stands, and a misspelt covariate is answered as the page says", async () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
    const folder = mkdtempSync(join(tmpdir(), "scanarm-readme-"));
    try {
      symlinkSync(join(root, "data-samples"), join(folder, "data-samples"));
      writeFileSync(join(folder, "analysis.ts"), example);
      const study = await openStudy({ analysis: "analysis.ts", cwd: folder, effects: quietEffects() });
      const results = await analyse(study, true);
      const effect = selectStatistic(results.records, { variable: "primary", statistic: "hazard_ratio" });
      expect(effect.value).toBeGreaterThan(0.5);
      expect(effect.value).toBeLessThan(0.9);
      writeFileSync(join(folder, "analysis.ts"), example.replace('terms: ["age"', 'terms: ["agee"'));
      const message = await openStudy({ analysis: "analysis.ts", cwd: folder, effects: quietEffects() }).catch(
        (error: Error) => error.message,
      );
      expect(readme).toContain(`scanarm: ${message}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("documents", () => {
  it.each(generatedDocs().map(({ path, content }) => [path, content] as const))(
    "%s is what the code generates (node scripts/write-docs.mjs)",
    (path, content) => {
      expect(readFileSync(join(root, path), "utf8")).toBe(content);
    },
  );

  const pages = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)].filter((name) =>
    name.endsWith(".md"),
  );

  it.each(pages)("%s links only to files that exist", (page) => {
    const text = readFileSync(join(root, page), "utf8");
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)]
      .map((match) => match[1]!)
      .filter((link) => !/^[a-z]+:/.test(link));
    expect(links.filter((link) => !existsSync(resolve(root, dirname(page), link)))).toEqual([]);
  });

  it.each(pages)("%s claims no compliance", (page) => {
    expect(readFileSync(join(root, page), "utf8")).not.toMatch(
      /\bcompliant\b|\bcomplies with\b|\bFDA[- ]approved\b|\bvalidated software\b/i,
    );
  });
});
