/**
 * What a text that names a person looks like (RE2): an electronic address, a telephone number, a US social security number, a record
 * number with its label, a date of birth with its label, a title before a name, a DICOM person name. Not a name without any of these.
 */
export const identifierPattern = [
  String.raw`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`,
  String.raw`(^|[^0-9.])\(?[0-9]{3}\)?[ -][0-9]{3}-[0-9]{4}([^0-9]|$)`,
  "(^|[^0-9.-])[0-9]{3}-[0-9]{2}-[0-9]{4}([^0-9-]|$)",
  String.raw`(?i:\b(mrn|medical record|record no|patient id)\b[ .:#]*[0-9]{4,})`,
  String.raw`(?i:\b(dob|date of birth|born)\b[ .:]*[0-9]{1,4}[-/.])`,
  String.raw`\b(Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+`,
  String.raw`^[A-Z][A-Za-z'-]+\^[A-Z][A-Za-z'-]+`,
].join("|");
