import type { FamilyTest } from "./holm.js";

/**
 * Tests in a fixed order, each at alpha, as long as all before it reject: the probability of any false rejection is at most alpha. A test that could not be made
 * (null) rejects nothing and ends the order. Source: Maurer, Hothorn & Lehmacher 1995; Westfall & Krishen 2001, J Statist Plan Inference 99:25.
 */
export function testInOrder(p: readonly (number | null)[], alpha: number): FamilyTest[] {
  let isOpen = true;
  return p.map((value) => {
    if (!isOpen || value === null) {
      isOpen = false;
      return { level: null, rejected: null };
    }
    isOpen = value <= alpha;
    return { level: alpha, rejected: isOpen };
  });
}
