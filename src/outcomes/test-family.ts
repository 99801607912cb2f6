import { makeNotEstimable, makeStatistic } from "../results/make-records.js";
import type { ResultRecord, Statistic } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import type { Multiplicity } from "../spec/multiplicity.js";
import { type FamilyTest, testByHolm } from "../stats/holm.js";
import { testInOrder } from "../stats/test-in-order.js";

/**
 * Of each estimate of a family of tests, whether its null hypothesis is rejected (`null_rejected`, 1 or 0) and at what level it was tested (`local_alpha`), by the
 * p-values among the records of the main analysis. A test that was not reached, or has no p-value, is not estimable, with the reason.
 */
export function testFamily(
  { procedure, order, alpha }: Multiplicity,
  estimates: Readonly<Record<string, Estimate>>,
  records: readonly ResultRecord[],
): ResultRecord[] {
  const p = order.map((name) => findP(name, records));
  const hasGate = estimates[order[0]!]?.role === "primary";
  const tests = procedure === "ordered" ? testInOrder(p, alpha) : hasGate ? testBehind(p, alpha) : testByHolm(p, alpha);
  return order.flatMap((name, k) => {
    const { design, endpoint, role } = estimates[name]!;
    const place = { variant: "main", stage: "outcomes", population: design, variable: name } as const;
    const words =
      procedure === "ordered" ? "tests in their order" : `${hasGate ? "the primary test, then " : ""}Holm's steps`;
    const detail = { role, params: { endpoint, design, alpha }, method: `${words}, two-sided alpha ${alpha}` };
    const { level, rejected } = tests[k]!;
    if (level === null || rejected === null)
      return [makeNotEstimable(place, "null_rejected", reasonOf(p[k]!, procedure), detail)];
    return [
      makeStatistic(place, "null_rejected", rejected ? 1 : 0, detail),
      makeStatistic(place, "local_alpha", level, detail),
    ];
  });
}

/** The first test at alpha; only where it rejects, the others by Holm's steps, at alpha together. */
function testBehind([first, ...others]: readonly (number | null)[], alpha: number): FamilyTest[] {
  const gate = testInOrder([first!], alpha)[0]!;
  if (gate.rejected === true) return [gate, ...testByHolm(others, alpha)];
  return [gate, ...others.map(() => ({ level: null, rejected: null }))];
}

/** The p-value of the effect, null where there is none. */
function findP(name: string, records: readonly ResultRecord[]): number | null {
  const found = records.find(
    (record): record is Statistic =>
      record.kind === "statistic" &&
      record.stage === "outcomes" &&
      record.variable === name &&
      record.group === null &&
      record.level === null &&
      record.statistic === "p_value",
  );
  return found?.status === "ok" ? found.value : null;
}

function reasonOf(p: number | null, procedure: Multiplicity["procedure"]): string {
  if (p === null) return "not tested: it has no p-value";
  if (procedure === "ordered") return "not tested: one before it is not significant or has no p-value";
  return "not tested: the primary one, or one with a smaller p-value, is not significant";
}
