import { readFileSync } from "node:fs";
import { type RwidRow, writeRwid } from "./write-rwid.js";

/** One person of MatchIt::lalonde. Incomes in US dollars. */
export interface LalondeRow {
  readonly patientId: string;
  readonly treat: number;
  readonly age: number;
  readonly educ: number;
  readonly race: string;
  readonly married: number;
  readonly nodegree: number;
  readonly re74: number;
  readonly re75: number;
  readonly re78: number;
}

/**
 * The 614 rows of test/support/data/lalonde.csv in their order; `nsw:1` … are the treated, `psid:1` … the comparison
 * sample.
 */
export function readLalonde(): readonly LalondeRow[] {
  const path = new URL("data/lalonde.csv", import.meta.url);
  const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const names = header.split(",");
  const counts = { nsw: 0, psid: 0 };
  return lines.map((line): LalondeRow => {
    const fields = line.split(",");
    const text = (name: string): string => fields[names.indexOf(name)] ?? "";
    const number = (name: string): number => Number(text(name));
    const dataset = number("treat") === 1 ? "nsw" : "psid";
    counts[dataset] += 1;
    return {
      patientId: `${dataset}:${counts[dataset]}`,
      treat: number("treat"),
      age: number("age"),
      educ: number("educ"),
      race: text("race"),
      married: number("married"),
      nodegree: number("nodegree"),
      re74: number("re74"),
      re75: number("re75"),
      re78: number("re78"),
    };
  });
}

/**
 * Writes lalonde as RWiD tables into the folder and returns it. Datasets `nsw` (trial) and `psid` (registry) count days
 * from index; observations educ, race, married (yes/no), nodegree (yes/no), re74, re75 on day 0; the yes/no endpoint
 * EMPLOYED78 (income in 1978 above zero) without time.
 */
export function writeLalonde(folder: string): string {
  const people = readLalonde();
  const datasets = [
    { dataset_id: "nsw", kind: "trial", name: "National Supported Work Demonstration, treated" },
    { dataset_id: "psid", kind: "registry", name: "Population Survey of Income Dynamics" },
  ];
  return writeRwid(folder, {
    dataset: datasets.map((row) => ({
      ...row,
      time_basis: "days_from_index",
      version: "MatchIt 4.5.1",
      licence: "GPL (>= 2)",
    })),
    patient: people.map(({ patientId, age }) => ({
      patient_id: patientId,
      dataset_id: patientId.split(":")[0],
      age_at_index: age,
      trial_arm: patientId.startsWith("nsw:") ? "programme" : null,
    })),
    observation: people.flatMap(observations),
    collected_event: people.map(({ patientId, re78 }) => ({
      patient_id: patientId,
      endpoint: "EMPLOYED78",
      evaluator: "survey",
      time_days: null,
      event: re78 > 0,
      description: "income in 1978 above zero",
    })),
  });
}

function observations(person: LalondeRow): RwidRow[] {
  const yesNo = (flag: number): string => (flag === 1 ? "yes" : "no");
  const row = (concept: string, value: number | string, unit: string | null = null): RwidRow => ({
    patient_id: person.patientId,
    observation_id: concept,
    concept,
    observed_day: 0,
    value_num: typeof value === "number" ? value : null,
    value_text: typeof value === "string" ? value : null,
    unit,
  });
  return [
    row("educ", person.educ, "years"),
    row("race", person.race),
    row("married", yesNo(person.married)),
    row("nodegree", yesNo(person.nodegree)),
    row("re74", person.re74, "USD"),
    row("re75", person.re75, "USD"),
  ];
}
