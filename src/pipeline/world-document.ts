import type { BatchColumn } from "../simulate/table-batch.js";
import type { World } from "../simulate/world.js";
import { contract, type TableName } from "../source/contract.js";
import type { ContractTable } from "../source/contract-table.js";
import type { WorldFigure } from "./world-figure.js";
import type { RowCounts } from "./write-world.js";

interface WorldDocument {
  readonly world: World;
  readonly counts: RowCounts;
  readonly figures: readonly WorldFigure[];
  /** Columns that each table fills. */
  readonly columns: Readonly<Record<string, readonly Pick<BatchColumn, "name">[]>>;
  /** The command that makes it all. */
  readonly command: string;
}

/** DATA.md of a world: what it is, the command that makes it, settings, tables with units, and the comparison with publications. */
export function renderWorldDocument({ world, counts, figures, columns, command }: WorldDocument): string {
  return [
    "# Synthetic non-small-cell lung cancer: a trial and routine care, with known truth",
    "",
    "No real patient is in these data. They are simulated so that every estimate can be held against the truth, which stands in `truth.json` and which no analysis reads.",
    "",
    `Made by \`${command}\`; two runs give the same bytes. Licence: Apache-2.0, as the project.`,
    "",
    "## What it is",
    "",
    `\`lung-trial\`: ${world.trialPatients} patients of a single-arm trial of the fictional drug SYN-101. \`lung-care\`: ${world.carePatients} patients of routine care given single-agent chemotherapy. Index is the first dose of the second or third line; dates are calendar dates. Lesions follow the tumour-growth-inhibition model of Stein et al. (2008, 2011); new lesions, non-target progression and death come at hazards tied to the tumour burden; two central readers read all scans, the investigators those of the trial; \`ehr_assessment\` is what charts of routine care say. Each patient has one course under either treatment from the same random numbers; the data hold the one received. Sources of all margins and parameters stand in the docblocks of \`src/simulate\`.`,
    "",
    "## Settings",
    "",
    ...table(
      ["setting", "value"],
      Object.entries(world).map(([name, value]) => [`\`${name}\``, String(value)]),
    ),
    "",
    "## Tables",
    "",
    "Folder `rwid`, one Parquet file per table of the data contract. Lengths in mm, LDH in U/L, albumin in g/L, weight in kg, PD-L1 in per cent of tumour cells; missing is NULL.",
    "",
    ...table(
      ["table", "rows", "what", "columns"],
      Object.entries(counts).map(([name, rows]) => {
        const { description }: ContractTable = contract[name as TableName];
        return [`\`${name}\``, String(rows), description, (columns[name] ?? []).map((each) => each.name).join(", ")];
      }),
    ),
    "",
    "`collected_event` holds negative controls (`NC01` …): outcomes that neither drug nor tumour touches, so that their true effect is none. `local_therapy` does not change the course of a lesion in this world, nor does a later line of therapy.",
    "",
    "## Simulated beside published",
    "",
    "Measured on further patients of the same world (20,000 for outcomes, 6,000 of each dataset for the rest), not on the sample itself.",
    "",
    ...table(
      ["", "simulated", "published", "source"],
      figures.map(({ group, name, simulated, published, source }) => [
        `${group}: ${name}`,
        simulated,
        published,
        source,
      ]),
    ),
    "",
  ].join("\n");
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}
