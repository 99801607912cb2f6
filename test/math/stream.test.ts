import { describe, expect, it } from "vitest";
import { hash32, stream } from "../../src/math/stream.js";

describe("named streams", () => {
  it("the same seed and name give the same numbers; another name or seed gives others", () => {
    const draw = (seed: number, name: string) => {
      const { uniform } = stream(seed, name);
      return Array.from({ length: 5 }, uniform);
    };
    expect(draw(1, "bootstrap/att")).toEqual(draw(1, "bootstrap/att"));
    expect(draw(1, "bootstrap/att")).not.toEqual(draw(1, "bootstrap/ato"));
    expect(draw(1, "bootstrap/att")).not.toEqual(draw(2, "bootstrap/att"));
  });

  it("uniform draws stay in [0, 1) and fill ten equal bins evenly (chi-squared below its 0.999 quantile, 27.9)", () => {
    const { uniform } = stream(42, "bins");
    const count = new Float64Array(10);
    for (let i = 0; i < 100_000; i += 1) {
      const u = uniform();
      if (!(u >= 0 && u < 1)) throw new Error(`uniform() must be in [0, 1); got ${u}`);
      count[Math.floor(u * 10)]! += 1;
    }
    expect(count.reduce((total, each) => total + (each - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
  });

  it("two names of one seed are uncorrelated (|r| below 4 standard errors)", () => {
    const a = stream(9, "a");
    const b = stream(9, "b");
    let product = 0;
    for (let i = 0; i < 100_000; i += 1) product += (a.uniform() - 0.5) * (b.uniform() - 0.5);
    expect(Math.abs((product / 100_000) * 12)).toBeLessThan(4 / Math.sqrt(100_000));
  });

  it("integer(n) reaches 0 and n − 1 and nothing outside", () => {
    const { integer } = stream(3, "dice");
    const seen = new Set(Array.from({ length: 500 }, () => integer(6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("hash32 is a 32-bit number that moves with one character, with order and with the start", () => {
    const hashes = ["", "a", "b", "ab", "ba", "P-0001", "P-0002"].map((text) => hash32(text));
    expect(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)).toBe(true);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hash32("a", 1)).not.toBe(hash32("a", 2));
  });
});
