/** What can be wrong with the de-identification of images, and what it says of the file; acceptances name them. */
export const identityFindings = {
  "identity-not-removed": "does not say that the patient's identity was removed (YES)",
  "method-not-coded": "names no Basic Application Confidentiality Profile (code 113100) among the methods",
  "dates-policy-not-stated": "does not say what became of dates (UNMODIFIED, MODIFIED or REMOVED)",
  "dates-shift-unknown":
    "says that dates were modified: intervals can be used only where every date of a patient was moved by as many days; if it was so, say dateShift constant-per-patient",
  "dates-policy-mixed": "differs between files of one patient: intervals between them cannot be used",
  "dates-disagree": "lies more than 14 days from the date of the study: one of them was moved and the other was not",
  "dates-removed": "says that dates were removed: the scan has no day",
  "burned-in-annotation":
    "says that text is burned into the pixels, and no method cleaned them (code 113101): it may name the patient",
  "burned-in-not-stated":
    "does not say whether text is burned into the pixels, of a kind of image that often has it, and no method cleaned them (code 113101)",
  "recognizable-face": "is the head, and no method removed recognizable features (code 113102)",
  "direct-identifier": "holds what identifies a person directly, and no placeholder",
  "name-in-text": "holds text that looks like a person's name",
  "date-in-text": "holds text that looks like a date",
  "record-number-in-text": "holds text that looks like a record number",
  "contact-in-text": "holds text that looks like a telephone number or an address of electronic mail",
  "private-elements": "holds private elements, whose content is not known, and none says they are safe (code 113111)",
} as const;

export type IdentityFinding = keyof typeof identityFindings;
export const identityFindingNames = Object.keys(identityFindings) as [IdentityFinding, ...IdentityFinding[]];
