import { drawChance, drawPosition, drawWhole } from "./draw.js";
import type { Patient } from "./patient.js";
import type { Tables } from "./tables.js";

/** ATC codes of the drugs of this world; the trial's drug is fictional and has none. */
const atcCodes: Readonly<Record<string, string>> = {
  carboplatin: "L01XA02",
  pemetrexed: "L01BA04",
  paclitaxel: "L01CD01",
  pembrolizumab: "L01FF02",
  docetaxel: "L01CD02",
  gemcitabine: "L01BC05",
  vinorelbine: "L01CA04",
};

/** Regimens of earlier lines and of the one after. Single agents of the second line are alike in effect (pemetrexed against docetaxel: Hanna 2004). */
const firstLine = {
  squamous: ["carboplatin + paclitaxel", "carboplatin + paclitaxel + pembrolizumab"],
  other: ["carboplatin + pemetrexed", "carboplatin + pemetrexed + pembrolizumab"],
} as const;
const singleAgents = ["docetaxel", "pemetrexed", "gemcitabine"] as const;

export const experimentalDrug = "SYN-101";

/** The lines of therapy with their drugs: those before index, the index line, the next one. */
export function writeTherapy(patient: Patient, patientId: string, tables: Tables): void {
  const { recruit, indexEpochDay: index } = patient;
  const { person, population, streamOf } = recruit;
  const stream = streamOf("therapy");
  const advanced = index - Math.round(30.4375 * person.monthsSinceAdvanced);
  const hasImmunotherapy = drawChance(stream, 0.45);
  const agent = singleAgents[drawPosition(stream, person.isSquamous ? [0.82, 0, 0.18] : [0.78, 0.14, 0.08])]!;
  const pause = drawWhole(stream, 14, 45);
  const platinum = (person.isSquamous ? firstLine.squamous : firstLine.other)[hasImmunotherapy ? 1 : 0];
  const between = person.line === 3 ? Math.round((index - advanced) * 0.55) : index - advanced;
  const add = (line: number, regimen: string, from: number, to: number | null, endReason: string | null) => {
    tables.therapy_line.add(patientId, line, regimen, from, to, "metastatic", endReason);
    regimen.split(" + ").forEach((drug, i) => {
      tables.drug_exposure.add(patientId, `${line}.${i + 1}`, atcCodes[drug] ?? null, drug, from, to, line);
    });
  };
  add(1, platinum, advanced, Math.max(advanced, advanced + between - pause), "progression");
  const second = advanced + between;
  const secondLine = hasImmunotherapy ? "vinorelbine" : "pembrolizumab";
  if (person.line === 3) add(2, secondLine, second, Math.max(second, index - 21), "progression");
  const regimen = population === "care" ? agent : experimentalDrug;
  // A line that follow-up has not seen the end of ends with the patient's death, and is open otherwise.
  const isUntilDeath = patient.treatmentEndDay === null && patient.followUpEnd === "death";
  const ended = isUntilDeath ? patient.lastDay : patient.treatmentEndDay;
  const endReason = isUntilDeath ? "death" : patient.treatmentEndReason;
  add(person.line, regimen, index, ended === null ? null : index + ended, endReason);
  if (patient.nextLineDay === null) return;
  const alternative = person.isSquamous ? "gemcitabine" : "pemetrexed";
  const next = population === "care" && regimen === "docetaxel" ? alternative : "docetaxel";
  add(person.line + 1, next, index + patient.nextLineDay, null, null);
}
