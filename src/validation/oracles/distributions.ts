import { betaCdf, betaQuantile } from "../../math/beta.js";
import { chiSquaredQuantile, chiSquaredUpper } from "../../math/chi-squared.js";
import { normalCdf, normalIntervalFactor, normalQuantile, normalTwoSided, normalUpper } from "../../math/normal.js";
import { quantileOfSorted } from "../../math/quantile.js";
import { studentIntervalFactor, studentTwoSided } from "../../math/student-t.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";

type Columns<Name extends string> = Readonly<Record<Name, number[]>>;
interface Fixture {
  readonly normal: Columns<"x" | "cdf" | "upper" | "twoSided" | "p" | "quantile" | "level" | "factor">;
  readonly chiSquared: Columns<"x" | "df" | "upper" | "p" | "quantileDf" | "quantile">;
  readonly beta: Columns<"x" | "a" | "b" | "cdf" | "p" | "quantileA" | "quantileB" | "quantile">;
  readonly student: Columns<"t" | "df" | "twoSided" | "level" | "factorDf" | "factor">;
  readonly quantile7: readonly Columns<"values" | "p" | "quantile">[];
}

/** Probabilities and quantiles that every interval and test is made of, far into the tails, and sample quantiles. */
export const distributionsOracle: Oracle = {
  id: "distributions",
  method: "Probability distributions (normal, χ², beta, t) and sample quantiles",
  reference: "pnorm, qnorm, pchisq, qchisq, pbeta, qbeta, pt, qt, quantile(type = 7)",
  packages: ["R"],
  run: (fixture) => {
    const { normal, chiSquared, beta, student, quantile7 } = fixture as Fixture;
    return [
      runNormal(normal),
      runChiSquared(chiSquared),
      runBeta(beta),
      runStudent(student),
      ...quantile7.map(({ values, p, quantile }) => ({
        name: `quantiles of ${values.length} values`,
        agreements: [
          agreeRelative(
            "quantiles",
            p.map((at) => quantileOfSorted(values, at)),
            quantile,
            1e-13,
          ),
        ],
      })),
    ];
  },
};

const rounding = 1e-12;

const runNormal = ({ x, p, level, ...expected }: Fixture["normal"]): OracleCase => ({
  name: "normal",
  agreements: [
    agreeRelative("lower tail", x.map(normalCdf), expected.cdf, rounding),
    agreeRelative("upper tail", x.map(normalUpper), expected.upper, rounding),
    agreeRelative("two-sided p", x.map(normalTwoSided), expected.twoSided, rounding),
    agreeRelative("quantiles", p.map(normalQuantile), expected.quantile, rounding),
    agreeRelative("interval factors", level.map(normalIntervalFactor), expected.factor, rounding),
  ],
});

function runChiSquared({ x, df, upper, p, quantileDf, quantile }: Fixture["chiSquared"]): OracleCase {
  const tails = x.map((value, i) => chiSquaredUpper(value, df[i]!));
  const quantiles = p.map((value, i) => chiSquaredQuantile(value, quantileDf[i]!));
  return {
    name: "χ²",
    agreements: [
      agreeRelative("upper tail", tails, upper, rounding),
      agreeRelative("quantiles", quantiles, quantile, rounding),
    ],
  };
}

function runBeta({ x, a, b, cdf, p, quantileA, quantileB, quantile }: Fixture["beta"]): OracleCase {
  const tails = x.map((value, i) => betaCdf(value, a[i]!, b[i]!));
  const quantiles = p.map((value, i) => betaQuantile(value, quantileA[i]!, quantileB[i]!));
  return {
    name: "beta",
    agreements: [
      agreeRelative("lower tail", tails, cdf, rounding),
      agreeRelative("quantiles", quantiles, quantile, rounding),
    ],
  };
}

function runStudent({ t, df, twoSided, level, factorDf, factor }: Fixture["student"]): OracleCase {
  const p = t.map((value, i) => studentTwoSided(value, df[i]!));
  const factors = level.map((value, i) => studentIntervalFactor(value, factorDf[i]!));
  return {
    name: "t",
    agreements: [
      agreeRelative("two-sided p", p, twoSided, rounding),
      agreeRelative("interval factors", factors, factor, rounding),
    ],
  };
}
