import type { TargetTable } from "../ingest/target-table.js";
import { contract, tableNames } from "../source/contract.js";
import type { ContractTable } from "../source/contract-table.js";
import { physicalColumns, physicalNames } from "../source/physical-columns.js";

/** The tables of the data contract as ingestion fills them. */
export function ingestTargets(): TargetTable[] {
  return tableNames.map((name) => {
    const table: ContractTable = contract[name];
    return {
      name,
      key: physicalNames(table, table.key),
      columns: physicalColumns(table).map(({ name: column, type }) => {
        const declared = table.columns.find((each) =>
          [each.name, `${each.name}_on`, `${each.name}_day`].includes(column),
        );
        return {
          name: column,
          type,
          required: declared?.required === true || table.key.includes(column),
          allowed: declared?.allowed ?? [],
          unit: declared?.unit ?? null,
          description: declared?.description ?? "",
        };
      }),
    };
  });
}
