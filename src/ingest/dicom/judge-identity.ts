import { type IdentityFinding, identityFindings } from "../../spec/identity-finding.js";
import type { Fault } from "../fault.js";
import type { SourceInput } from "../source-load.js";
import { type DicomInput, dicomRows, rawDicom } from "./dicom-input.js";
import { nameTag } from "./dictionary.js";
import { tags } from "./tags.js";

/** A finding of a source's de-identification that the configuration accepts. */
export interface FoundIdentity {
  readonly finding: IdentityFinding;
  /** The element it is about; null: the file as a whole. */
  readonly tag: string | null;
  readonly files: number;
}

/**
 * Findings of the files in use, by element: faults, unless the configuration accepts them by name. Adds what only several
 * files show: shifts of dates that need not be constant, and policies that differ within a patient.
 */
export async function judgeIdentity(
  { bench, dataset }: SourceInput,
  input: DicomInput,
): Promise<{ readonly faults: Fault[]; readonly accepted: FoundIdentity[] }> {
  const instances = dicomRows(input, "instances");
  const policy = tags.LongitudinalTemporalInformationModified;
  const shift =
    input.source.dateShift === "constant-per-patient"
      ? ""
      : `union all
  select source_row, 'dates-shift-unknown', '${policy}' from ${instances} where reason is null and temporal = 'MODIFIED'`;
  const found = await bench.store.query(`select
  finding,
  tag,
  cast(count(*) as integer) as n,
  cast(min(source_row, 3) as varchar) as first_rows
from (
  select i.source_row, f.finding, f.tag
  from ${rawDicom(input, "findings")} as f
  join ${instances} as i on i.source_row = cast(f.source_row as integer) and i.reason is null
  union all
  select source_row, 'dates-policy-mixed', '${policy}'
  from ${instances}
  where reason is null
  qualify min(coalesce(temporal, '')) over (partition by patient_id) <> max(coalesce(temporal, '')) over (partition by patient_id)
  ${shift}
)
group by finding, tag
order by finding, tag`);
  const accepted: FoundIdentity[] = [];
  const faults: Fault[] = [];
  for (const [i, name] of found.text("finding").entries()) {
    const finding = name as IdentityFinding;
    const number = found.text("tag")[i] ?? null;
    const tag = number === null ? null : nameTag(Number(number));
    const files = found.int32("n").values[i]!;
    if (dataset.accept.some((each) => each.finding === finding)) accepted.push({ finding, tag, files });
    else
      faults.push({
        file: input.source.folder,
        column: tag,
        rule: `${identityFindings[finding]}; correct the files, or accept the finding by its name, ${finding}`,
        count: files,
        rows: JSON.parse(found.text("first_rows")[i]!) as number[],
      });
  }
  return { faults, accepted };
}
