import { describe, expect, it } from "vitest";
import { z } from "zod";
import { analysisSchema } from "../../src/spec/analysis.js";
import { resolve } from "../../src/spec/resolve.js";
import { splitDefaults } from "../../src/spec/split-defaults.js";
import { makeImagingAnalysis } from "../report/support/make-imaging-results.js";

const schema = z.strictObject({
  name: z.string(),
  seed: z.int().default(1),
  gates: z.strictObject({ smd: z.number().default(0.1), share: z.number().default(0.05) }).prefault({}),
  caliper: z.number().nullable().default(0.2),
  design: z.discriminatedUnion("method", [
    z.strictObject({ method: z.literal("a"), order: z.string().default("largest") }),
    z.strictObject({ method: z.literal("b"), order: z.string().default("smallest") }),
  ]),
  criteria: z.array(z.strictObject({ label: z.string(), pick: z.string().default("latest") })),
});
const split = (value: Record<string, unknown>) => splitDefaults(schema, schema.parse(value));

/** Both halves put together again. */
function merge(a: unknown, b: unknown): unknown {
  if (b === undefined) return a;
  if (a === undefined) return b;
  if (Array.isArray(a)) return a.map((member, i) => merge(member, (b as unknown[])[i]));
  if (typeof a !== "object" || a === null) return a;
  const keys = new Set([...Object.keys(a), ...Object.keys(b as object)]);
  const at = (value: unknown, key: string) => (value as Record<string, unknown>)[key];
  return Object.fromEntries([...keys].map((key) => [key, merge(at(a, key), at(b, key))]));
}

describe("a resolved value by what was stated and what is default", () => {
  it("parts nested fields, and takes a union's default from the branch that the value is of", () => {
    const given = { name: "x", gates: { smd: 0.2 }, design: { method: "b", order: "largest" }, criteria: [] };
    expect(split(given)).toEqual({
      stated: { name: "x", gates: { smd: 0.2 }, design: { method: "b", order: "largest" }, criteria: [] },
      defaults: { seed: 1, gates: { share: 0.05 }, caliper: 0.2 },
    });
    const other = split({ ...given, design: { method: "b" } }).defaults as Record<string, unknown>;
    expect(other.design).toEqual({ order: "smallest" });
  });

  it("takes null for a stated value where the default is a number", () => {
    const { stated } = split({ name: "x", caliper: null, design: { method: "a" }, criteria: [] });
    expect(stated).toMatchObject({ caliper: null });
  });

  it("keeps the positions of lists", () => {
    const criteria = [{ label: "one", pick: "any" }, { label: "two" }];
    const { stated, defaults } = split({ name: "x", design: { method: "a" }, criteria });
    expect(stated).toMatchObject({ criteria: [{ label: "one", pick: "any" }, { label: "two" }] });
    expect(defaults).toMatchObject({ criteria: [undefined, { pick: "latest" }] });
  });

  it("loses nothing of an analysis", () => {
    const { analysis } = resolve(makeImagingAnalysis(), "the test's analysis");
    const { stated, defaults } = splitDefaults(analysisSchema, analysis);
    expect(merge(stated, defaults)).toEqual(analysis);
    expect(defaults).toMatchObject({ seed: 1, report: { paper: "letter" } });
    expect(Object.keys(stated as object)).toContain("question");
  });
});
