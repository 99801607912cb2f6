import type { OutcomeData } from "../frame/outcome-data.js";
import type { EndpointTable } from "./endpoint-filler.js";
import { analysisDays } from "./time-table.js";

/** An endpoint's table as the estimates take it: time in days, at least 1, and status; or yes and no. */
export function toOutcomeData(endpoint: string, table: EndpointTable): OutcomeData {
  const { available } = table;
  if (table.kind === "response") return { kind: "binary", endpoint, value: table.isResponder, available };
  const n = available.length;
  const timeDays = new Int32Array(n);
  const status = new Uint8Array(n);
  for (let patient = 0; patient < n; patient += 1) {
    if (available[patient] === 0) continue;
    timeDays[patient] = analysisDays(table, patient);
    status[patient] = table.endings[table.ending[patient]!]!.cnsr === 0 ? 1 : 0;
  }
  return { kind: "survival", endpoint, timeDays, status, available };
}
