import type { PatientFrame } from "../frame/patient-frame.js";
import type { Finding } from "./judge.js";

/** R2.6: years in which both arms had patients indexed, from the later of the first to the earlier of the last index; 0 where the arms' periods do not meet. */
export function findOverlap({ n, trial, indexEpochDay }: PatientFrame, isCalendar: boolean): Finding {
  const base = { id: "R2.6", variable: null, population: "eligible", group: null, unit: "years" } as const;
  if (!isCalendar) return { ...base, value: null, note: "a dataset counts days from index: it has no calendar" };
  const span = (side: 0 | 1): readonly [number, number] | null => {
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n; i += 1) {
      if (trial[i] !== side) continue;
      first = Math.min(first, indexEpochDay[i]!);
      last = Math.max(last, indexEpochDay[i]!);
    }
    return last < first ? null : [first, last];
  };
  const [own, other] = [span(1), span(0)];
  if (own === null || other === null) return { ...base, value: null, note: "an arm is empty" };
  const days = Math.min(own[1], other[1]) - Math.max(own[0], other[0]);
  return { ...base, value: Math.max(0, days) / 365.25 };
}
