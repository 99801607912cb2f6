import { paragraph } from "../document/inlines.js";
import type { Cell } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import type { ReportInput } from "../records/read-results.js";
import { renderPlanTable } from "../tables/plan-table.js";

interface Item {
  readonly number: string;
  readonly topic: string;
  /** Ids of the places that answer it. */
  readonly refs: readonly string[];
  /** What is said where nothing in the report answers it. */
  readonly otherwise: string;
}

const byAuthor = "For the author or sponsor to state; the analysis file has no field for it.";
const item = (number: string, topic: string, refs: readonly string[], otherwise: string = byAuthor): Item => ({
  number,
  topic,
  refs,
  otherwise,
});

/** The 21 items of TARGET by topic, in this report's words, with the places that answer them. */
const items: readonly Item[] = [
  item("1", "Abstract: the attempt to emulate a target trial, data, methods, findings", ["synopsis"]),
  item("2", "Background", []),
  item("3", "Causal question", ["estimands"]),
  item("4", "Why a target trial is emulated", []),
  item("5", "Data sources", ["data-sources", "th12"]),
  item(
    "6",
    "Target trial: eligibility, strategies, assignment, follow-up, outcomes, contrasts, assumptions, analysis",
    ["t9-1"],
  ),
  item("7a", "Emulation: eligibility", ["th4", "th5"]),
  item("7b", "Emulation: treatment strategies", ["th6"]),
  item("7c", "Emulation: assignment, and adjustment for baseline confounders", ["th9", "th10"]),
  item("7d", "Emulation: follow-up", ["f9-1", "th3", "th8"]),
  item("7e", "Emulation: outcomes", ["th7", "imaging-charter"]),
  item("7f", "Emulation: causal contrasts", ["estimands", "th10"]),
  item("7g", "Emulation: identifying assumptions", ["t9-1", "balance"]),
  item("7h", "Emulation: analysis", ["methods", "th11"]),
  item("8", "Selection of participants", ["t14-1-1", "f14-1-1"]),
  item("9", "Baseline characteristics", ["t14-1-2", "balance"]),
  item("10", "Length of follow-up", ["outcomes"]),
  item("11", "Missing data", ["t14-1-4", "th10"]),
  item("12", "Outcomes by group", ["outcomes"]),
  item("13", "Effect estimates with their precision", ["outcomes", "t14-2-5-1"]),
  item("14", "Additional analyses", ["all-estimates"]),
  item("15", "Interpretation", []),
  item("16", "Limitations", ["limitations"]),
  item("17", "Ethics", []),
  item(
    "18",
    "Registration of the protocol: here the lock of the design; where it is registered is for the author to state",
    ["design-lock"],
  ),
  item("19", "Availability of data, code and materials", ["cohort-queries", "fingerprints"]),
  item("20", "Funding", []),
  item("21", "Competing interests", []),
];

/** Where this report answers each item of the TARGET checklist. */
export function writeTargetChecklist(input: ReportInput): Draft {
  return {
    id: "target-checklist",
    heading: "TARGET checklist",
    blocks: [
      paragraph(
        "Topics of the 21 items of the TARGET statement (Cashin et al. 2025, JAMA and BMJ) in the words of this report, item 7 by component, with where each is answered. It is no substitute for the published checklist, and claims no compliance.",
      ),
      renderPlanTable(input, {
        number: "C1",
        name: "target-checklist",
        title: "TARGET checklist with references",
        columns: [
          ["Item", 0.5],
          ["Topic", 3.4],
          ["Where", 3.2],
        ],
        rows: items.map(({ number, topic, refs, otherwise }): readonly (string | Cell)[] => [
          number,
          topic,
          refs.length === 0 ? otherwise : { text: otherwise, refs },
        ]),
      }),
    ],
  };
}
