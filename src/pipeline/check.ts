import { fingerprintTables } from "../source/fingerprint.js";
import { checkEndpointSources } from "./check-endpoint-sources.js";
import type { Command } from "./command.js";
import { openStudy, openStudySource } from "./open-study.js";

/** `check`: the analysis file against its schema, the data against the data contract, whether the data hold what the endpoints are made of, and nothing more. */
export const check: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  const source = await openStudySource(study);
  try {
    const lacking = await checkEndpointSources(study, source);
    const tables = await fingerprintTables(source.store);
    const { analysis, variants, curves, hash } = study.plan;
    const combined = curves.length === 0 ? "" : `, ${curves.length} combinations of specification curves`;
    const lines = [
      `${study.loaded.place}: the analysis file is sound (${variants.length - 1} sensitivity analyses${combined})`,
      `data: ${tables.filter((table) => table.rows > 0).length} tables keep the data contract`,
      ...tables.filter((table) => table.rows > 0).map((table) => `  ${table.table}: ${table.rows} rows`),
      ...lacking.map((line) => `note: ${line}`),
      `plan ${hash}`,
    ];
    return { lines, json: { id: analysis.id, planHash: hash, tables, lacking }, clock: study.clock };
  } finally {
    source.close();
  }
};
