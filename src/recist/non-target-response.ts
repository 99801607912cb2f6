import { type LesionRows, NATURE, NONE, ROLE } from "./lesion-rows.js";
import { RESPONSE } from "./response.js";
import { RULE } from "./rules.js";
import { SEEN, type SequenceWorkspace } from "./workspace.js";

/**
 * Non-target response at timepoint t (N1): PD if any lesion progressed unequivocally; NE if any was not evaluated; CR
 * if all are gone (nodes under 10 mm) and markers that were high at baseline are normal; NON-CR/NON-PD otherwise. A
 * marker never makes PD or NE: high or not measured, it only rules CR out. Fills nonTarget and nonTargetRule and
 * returns the earliest row that shows PD, or NONE.
 */
export function assessNonTargets(workspace: SequenceWorkspace, rows: LesionRows, t: number): number {
  const { lesions, cells, timepoints } = workspace;
  const cell = (t + 1) * lesions.count;
  let evidence = NONE;
  let known = 0;
  let missing = 0;
  let residual = 0;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.role[lesion] !== ROLE.nonTarget) continue;
    const seen = cells.seen[cell + lesion]!;
    if (lesions.nature[lesion] === NATURE.tumourMarker) {
      if (cells.seen[lesion] !== SEEN.visible) continue;
      known += 1;
      if (seen !== SEEN.gone) residual += 1;
      continue;
    }
    known += 1;
    if (seen === SEEN.progressed) {
      const row = cells.row[cell + lesion]!;
      if (evidence === NONE || rows.day[row]! < rows.day[evidence]!) evidence = row;
    } else if (seen === SEEN.visible) residual += 1;
    else if (seen !== SEEN.gone) missing += 1;
  }
  timepoints.nonTargetRule[t] = RULE.N1;
  timepoints.nonTarget[t] = category({ known, missing, residual, isProgressed: evidence !== NONE });
  return evidence;
}

function category(found: {
  readonly known: number;
  readonly missing: number;
  readonly residual: number;
  readonly isProgressed: boolean;
}): number {
  if (found.known === 0) return RESPONSE.notApplicable;
  if (found.isProgressed) return RESPONSE.pd;
  if (found.missing > 0) return RESPONSE.ne;
  return found.residual > 0 ? RESPONSE.nonCrNonPd : RESPONSE.cr;
}
