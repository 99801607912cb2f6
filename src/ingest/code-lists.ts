import { SpecError } from "../errors.js";
import { nearestName } from "../spec/nearest-name.js";
import { quoteText } from "../store/quote-text.js";

/** A code list: what a source writes, in capitals, and what the contract writes; null = missing. */
export interface CodeList {
  readonly name: string;
  readonly version: string;
  readonly entries: Readonly<Record<string, string | null>>;
}

export type CodeLists = Readonly<Record<CodeListName, CodeList>>;

const reports =
  "scanarm 1; SNOMED CT codes (SCT) and their former spelling (SRT) as DICOM PS3.16 has them, else meanings";
const cdisc = "CDISC controlled terminology 2023-12-15 and common spellings";
const listed = <const E extends Record<string, string | null>>(version: string, entries: E) => ({ version, entries });

/** The lists as delivered. A configuration adds to them or replaces entries; the report prints what was used. */
const delivered = {
  sex: listed(cdisc, {
    F: "female",
    FEMALE: "female",
    M: "male",
    MALE: "male",
    UNDIFFERENTIATED: "other",
    INTERSEX: "other",
    OTHER: "other",
    O: "other",
    U: null,
    UNKNOWN: null,
  }),
  lesion_role: listed(cdisc, {
    TARGET: "target",
    "NON-TARGET": "nontarget",
    NONTARGET: "nontarget",
    "NON TARGET": "nontarget",
    NEW: "new",
    "NEW LESION": "new",
  }),
  lesion_nature: listed("scanarm 1", {
    LEPTOMENINGES: "leptomeningeal",
    "LEPTOMENINGEAL DISEASE": "leptomeningeal",
    ASCITES: "ascites",
    "PLEURAL EFFUSION": "effusion",
    "PERICARDIAL EFFUSION": "effusion",
    EFFUSION: "effusion",
    "LYMPHANGITIC CARCINOMATOSIS": "lymphangitis",
    "BLASTIC BONE LESION": "blastic_bone",
  }),
  modality: listed(`${cdisc}; DICOM modalities`, {
    CT: "CT",
    "CT SCAN": "CT",
    "SPIRAL CT": "CT",
    "COMPUTED TOMOGRAPHY": "CT",
    MR: "MR",
    MRI: "MR",
    "MAGNETIC RESONANCE IMAGING": "MR",
    PT: "PT",
    PET: "PT",
    "PET SCAN": "PT",
    "FDG-PET": "PT",
    "PET/CT SCAN": "PT",
    "FDGPET/CT SCAN": "PT",
    ULTRASOUND: "US",
    US: "US",
    "X-RAY": "DX",
    DX: "DX",
    CR: "CR",
    MG: "MG",
    "BONE SCAN": "NM",
    NM: "NM",
    SCINTIGRAPHY: "NM",
    "PHYSICAL EXAMINATION": "clinical",
    CALIPERS: "clinical",
    PHOTOGRAPHY: "photograph",
  }),
  tumour_state: listed(cdisc, {
    PRESENT: "present",
    STABLE: "present",
    ABSENT: "absent",
    RESOLVED: "absent",
    UNEQUIVOCAL: "unequivocal_progression",
    "UNEQUIVOCAL PROGRESSION": "unequivocal_progression",
    "UNEQUIVOCAL INCREASE": "unequivocal_progression",
    EQUIVOCAL: "present",
    NE: "not_evaluable",
    "NOT EVALUABLE": "not_evaluable",
    INEVALUABLE: "not_evaluable",
    "NOT ASSESSABLE": "not_evaluable",
    "NOT ASSESSED": "not_evaluable",
    "NOT DONE": "not_evaluable",
    "TOO SMALL TO MEASURE": "too_small",
  }),
  size_words: listed(cdisc, {
    "TOO SMALL TO MEASURE": "too_small",
    "BELOW MEASURABLE LIMIT": "too_small",
    ABSENT: "absent",
    "NO LONGER VISIBLE": "absent",
    NE: "not_evaluable",
    "NOT EVALUABLE": "not_evaluable",
    INEVALUABLE: "not_evaluable",
    "NOT ASSESSABLE": "not_evaluable",
    "NOT MEASURABLE": "not_evaluable",
    "NOT DONE": "not_evaluable",
  }),
  overall_response: listed(cdisc, {
    CR: "CR",
    PR: "PR",
    SD: "SD",
    "NON-CR/NON-PD": "NON-CR/NON-PD",
    "NON-PD": "NON-CR/NON-PD",
    PD: "PD",
    NE: "NE",
    "NOT EVALUABLE": "NE",
    INEVALUABLE: "NE",
    ND: "ND",
    NED: "ND",
    "NOT DONE": "ND",
  }),
  target_response: listed(cdisc, {
    CR: "CR",
    PR: "PR",
    SD: "SD",
    PD: "PD",
    NE: "NE",
    "NOT EVALUABLE": "NE",
    INEVALUABLE: "NE",
    NA: "NA",
    "NOT APPLICABLE": "NA",
    ND: "NA",
  }),
  nontarget_response: listed(cdisc, {
    CR: "CR",
    "NON-CR/NON-PD": "NON-CR/NON-PD",
    "NON-PD": "NON-CR/NON-PD",
    SD: "NON-CR/NON-PD",
    PD: "PD",
    NE: "NE",
    "NOT EVALUABLE": "NE",
    INEVALUABLE: "NE",
    NA: "NA",
    "NOT APPLICABLE": "NA",
    ND: "NA",
  }),
  end_reason: listed(cdisc, {
    COMPLETED: "completed",
    "PROGRESSIVE DISEASE": "progression",
    "DISEASE PROGRESSION": "progression",
    "LACK OF EFFICACY": "progression",
    "ADVERSE EVENT": "toxicity",
    TOXICITY: "toxicity",
    DEATH: "death",
  }),
  sr_axis: listed(reports, {
    "SCT:103339001": "long",
    "SRT:G-A185": "long",
    "LONG AXIS": "long",
    "SCT:103340004": "short",
    "SRT:G-A186": "short",
    "SHORT AXIS": "short",
    "SCT:81827009": "any",
    "SRT:M-02550": "any",
    DIAMETER: "any",
    "SCT:410668003": "any",
    "SRT:G-D7FE": "any",
    LENGTH: "any",
  }),
  sr_site: listed(reports, {
    "SCT:39607008": "lung",
    "SRT:T-28000": "lung",
    "SCT:10200004": "liver",
    "SRT:T-62000": "liver",
    "SCT:59441001": "lymph node",
    "SRT:T-C4000": "lymph node",
    "SCT:23451007": "adrenal gland",
    "SRT:T-B3000": "adrenal gland",
    "SCT:272673000": "bone",
    "SRT:T-11000": "bone",
    "SCT:12738006": "brain",
    "SRT:T-A0100": "brain",
    "SCT:3120008": "pleura",
    "SRT:T-29000": "pleura",
    "SCT:64033007": "kidney",
    "SRT:T-71000": "kidney",
    "SCT:78961009": "spleen",
    "SRT:T-C3000": "spleen",
    "SCT:15776009": "pancreas",
    "SRT:T-65000": "pancreas",
    "SCT:76752008": "breast",
    "SRT:T-04000": "breast",
    "SCT:15425007": "peritoneum",
    "SCT:87784001": "soft tissue",
    "SCT:39937001": "skin",
  }),
  sr_role: listed(reports, {
    "TARGET LESION": "target",
    TARGET: "target",
    "NON-TARGET LESION": "nontarget",
    "NONTARGET LESION": "nontarget",
    "NON-TARGET": "nontarget",
    "NEW LESION": "new",
    NEW: "new",
  }),
  sr_state: listed(reports, {
    "SCT:52101004": "present",
    PRESENT: "present",
    "SCT:2667000": "absent",
    ABSENT: "absent",
    "TOO SMALL TO MEASURE": "too_small",
    "UNEQUIVOCAL PROGRESSION": "unequivocal_progression",
    "NOT EVALUABLE": "not_evaluable",
  }),
  survival_status: listed(cdisc, { ALIVE: "alive", DEAD: "dead", "LOST TO FOLLOW-UP": null, UNKNOWN: null }),
  yes_no: listed(cdisc, { Y: "true", YES: "true", N: "false", NO: "false", "1": "true", "0": "false" }),
} as const;

