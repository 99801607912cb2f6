import type { Imaging } from "../../spec/imaging.js";
import type { Schedule } from "../../spec/schedule.js";
import { joinWords } from "../document/inlines.js";

/** The planned assessments in words. */
export function describeSchedule(schedule: Schedule | undefined): string {
  if (schedule === undefined) return "the plan states no schedule of assessments.";
  const parts = schedule.segments.map(({ everyDays, untilDay }) => `every ${everyDays} days up to day ${untilDay}`);
  return `${parts.join(", then ")}; a visit may fall ${schedule.toleranceDays} days either side of its day.`;
}

/** Whose reading counts, in words. */
export function describeReaders({ readers }: Imaging): string {
  switch (readers.rule) {
    case "single":
      return "Every patient was read by one reader; a patient with several is refused.";
    case "reader":
      return `The readings of ${readers.reader} count; patients without one have no reading.`;
    case "accepted":
      return "Of several readers of a patient the one counts whose assessments are marked as accepted.";
    case "order":
      return `Of several readers of a patient the first of these counts: ${joinWords(readers.readers)}.`;
  }
}

const criteria = {
  "recist-1.1": "RECIST 1.1 (Eisenhauer et al. 2009, Eur J Cancer 45:228–247)",
  "irecist-2017": "iRECIST (Seymour et al. 2017, Lancet Oncol 18:e143–e152)",
} as const;

/** The response criteria with their publication. */
export const describeCriteria = (imaging: Imaging): string => criteria[imaging.criteria];
