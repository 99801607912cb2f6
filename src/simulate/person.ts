import { normalCdf } from "../math/normal.js";
import type { Stream } from "../math/stream.js";
import { drawChance, drawLogNormal, drawNormal, drawPosition, logistic } from "./draw.js";

/** What is true of a patient at the start of treatment, recorded or not. */
export interface Person {
  readonly ageYears: number;
  readonly isFemale: boolean;
  readonly race: "White" | "Black or African American" | "Asian" | "Other";
  readonly smoking: "never" | "former" | "current";
  readonly isSquamous: boolean;
  readonly egfr: boolean;
  readonly alk: boolean;
  readonly kras: boolean;
  /** PD-L1 tumour proportion score, per cent. */
  readonly pdl1Percent: number;
  readonly stageAtDiagnosis: "I" | "II" | "IIIA" | "IIIB" | "IV";
  /** 0–3. */
  readonly ecog: number;
  /** 2 or 3: number of the line that starts. */
  readonly line: number;
  readonly monthsSinceAdvanced: number;
  readonly brain: boolean;
  readonly liver: boolean;
  readonly bone: boolean;
  readonly adrenal: boolean;
  readonly otherLung: boolean;
  readonly pleura: boolean;
  /** U/l; upper limit of normal 250. */
  readonly ldh: number;
  /** g/l. */
  readonly albumin: number;
  /** General illness, standard normal: what ties ECOG, laboratory values, spread and tumour burden together. Never recorded. */
  readonly illness: number;
  /** Prognosis that nothing recorded tells, standard normal, independent of everything above. */
  readonly unmeasured: number;
}

const races = ["White", "Black or African American", "Asian", "Other"] as const;
const stages = ["I", "II", "IIIA", "IIIB", "IV"] as const;

/**
 * A patient of the source population: advanced non-small-cell lung cancer, about to start a second or third line.
 * Margins, joined through `illness`, smoking and histology:
 * - age, sex, race, stage at diagnosis (67 % IV), histology (31 % squamous): 4,224 second-line patients of the Flatiron
 *   database (age median 69, 54 % men, 76 % White, 67 % stage IV, 69 % non-squamous; real-world prognostic model validated in
 *   OAK) and 2,175 first-line patients of US community practice (BMC Cancer 2024;24, table 1: median 68, 54 % men, 13 % Black).
 * - smoking, EGFR, number of earlier lines (75 % one): OAK (Rittmeyer 2017, table 1); ALK among non-squamous never-smokers and
 *   KRAS (25–30 % of non-squamous) from the reviews cited there.
 * - ECOG 2 and above about a quarter: 24 % in UK practice (BMC Cancer 2021;21, table 2).
 * - sites: bone 34 %, lung 32 %, brain 28 %, adrenal 17 %, liver 13 % of metastatic lung cancer (Riihimäki 2014), more bone and
 *   brain in adenocarcinoma; later lines have spread further, so liver stands a little higher.
 * - PD-L1: about a third each below 1 %, 1–49 %, 50 % and above, higher with smoking and KRAS, lower with EGFR.
 * - LDH and albumin: log-normal about the upper limit of normal, normal about 38 g/l.
 */
export function drawPerson(stream: Stream): Person {
  const illness = drawNormal(stream);
  const unmeasured = drawNormal(stream);
  const ageYears = Math.min(92, Math.max(30, drawNormal(stream, 67, 9.3)));
  const isFemale = drawChance(stream, 0.46);
  const race = races[drawPosition(stream, [0.77, 0.11, 0.06, 0.06])]!;
  const never = logistic(-2.05 + (isFemale ? 0.6 : 0) + (race === "Asian" ? 1.2 : 0));
  const smokingDraw = stream.uniform();
  const smoking = smokingDraw < never ? "never" : smokingDraw < never + (1 - never) * 0.78 ? "former" : "current";
  const isSquamous = drawChance(stream, smoking === "never" ? 0.08 : isFemale ? 0.28 : 0.39);
  const drivers = drawDrivers(stream, { isSquamous, isNever: smoking === "never", isAsian: race === "Asian" });
  return {
    illness,
    unmeasured,
    ageYears,
    isFemale,
    race,
    smoking,
    isSquamous,
    ...drivers,
    pdl1Percent: drawPdl1(stream, drivers, smoking === "never"),
    stageAtDiagnosis: stages[drawPosition(stream, [0.05, 0.04, 0.09, 0.15, 0.67])]!,
    ecog: drawEcog(stream, illness, ageYears),
    line: drawChance(stream, 0.25) ? 3 : 2,
    monthsSinceAdvanced: Math.min(60, Math.max(2, drawLogNormal(stream, 8.5, 0.6))),
    ...drawSites(stream, illness, isSquamous),
    ldh: Math.round(Math.min(2500, drawLogNormal(stream, 228, 0.38) * Math.exp(0.16 * illness))),
    albumin: Math.round(10 * Math.min(52, Math.max(18, drawNormal(stream, 38 - 2 * illness, 4)))) / 10,
  };
}

interface Drivers {
  readonly egfr: boolean;
  readonly alk: boolean;
  readonly kras: boolean;
}

/** Driver mutations exclude one another. Always three uniforms. */
function drawDrivers(
  stream: Stream,
  { isSquamous, isNever, isAsian }: { isSquamous: boolean; isNever: boolean; isAsian: boolean },
): Drivers {
  const egfr = drawChance(stream, isSquamous ? 0.02 : (isNever ? 0.36 : 0.07) + (isAsian ? 0.15 : 0));
  const alk = drawChance(stream, isSquamous ? 0 : isNever ? 0.1 : 0.015) && !egfr;
  const kras = drawChance(stream, isSquamous ? 0.05 : isNever ? 0.09 : 0.36) && !egfr && !alk;
  return { egfr, alk, kras };
}

function drawPdl1(stream: Stream, { egfr, kras }: Drivers, isNever: boolean): number {
  const share = normalCdf(drawNormal(stream, (isNever ? -0.2 : 0) + (kras ? 0.2 : 0) - (egfr ? 0.4 : 0)));
  return share < 0.36 ? 0 : Math.max(1, Math.round(100 * ((share - 0.36) / 0.64) ** 1.2));
}

function drawEcog(stream: Stream, illness: number, ageYears: number): number {
  const frailty = drawNormal(stream, 0.6 * illness + 0.02 * (ageYears - 67), 0.8);
  return frailty < -0.62 ? 0 : frailty < 0.66 ? 1 : frailty < 1.55 ? 2 : 3;
}

/** Sites of metastasis; the more ill, the wider the spread. */
function drawSites(stream: Stream, illness: number, isSquamous: boolean) {
  const has = (intercept: number, squamous = 0) =>
    drawChance(stream, logistic(intercept + 0.35 * illness + (isSquamous ? squamous : 0)));
  return {
    brain: has(-1.0, -0.55),
    liver: has(-1.65),
    bone: has(-0.6, -0.4),
    adrenal: has(-1.65),
    otherLung: has(-0.7),
    pleura: has(-1.2, -0.5),
  };
}
