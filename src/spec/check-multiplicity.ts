import type { Analysis } from "./analysis.js";
import { describeUnknown } from "./describe-unknown.js";
import { findRepeats } from "./find-repeats.js";
import { ownMember } from "./own-member.js";

const tested: readonly string[] = ["primary", "key-secondary"];

/** The breaches of the family of tests: it holds every primary and key secondary estimate once, the primary one first, and no other. */
export function checkMultiplicity(analysis: Analysis): string[] {
  const { multiplicity, estimates } = analysis;
  if (multiplicity === undefined) return [];
  const { order } = multiplicity;
  const at = "multiplicity.order";
  const breaches = order.flatMap((name, i) => {
    const estimate = ownMember(estimates, name);
    if (estimate === undefined) return [describeUnknown("estimate", name, Object.keys(estimates), `${at}[${i}]`)];
    if (tested.includes(estimate.role)) return [];
    return [`only primary and key-secondary estimates are tested; "${name}" is ${estimate.role} → ${at}[${i}]`];
  });
  for (const { at: i, item } of findRepeats(order, (name) => name))
    breaches.push(`estimate "${item}" stands twice; remove one of the two → ${at}[${i}]`);
  for (const [name, { role }] of Object.entries(estimates)) {
    if (tested.includes(role) && !order.includes(name))
      breaches.push(`every primary and key-secondary estimate is in the family; "${name}" is not → ${at}`);
    if (role === "primary" && order.includes(name) && order[0] !== name)
      breaches.push(`the primary estimate is tested first; got "${order[0]}" before "${name}" → ${at}[0]`);
  }
  return breaches;
}
