import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { drawExponential, drawNormal, drawPoisson, drawPosition, drawWhole } from "../../src/simulate/draw.js";

const n = 40000;
const mean = (draw: () => number): number => {
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += draw();
  return sum / n;
};

/** Limits are four standard errors of the mean of 40,000 draws. */
describe("random variates", () => {
  const source = stream(11, "draws");

  it("have the mean they say", () => {
    expect(Math.abs(mean(() => drawNormal(source, 3, 2)) - 3)).toBeLessThan((4 * 2) / Math.sqrt(n));
    expect(Math.abs(mean(() => drawExponential(source, 5)) - 5)).toBeLessThan((4 * 5) / Math.sqrt(n));
    expect(Math.abs(mean(() => drawPoisson(source, 1.2)) - 1.2)).toBeLessThan(4 * Math.sqrt(1.2 / n));
    expect(Math.abs(mean(() => drawWhole(source, 2, 4)) - 3)).toBeLessThan(4 * Math.sqrt(2 / 3 / n));
    expect(Math.abs(mean(() => drawPosition(source, [1, 2, 1])) - 1)).toBeLessThan(4 * Math.sqrt(0.5 / n));
  });

  it("take one uniform each, so that streams stay in step", () => {
    const a = stream(1, "step");
    const b = stream(1, "step");
    drawNormal(a);
    drawExponential(a);
    drawPoisson(a, 0.1);
    drawPosition(a, [1, 1, 1]);
    for (let i = 0; i < 4; i += 1) b.uniform();
    expect(a.uniform()).toBe(b.uniform());
  });

  it("are finite where the uniform is 0", () => {
    const zero = { uniform: () => 0, integer: () => 0 };
    expect(Number.isFinite(drawNormal(zero))).toBe(true);
    expect(drawExponential(zero)).toBe(0);
    expect(drawPoisson(zero, 2)).toBe(0);
  });
});
