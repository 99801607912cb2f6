import { testLogRank } from "../../stats/log-rank.js";
import { agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";
import { type SurvivalColumns, toSurvivalColumns } from "./survival-columns.js";

type Rows = SurvivalColumns & { readonly group: number[] };
interface Answer {
  readonly data: Rows;
  readonly chiSquared: number;
  readonly df: number;
  readonly p: number;
}
interface Case extends Answer {
  readonly name: string;
  readonly rho: number;
  readonly observed: number[];
  readonly expected: number[];
}

/** The test with and without strata, weights of the G-rho family, and delayed entry (there: the score test of a Cox model without ties). */
export const logRankOracle: Oracle = {
  id: "log-rank",
  method: "Log-rank test",
  reference: "survdiff; with delayed entry the score test of coxph",
  packages: ["R", "survival"],
  run: (fixture) => {
    const { cases, delayedEntry } = fixture as { cases: Case[]; delayedEntry: Answer };
    return [
      ...cases.map(({ name, rho, observed, expected, ...answer }) => {
        const test = testLogRank({ ...toInput(answer.data), rho });
        return {
          name,
          agreements: [
            agreeRelative("observed", test.observed, observed, 1e-12),
            agreeRelative("expected", test.expected, expected, 1e-12),
            ...compareTest(test, answer),
          ],
        };
      }),
      {
        name: "delayed entry",
        agreements: compareTest(testLogRank(toInput(delayedEntry.data)), delayedEntry),
      },
    ];
  },
};

const toInput = (data: Rows) => ({
  ...toSurvivalColumns(data),
  group: Int32Array.from(data.group),
  groups: Math.max(...data.group) + 1,
});

const compareTest = (test: ReturnType<typeof testLogRank>, { chiSquared, df, p }: Answer) => [
  agreeExactly("degrees of freedom", [test.df], [df]),
  agreeRelative("χ² and p", [test.chiSquared, test.p], [chiSquared, p], 1e-12),
];
