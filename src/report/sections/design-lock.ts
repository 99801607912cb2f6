import { code, endSentence, inlines, paragraph, text } from "../document/inlines.js";
import type { Block, Inlines, KeyValues } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import type { ReportInput } from "../records/read-results.js";

/** What was locked when, what was changed afterwards, and what a lock can and cannot show. */
export function writeDesignLock(input: ReportInput): Draft {
  return {
    id: "design-lock",
    heading: "Design lock and deviations",
    blocks: [
      lockFacts(input),
      ...changes(input),
      {
        kind: "callout",
        tone: "limitation",
        title: "What the lock proves, and what it does not",
        content: [
          inlines(
            "The lock holds the designs, the patients, the weights and the balance as they were before the engine read an outcome; estimates are refused where the plan, the eligible patients or the data differ from it.",
          ),
          inlines(
            "The lock proves what the engine read, not what people saw: whoever had the data may have looked at outcomes by other means before the design was fixed.",
          ),
        ],
      },
    ],
  };
}

/** The state of the lock in one sentence. */
export function describeLock(input: ReportInput): string {
  const { resultsExisted, replaced, deviations, dataDriven } = input.results.lock;
  const start = resultsExisted
    ? "Locked after the engine had already written results for this analysis"
    : "Locked before the engine had written any results for this analysis";
  const counts = [
    [deviations.length, "deviation from the locked plan", "deviations from the locked plan"],
    [dataDriven.length, "data-driven addition", "data-driven additions"],
    [replaced.length, "earlier lock replaced", "earlier locks replaced"],
  ] as const;
  const told = counts.flatMap(([count, one, many]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]));
  return `${start}; ${told.length === 0 ? "no deviation, no addition" : told.join(", ")}.`;
}

function lockFacts(input: ReportInput): KeyValues {
  const { lock, planHash, data } = input.results;
  const fact = (key: string, ...value: Inlines) => ({ key, value });
  return {
    kind: "key-values",
    label: "Design lock",
    entries: [
      fact("State", text(describeLock(input))),
      fact("Hash of the design sections", code(lock.designHash)),
      fact("Hash of design.lock.json", code(lock.lockHash)),
      fact("Hash of the plan", code(planHash)),
      fact("Fingerprint of the data", code(data.fingerprint)),
    ],
  };
}

function changes(input: ReportInput): readonly Block[] {
  const { replaced, deviations, dataDriven } = input.results.lock;
  const list = (lead: string, items: readonly Inlines[]): readonly Block[] =>
    items.length === 0 ? [] : [paragraph(lead), { kind: "list", items }];
  const blocks = [
    ...list(
      "Locked parts that were changed or dropped afterwards (deviations):",
      deviations.map(({ what, kind }) => inlines(code(what), `: ${kind}`)),
    ),
    ...list(
      "Added after the lock, and so data driven:",
      dataDriven.map((name) => inlines(code(name))),
    ),
    ...list(
      "Earlier locks of this analysis that this one replaced, with the reason given:",
      replaced.map(({ designHash, reason }) => inlines(code(designHash.slice(0, 12)), `: ${endSentence(reason)}`)),
    ),
  ];
  return blocks.length === 0
    ? [paragraph("There is no deviation from the locked plan, no addition after the lock, and no earlier lock.")]
    : blocks;
}
