import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { PreparedPair } from "./compare-pairs.js";

/** How each arm's outcome is ascertained. */
export const scenarios = [
  { id: "scans", trial: "scans", control: "scans" },
  { id: "charts", trial: "charts", control: "charts" },
  { id: "trial on scans, controls from charts", trial: "scans", control: "charts" },
] as const;

/** The outcome of every patient as a scenario has it: his arm's source. */
export function scenarioData(
  { ehr, imaging, pair }: PreparedPair,
  patients: PatientFrame,
  scenario: (typeof scenarios)[number],
): OutcomeData {
  const sourceOf = (row: number) =>
    scenario[patients.trial[row] === 1 ? "trial" : "control"] === "scans" ? imaging : ehr;
  const viewOfRow = (row: number) => (sourceOf(row) === imaging ? pair.imaging : pair.ehr);
  const rows = Array.from({ length: patients.n }, (_, row) => row);
  const available = Uint8Array.from(rows, (row) =>
    sourceOf(row).available[row] === 1 && viewOfRow(row).available[row] === 1 ? 1 : 0,
  );
  const endpoint = scenario.id;
  if (ehr.kind === "binary" && imaging.kind === "binary")
    return {
      kind: "binary",
      endpoint,
      available,
      value: Uint8Array.from(rows, (row) => (sourceOf(row) as typeof ehr).value[row]!),
    };
  return {
    kind: "survival",
    endpoint,
    available,
    timeDays: Int32Array.from(rows, (row) => (sourceOf(row) as SurvivalData).timeDays[row]!),
    status: Uint8Array.from(rows, (row) => (sourceOf(row) as SurvivalData).status[row]!),
  };
}

/** The controls' last day on which ten of the design are at risk by both sources; null of a yes/no outcome. */
export function commonHorizon(
  { ehr, imaging, comparison }: PreparedPair,
  patients: PatientFrame,
  { weight }: DesignWeights,
): number | null {
  if (ehr.kind !== "survival" || imaging.kind !== "survival") return null;
  if (comparison.horizonDays !== undefined) return comparison.horizonDays;
  const ends = [ehr, imaging].map(({ timeDays }) => {
    const times = timeDays.filter(
      (_, row) =>
        patients.trial[row] === 0 && weight[row]! > 0 && ehr.available[row] === 1 && imaging.available[row] === 1,
    );
    return times.sort()[times.length - 10] ?? 0;
  });
  const end = Math.min(...ends);
  return end > 0 ? end : null;
}
