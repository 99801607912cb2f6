import { type DataDrivenCause, dataDrivenCauses, dataDrivenMark } from "../results/data-driven.js";
import type { EstimateResult } from "./records/estimate-results.js";
import type { ReportInput } from "./records/read-results.js";

/** A label with the mark of what is DATA DRIVEN behind it: `Breslow ties [DATA DRIVEN: added]`. */
export function markLabel(label: string, causes: readonly DataDrivenCause[]): string {
  const mark = dataDrivenMark(causes);
  return mark === null ? label : `${label} [${mark}]`;
}

/** The name of an endpoint in a table that is of the endpoint alone, marked where its definition is not as first locked. */
export const endpointLabel = (input: ReportInput, name: string, label: string): string =>
  markLabel(label, dataDrivenCauses(input.results.lock, [`endpoints.${name}`]));

/** What the mark means and which parts of the plan it is for, as a footnote; null where no estimate bears it. */
export function dataDrivenNote(estimates: readonly Pick<EstimateResult, "dataDriven">[]): string | null {
  const parts = new Set(estimates.flatMap(({ dataDriven }) => dataDriven.map(describeCause)));
  return parts.size === 0
    ? null
    : `DATA DRIVEN: chosen or changed after the design was first locked, so that outcomes may have led to it: ${[...parts].join("; ")}.`;
}

/** The same for what is of one endpoint alone. */
export const endpointNote = (input: ReportInput, name: string): string | null =>
  dataDrivenNote([{ dataDriven: dataDrivenCauses(input.results.lock, [`endpoints.${name}`]) }]);

/** `estimates.breslow added after the lock`. */
export function describeCause({ what, how }: DataDrivenCause): string {
  if (what === "design lock") return "no lock is at hand that was made before outcomes were read";
  if (what === "design") return "the design was changed after outcomes had been read";
  return `${what} ${how} after the lock`;
}
