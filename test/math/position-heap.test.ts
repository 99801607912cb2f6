import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPositionHeap } from "../../src/math/position-heap.js";

describe("heap of positions", () => {
  it("gives back the positions pushed from the highest value to the lowest", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 60 }), (values) => {
        const value = Float64Array.from(values);
        const heap = createPositionHeap(value);
        values.forEach((_, i) => {
          heap.push(i);
        });
        const out: number[] = [];
        for (let top = heap.top(); top !== undefined; top = heap.top()) {
          out.push(top);
          heap.pop();
        }
        expect(out.map((i) => values[i])).toEqual(values.slice().sort((a, b) => b - a));
        expect(out.slice().sort((a, b) => a - b)).toEqual(values.map((_, i) => i));
      }),
      { seed: 3 },
    );
  });

  it("is empty after clear, and popping an empty heap does nothing", () => {
    const heap = createPositionHeap(Float64Array.of(2, 1));
    heap.push(0);
    heap.clear();
    heap.pop();
    expect(heap.top()).toBeUndefined();
  });
});
