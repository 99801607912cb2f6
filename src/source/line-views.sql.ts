import { baselineTables } from "./baseline-tables.sql.js";
import { contract } from "./contract.js";
import type { ContractTable } from "./contract-table.js";

const given = "memory.main.line_given";

/**
 * Views `source.rwid` of the tables that a baseline is made of, read from `origin.rwid`: the rows of a patient once for each of his lines, whose id stands for
 * the patient's (`line_given`: row_id, source_id). A scan bears the line's id beside its own, so that keys and references hold. Grain: row × line.
 */
export const lineViews: readonly string[] = baselineTables.map(({ table }) => {
  const { columns }: ContractTable = contract[table];
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  const study = (alias: string): string => `${alias}.study_uid || ' of ' || g.row_id`;
  const view = (replaced: readonly string[], from: string): string => `create view source.rwid.${table} as select
  t.*${replaced.length === 0 ? "" : ` replace (${replaced.join(", ")})`}
from origin.rwid.${table} as t${from}`;
  if (has("patient_id")) {
    const replaced = ["g.row_id as patient_id", ...(has("study_uid") ? [`${study("t")} as study_uid`] : [])];
    return view(replaced, `\njoin ${given} as g on g.source_id = t.patient_id`);
  }
  if (!has("study_uid")) return view([], "");
  return view(
    [`${study("t")} as study_uid`],
    `\njoin origin.rwid.imaging_study as s on s.study_uid = t.study_uid\njoin ${given} as g on g.source_id = s.patient_id`,
  );
});
