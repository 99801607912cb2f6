import type { Course } from "./course.js";
import type { Investigation } from "./investigator.js";
import type { Reading } from "./reading.js";
import type { Recruit } from "./recruit.js";
import type { Scan } from "./scan.js";

/** A response, as charts and case report forms write it. */
export type Response = "CR" | "PR" | "SD" | "NON-CR/NON-PD" | "PD" | "NE";

/** A response found in the chart. */
export interface ChartEntry {
  readonly day: number;
  readonly response: Response;
  readonly evidence: "physician_note" | "radiology_report" | "treatment_change" | "claims";
}

/** Why a patient is followed no further. */
export type FollowUpEnd = "death" | "lost" | "cutoff";

/** One patient as the data will hold them. Days count from index. */
export interface Patient {
  readonly recruit: Recruit;
  /** The course under the treatment received. */
  readonly course: Course;
  readonly indexEpochDay: number;
  /** Entry into the database, days from index; in the trial enrolment. */
  readonly enteredDay: number;
  readonly followUpEnd: FollowUpEnd;
  /** Last day the patient is followed; the day of death where that ends it. */
  readonly lastDay: number;
  readonly scans: readonly Scan[];
  readonly readings: readonly Reading[];
  /** End of the index line and start of the next, days from index; null where it did not come. */
  readonly treatmentEndDay: number | null;
  readonly treatmentEndReason: "progression" | "toxicity" | null;
  readonly nextLineDay: number | null;
  readonly chart: readonly ChartEntry[];
  /** The investigator's assessments; trial only. */
  readonly assessments: readonly Investigation[];
}
