import type { Statistic } from "../../results/records.js";
import { takesAllLines } from "../../spec/cohort.js";
import { formatCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { ReportInput } from "./read-results.js";
import type { Group, RecordPlace } from "./record-index.js";

/** `126 lines of 57 patients` where a count is of lines of therapy, the number alone elsewhere. `place`: where the count stands; patients are said where it holds their number. */
export function printN(input: ReportInput, place: RecordPlace, n: Statistic | null, patients = "n_patients"): string {
  const printed = printStatistic(n, formatCount);
  if (n?.unit !== "lines") return printed;
  const behind = input.records.findStatistic(place, patients);
  return `${printed} lines${behind === null ? "" : ` of ${printStatistic(behind, formatCount)} patients`}`;
}

/** What a count counts. */
export const nounOf = (n: Statistic | null): "lines" | "patients" => (n?.unit === "lines" ? "lines" : "patients");

/** What the counts of both arms count, as a row of a table names them: `patients`, or which arm's are lines. */
export function nounOfArms(of: (group: Group) => Statistic | null): string {
  const [trial, control] = [nounOf(of("trial")), nounOf(of("control"))];
  return trial === control ? trial : `trial ${trial} and control ${control}`;
}

/** What a reader must know of tables in which rows of a control arm are lines of therapy; null where every row is a patient. */
export function describeLineRows(input: ReportInput): string | null {
  const found = input.plan.variants.filter(({ cohort }) => takesAllLines(cohort.control));
  if (found.length === 0) return null;
  const isMain = found.some(({ id }) => id === "main");
  const where = isMain ? "" : ` (in ${found.map(({ label }) => `“${label}”`).join(", ")})`;
  const labels = [...new Set(found.map(({ cohort }) => `“${cohort.control.label}”`))].join(", ");
  return `Arm ${labels}${where}: a row is a line of therapy, of which a patient may have several; its numbers are of lines, its effective sample sizes of patients, and variances are clustered by patient.`;
}
