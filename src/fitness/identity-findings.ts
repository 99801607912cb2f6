import type { ResultsFile } from "../results/results-file.js";
import type { Finding } from "./judge.js";

/** What a run answers by, as results.json has it. */
export interface RunIdentity {
  readonly planHash: string;
  readonly engineVersion: string;
  readonly contractVersion: string;
  readonly data: ResultsFile["data"];
}

/** R5.2: whether data, plan, lock and engine are identified so that the same run can be made again. That a second one is identical no single run can say. */
export function findIdentity(
  identity: RunIdentity,
  lock: Pick<ResultsFile["lock"], "designHash" | "lockHash">,
): Finding[] {
  const { planHash, engineVersion, contractVersion, data } = identity;
  const there = [
    isHash(data.fingerprint),
    data.tables.length > 0 && data.tables.every(({ fingerprint }) => fingerprint !== ""),
    contractVersion !== "",
    isHash(planHash),
    isHash(lock.designHash),
    isHash(lock.lockHash),
    engineVersion !== "",
  ];
  const numerator = there.filter(Boolean).length;
  const base = { id: "R5.2", population: "analysis", group: null } as const;
  return [
    {
      ...base,
      variable: "recorded",
      label: "hash of the data, of each table, of plan, design and lock; version of data contract and engine",
      value: numerator / there.length,
      unit: "share",
      counts: {
        numerator,
        denominator: there.length,
        unit: "fields",
        patients: null,
        lower: null,
        upper: null,
        interval: null,
      },
      note: "the commit of the analysis file is not known to the engine",
    },
    {
      ...base,
      variable: "reproduced",
      label: "a second run gave the same results",
      value: null,
      unit: "yes or no",
      note: "no run can say it of itself: run again and compare results.json",
    },
  ];
}

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
