import { z } from "zod";

const scalar = z.union([z.string(), z.number()]);

/** A test on one recorded value. */
export const conditionSchema = z
  .union([
    z.strictObject({ equals: scalar.describe("the recorded value is this text or number") }),
    z.strictObject({ oneOf: z.array(scalar).min(1).readonly().describe("the recorded value is one of these") }),
    z
      .strictObject({
        atLeast: z.number().exactOptional().describe("recorded number ≥ this"),
        above: z.number().exactOptional().describe("recorded number > this"),
        atMost: z.number().exactOptional().describe("recorded number ≤ this"),
        below: z.number().exactOptional().describe("recorded number < this"),
      })
      .refine((range) => Object.keys(range).length > 0, "must hold at least one of atLeast, above, atMost, below"),
  ])
  .describe("a test on one recorded value: {equals}, {oneOf} or a range of {atLeast, above, atMost, below}");

export type Condition = z.infer<typeof conditionSchema>;

/** What a condition can be put to: a number, a text, or either of them. */
export function testedType(condition: Condition): "number" | "text" | "either" {
  const values = "equals" in condition ? [condition.equals] : "oneOf" in condition ? condition.oneOf : [0];
  const types = new Set(values.map((value) => typeof value));
  return types.size > 1 ? "either" : types.has("number") ? "number" : "text";
}
