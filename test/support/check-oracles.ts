import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Oracle } from "../../src/validation/oracle.js";

/** One test for each case of each fixture: every number must be as the reference has it, and a loose tolerance must say why it is loose. */
export async function checkOracles(oracles: readonly Oracle[]): Promise<void> {
  for (const { id, method, run } of oracles) {
    const fixture: unknown = JSON.parse(
      readFileSync(new URL(`../../oracles/${id}/fixture.json`, import.meta.url), "utf8"),
    );
    const cases = await run(fixture);
    describe(`${method} against R (${id})`, () => {
      it.each(cases)("$name", ({ agreements }) => {
        expect(agreements.length).toBeGreaterThan(0);
        expect(agreements.filter(({ passes }) => !passes).map(({ actual: _, ...rest }) => rest)).toEqual([]);
      });

      it("a tolerance looser than 1e-8 names its cause", () => {
        const loose = cases.flatMap(({ agreements }) =>
          agreements.filter(({ tolerance, cause }) => tolerance > 1e-8 && cause === null),
        );
        expect(loose.map(({ what }) => what)).toEqual([]);
      });
    });
  }
}
