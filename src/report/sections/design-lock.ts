import { dataDrivenCauses } from "../../results/data-driven.js";
import type { LockChange, ReplacedLock } from "../../results/lock-history.js";
import { code, endSentence, inlines, joinWords, paragraph, text } from "../document/inlines.js";
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
            "The lock holds the designs, the patients, the weights and the balance as they were when it was made. The engine makes no estimate where the design sections of the plan (source, cohort, covariates, designs, seed), the eligible patients with their index dates and covariates, the weights, or a table of the data are not those that were locked and sealed.",
          ),
          inlines(
            "A changed endpoint, estimate or sensitivity analysis is not refused: it runs, stands above as a deviation, and every estimate that rests on it is labelled DATA DRIVEN wherever it is shown, as is one that was added after the lock. What was changed after outcomes had been read stays so labelled under every later lock.",
          ),
          inlines(
            "Whether outcomes had been read is known from the ledger beside the analysis file, an earlier lock, and results in the reports folder; whoever deletes all of them deletes that record.",
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
    ? "Locked when it was on record that outcomes of this analysis had been read"
    : "Locked when nothing on record said that outcomes of this analysis had been read";
  const counts = [
    [deviations.length, "deviation from the locked plan", "deviations from the locked plan"],
    [dataDriven.length, "data-driven part", "data-driven parts"],
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
  const causes = dataDrivenCauses(input.results.lock, dataDriven);
  const list = (lead: string, items: readonly Inlines[]): readonly Block[] =>
    items.length === 0 ? [] : [paragraph(lead), { kind: "list", items }];
  const blocks = [
    ...list("Deviations from the locked plan:", deviations.map(describeChange)),
    ...list(
      "Changed after the lock, and so DATA DRIVEN with every estimate that rests on it:",
      causes.filter(({ how }) => how !== "added").map(({ what }) => inlines(code(what))),
    ),
    ...list(
      "Added after the lock, and so DATA DRIVEN:",
      causes.filter(({ how }) => how === "added").map(({ what }) => inlines(code(what))),
    ),
    ...list("Earlier locks of this analysis, oldest first:", replaced.map(describeReplaced)),
  ];
  return blocks.length === 0
    ? [paragraph("There is no deviation from the locked plan, no addition after the lock, and no earlier lock.")]
    : blocks;
}

const describeChange = ({ what, kind }: LockChange): Inlines => inlines(code(what), `: ${kind}`);

function describeReplaced({ designHash, reason, afterResults, changes }: ReplacedLock): Inlines {
  const when = afterResults ? "after outcomes had been read" : "before any outcome was read";
  const what = joinWords(changes.map((change) => `${change.what} ${change.kind}`));
  return inlines(
    designHash === null ? "no lock that could be read" : code(designHash.slice(0, 12)),
    `, replaced ${when}. Reason: ${endSentence(reason)}${what === "" ? "" : ` Different in the next: ${what}.`}`,
  );
}
