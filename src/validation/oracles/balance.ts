import { type Balance, estimateBalance, unadjustedSd } from "../../stats/balance.js";
import { agreeAbsolute, agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";

interface Row {
  readonly meanTreated: number;
  readonly meanControl: number;
  readonly varianceRatio: number | null;
  readonly ks: number;
}
interface FormulaRow extends Row {
  readonly binary: boolean;
  readonly sdTreated: number;
  readonly sdControl: number;
  readonly treatedSd: number;
  readonly pooledSd: number;
  readonly smdTreated: number;
  readonly smdPooled: number;
}
interface SummaryRow extends Row {
  readonly smd: number;
}
interface Sample<T> {
  readonly treated: number[];
  readonly weight: number[];
  readonly columns: Record<string, number[]>;
  readonly before: Record<string, T>;
  readonly after: Record<string, T>;
}

/** Means, SDs, both standardised differences, variance ratio and KS of each covariate, before and after. */
export const balanceOracle: Oracle = {
  id: "balance",
  method: "Balance of covariates (SMD, variance ratio, KS) before and after weighting and matching",
  reference: "the published formulas; summary(matchit)",
  packages: ["R", "MatchIt"],
  run: (fixture) => {
    const { formulas, matchit } = fixture as { formulas: Sample<FormulaRow>; matchit: Sample<SummaryRow> };
    return [
      ...runSample("weights", formulas, compareFormulas),
      ...runSample("matches", matchit, (column, expected) => [
        ...compareRow(balanceOf(column, "treated-sd"), expected),
        agreeAbsolute("standardised difference", [balanceOf(column, "treated-sd").smd], [expected.smd], 1e-12),
      ]),
    ];
  },
};

interface Column {
  readonly x: Float64Array;
  readonly treated: Uint8Array;
  readonly weight: Float64Array;
}
type Compare<T> = (column: Column, expected: T) => OracleCase["agreements"];

function runSample<T>(name: string, sample: Sample<T>, compare: Compare<T>): OracleCase[] {
  return (["before", "after"] as const).flatMap((when) => {
    const weight = when === "before" ? sample.weight.map(() => 1) : sample.weight;
    return Object.entries(sample[when]).map(([variable, expected]) => ({
      name: `${variable}, ${when} ${name}`,
      agreements: compare(
        {
          x: Float64Array.from(sample.columns[variable]!),
          treated: Uint8Array.from(sample.treated),
          weight: Float64Array.from(weight),
        },
        expected,
      ),
    }));
  });
}

const isBinary = ({ x }: Column): boolean => x.every((value) => value === 0 || value === 1);
const sdOf = (column: Column, which: "treated-sd" | "pooled-sd"): number =>
  unadjustedSd(column.x, column.treated, which, isBinary(column));
const balanceOf = (column: Column, which: "treated-sd" | "pooled-sd"): Balance =>
  estimateBalance({ ...column, denominatorSd: sdOf(column, which), binary: isBinary(column) });

const compareRow = (found: Balance, expected: Row) => [
  agreeRelative("means", [found.meanTreated, found.meanControl], [expected.meanTreated, expected.meanControl], 1e-12),
  // A ratio that the reference does not have, of a 0/1 column, is absent here too.
  expected.varianceRatio === null
    ? agreeExactly("variance ratio", [found.varianceRatio], [null])
    : agreeRelative("variance ratio", [found.varianceRatio], [expected.varianceRatio], 1e-12),
  // Absolute, as a standardised difference: small differences of large numbers.
  agreeAbsolute("KS", [found.ks], [expected.ks], 1e-12),
];

function compareFormulas(column: Column, expected: FormulaRow): OracleCase["agreements"] {
  const [byTreated, byPooled] = [balanceOf(column, "treated-sd"), balanceOf(column, "pooled-sd")];
  return [
    ...compareRow(byTreated, expected),
    agreeRelative(
      "standard deviations",
      [byTreated.sdTreated, byTreated.sdControl, sdOf(column, "treated-sd"), sdOf(column, "pooled-sd")],
      [expected.sdTreated, expected.sdControl, expected.treatedSd, expected.pooledSd],
      1e-12,
    ),
    agreeAbsolute(
      "standardised differences",
      [byTreated.smd, byPooled.smd],
      [expected.smdTreated, expected.smdPooled],
      1e-12,
    ),
  ];
}
