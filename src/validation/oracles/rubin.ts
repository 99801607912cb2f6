import { type PooledEstimate, poolRubin } from "../../stats/pool-rubin.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Case {
  readonly estimate: number[];
  readonly variance: number[];
  readonly completeDf: number;
}
const scalarNames = ["between", "within", "se", "df", "missingInformation"] as const;
interface Fixture {
  readonly linear: (Case & { term: string; level: number; pooled: Partial<Record<keyof PooledEstimate, number>> })[];
  readonly scalar: (Case & Record<(typeof scalarNames)[number], number>)[];
}

/** Estimate, variance, Barnard–Rubin degrees of freedom, interval and missing information. */
export const rubinOracle: Oracle = {
  id: "rubin",
  method: "Rubin's rules with Barnard–Rubin degrees of freedom",
  reference: "pool, pool.scalar",
  packages: ["R", "mice"],
  run: (fixture) => {
    const { linear, scalar } = fixture as Fixture;
    return [
      ...linear.map((row) => {
        const names = Object.keys(row.pooled) as (keyof PooledEstimate)[];
        return {
          name: `${row.term} of a linear model`,
          agreements: [agreeRelative("pooled", valuesOf(poolRubin(row), names), valuesOf(row.pooled, names), 5e-11)],
        };
      }),
      ...scalar.map((row) => ({
        name: `a number with ${row.completeDf} degrees of freedom`,
        agreements: [agreeRelative("pooled", valuesOf(poolRubin(row), scalarNames), valuesOf(row, scalarNames), 1e-12)],
      })),
    ];
  },
};

const valuesOf = <Name extends keyof PooledEstimate>(
  from: Partial<Record<Name, number>>,
  names: readonly Name[],
): (number | null)[] => names.map((name) => from[name] ?? null);
