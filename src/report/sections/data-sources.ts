import { paragraph, text } from "../document/inlines.js";
import type { Draft } from "../document/number-sections.js";
import { datasetsListing } from "../records/datasets.js";
import type { ReportInput } from "../records/read-results.js";

/** Where the data come from: each dataset as the source describes it. */
export function writeDataSources(input: ReportInput): Draft {
  const listing = datasetsListing(input);
  const idColumn = listing.columns.findIndex(({ name }) => name === "dataset_id");
  const { trial, control } = input.plan.analysis.cohort;
  return {
    id: "data-sources",
    heading: "Data sources and provenance",
    blocks: [
      paragraph(
        `The trial arm comes from dataset ${trial.dataset}, the control arm from dataset ${control.dataset}. Each dataset describes itself as follows; fingerprints of the tables stand in an appendix.`,
      ),
      ...listing.rows.map((row) => ({
        kind: "key-values" as const,
        label: `Dataset ${String(row[idColumn] ?? "")}`,
        entries: listing.columns.map(({ name, label }, i) => ({
          key: label === name ? label.replaceAll("_", " ") : label,
          value: [text(row[i] === null || row[i] === undefined ? "not stated" : String(row[i]))],
        })),
      })),
    ],
  };
}
