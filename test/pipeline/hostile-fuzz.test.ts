import { describe, expect, it } from "vitest";
import { checkCases } from "./hostile/check-cases.js";

// Blocks of seeds, so that one that fails is told apart from those after it.
const block = 250;

describe("thousands of analyses drawn at random have in every record a number or a reason", () => {
  it.each(Array.from({ length: 10 }, (_, k) => 200 + k * block))("seeds from %i", async (from) => {
    const { faults } = await checkCases(from, from + block, 25);
    expect(faults).toEqual({});
  });
});
