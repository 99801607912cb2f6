import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedDocs } from "../../src/pipeline/generated-docs.js";

const root = resolve(import.meta.dirname, "../..");

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