export type CodeListName = keyof typeof delivered;

/** The lists with a configuration's additions. Throws SpecError for a list that does not exist. */
export function codeListsWith(additions: Readonly<Record<string, Readonly<Record<string, string | null>>>>): CodeLists {
  const names = Object.keys(delivered);
  for (const name of Object.keys(additions)) {
    if (names.includes(name)) continue;
    const near = nearestName(name, names);
    const hint = near === null ? `lists are ${names.join(", ")}` : `did you mean "${near}"?`;
    throw new SpecError(`there is no code list "${name}"; ${hint} → codeLists`);
  }
  return Object.fromEntries(
    Object.entries(delivered).map(([name, { version, entries }]) => {
      const added = Object.entries(additions[name] ?? {}).map(([from, to]) => [from.toUpperCase(), to] as const);
      const all = { ...entries, ...Object.fromEntries(added) };
      return [name, { name, version: added.length === 0 ? version : `${version}; changed here`, entries: all }];
    }),
  ) as unknown as CodeLists;
}

/** SQL that reads text by a code list; NULL where the list says so, and where the list does not hold the text. */
export function decode(list: CodeList, text: string): string {
  const cases = Object.entries(list.entries).map(
    ([from, to]) => `when ${quoteText(from)} then ${to === null ? "null" : quoteText(to)}`,
  );
  return `case upper(${text}) ${cases.join(" ")} end`;
}

/** SQL that is true where text stands outside a code list. */
export function isUnknown(list: CodeList, text: string): string {
  return `(${text} is not null and upper(${text}) not in (${Object.keys(list.entries).map(quoteText).join(", ")}))`;
}

/** The rule an unknown code breaks, for messages. */
export function unknownRule(list: CodeList): string {
  return `holds a value that code list ${list.name} does not know; add it under codeLists.${list.name}`;
}
