/** Responses as they are printed, and what they are short for. */
const responses: Readonly<Record<string, string>> = {
  CR: "complete response",
  PR: "partial response",
  SD: "stable disease",
  "NON-CR/NON-PD": "neither complete response nor progression, of disease without targets",
  PD: "progression",
  iCR: "complete response by iRECIST",
  iPR: "partial response by iRECIST",
  iSD: "stable disease by iRECIST",
  "NON-iCR/NON-iUPD": "neither complete response nor progression by iRECIST, of disease without targets",
  iCPD: "confirmed progression by iRECIST",
  iUPD: "unconfirmed progression by iRECIST",
  NE: "not evaluable",
  ND: "not done",
  MISSING: "no assessment after baseline",
};

/** `CR complete response; PR partial response; …` for the responses that a table prints. */
export const spellResponses = (levels: readonly string[]): string =>
  `${levels.flatMap((level) => (responses[level] === undefined ? [] : [`${nameResponse(level)} ${responses[level]}`])).join("; ")}.`;

/** Responses as a cell prints them, alone or in a text such as `MISSING → NE`: what is no abbreviation is no capitals. */
export const nameResponse = (level: string): string => level.replaceAll("MISSING", "Missing");

/** How a time ended, by the rule that decided. */
const situations: Readonly<Record<string, string>> = {
  "early-death": "death before any assessment",
  "no-baseline": "no baseline assessment",
  "no-assessment": "no assessment after baseline",
  "new-therapy-event": "new anticancer therapy",
  "new-therapy": "new anticancer therapy before progression",
  "treatment-stop": "treatment stopped for toxicity or undocumented progression, no scan after",
  "progression-after-missed": "progression long after the last adequate assessment",
  progression: "progression",
  "death-after-missed": "death long after the last adequate assessment",
  death: "death",
  "no-event": "no event at the last adequate assessment",
  alive: "alive at last contact or data cut-off",
  "nothing-known": "nothing known after index",
  response: "response",
  none: "no time derived",
};

/** `progression (event)` as recorded, in words; a situation without words of its own stays as it is. */
export function describeSituation(level: string): string {
  const id = level.replace(/ \((event|censored)\)$/, "");
  return situations[id] ?? id.replaceAll("-", " ");
}

/** Whether a recorded situation is an event, a censoring, or neither. */
export function kindOfSituation(level: string): "event" | "censored" | "none" {
  if (level.endsWith(" (event)")) return "event";
  return level.endsWith(" (censored)") ? "censored" : "none";
}

/** Marks that reading the scans leaves on timepoints. */
const flags: Readonly<Record<string, string>> = {
  seenTwice: "A lesion seen twice within one timepoint",
  nodeRegrowth: "Regrown node as the only sign of disease after CR",
  equivocalNewLesion: "Equivocal new lesion, not confirmed",
  confirmedLater: "Progression dated by a finding that a later scan confirmed",
  newInUnimagedRegion: "New lesion in a region never imaged before",
  incomparable: "Value measured by another technique than at baseline",
  linked: "Lesions split or merged",
  incomplete: "Target lesion missing from a scan",
};

export const describeFlag = (name: string): string =>
  flags[name] ?? name.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** States of a baseline reading. */
const baselines: Readonly<Record<string, string>> = {
  "not read": "Not read",
  missing: "No baseline scan",
  valid: "Complete",
  incomplete: "A target without a measurement",
  sumZero: "Sum of diameters zero",
};

export const describeBaseline = (state: string): string => baselines[state] ?? state;
