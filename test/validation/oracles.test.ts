import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { oracles } from "../../src/validation/registry.js";

const fixtureOf = (id: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../oracles/${id}/fixture.json`, import.meta.url), "utf8"));

describe.each(oracles)("$method against R ($id)", ({ id, run }) => {
  it.each(run(fixtureOf(id)))("$name", ({ agreements }) => {
    expect(agreements.length).toBeGreaterThan(0);
    expect(agreements.filter(({ passes }) => !passes).map(({ actual: _, ...rest }) => rest)).toEqual([]);
  });
});
