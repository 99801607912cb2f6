import type { IndexRule } from "../../spec/cohort.js";
import { endSentence } from "../document/inlines.js";

/** When follow-up of an arm's patients starts, in a sentence. */
export function describeIndexRule(index: IndexRule): string {
  switch (index.rule) {
    case "day-zero":
      return `Day 0 as the dataset counts it: ${endSentence(index.meaning)}`;
    case "entry":
      return "Entry into the dataset (enrolment, randomisation or registration).";
    case "diagnosis":
      return index.column === "metastatic_on" ? "Earliest metastatic diagnosis." : "Earliest diagnosis.";
    case "therapy-line": {
      const filters = [
        index.regimens === undefined ? null : `regimen ${index.regimens.join(" or ")}`,
        index.settings === undefined ? null : `setting ${index.settings.join(" or ")}`,
        index.lineNumbers === undefined ? null : `line ${index.lineNumbers.join(" or ")}`,
      ].filter((part) => part !== null);
      const fitting = filters.length === 0 ? "" : ` with ${filters.join(", ")}`;
      if (index.which === "all") return `Start of the line of therapy, every line${fitting} being a row of its own.`;
      const which =
        index.which === "random" ? "a line of therapy drawn at random" : `the ${index.which} line of therapy`;
      return `Start of ${which}${fitting}.`;
    }
  }
}
