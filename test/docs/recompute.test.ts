import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const tables = join(root, "reports/breast-hormone/tables");

/** What the lines of R are said to give, by the number of the figure: `{ "5": ["43.9", "66.3"] }`. */
function claimed(): Map<string, string[]> {
  const page = readFileSync(join(root, "docs/RECOMPUTE.md"), "utf8");
  const code = /```r\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const found = [...code.matchAll(/# {1,2}([\d, ]*\d) {2,}(.+)$/gm)];
  return new Map(
    found.map(([, items, words]) => [items!, words!.match(/\d+(,\d{3})*(\.\d+)?/g)!.map((n) => n.replaceAll(",", ""))]),
  );
}

describe("docs/RECOMPUTE.md", () => {
  it("gives ten figures, each as the report prints it", () => {
    const printed = readdirSync(tables)
      .map((name) => readFileSync(join(tables, name), "utf8"))
      .join("\n");
    const claims = claimed();
    expect([...claims.keys()].flatMap((items) => items.split(", "))).toEqual(
      Array.from({ length: 10 }, (_, i) => String(i + 1)),
    );
    for (const [item, numbers] of claims)
      for (const number of numbers)
        expect(printed, `figure ${item}`).toMatch(
          new RegExp(`(^|[^\\d.])${number.replace(".", "\\.")}($|[^\\d.])`, "m"),
        );
  });
});
