/** A value of a table: text, a number, or nothing. */
export type Cell = string | number | null;

/** One row of ADRS, ADTTE or ADTR, in the order of its columns. */
export type TableRow = readonly Cell[];

/**
 * Columns of the three tables, named as CDISC names them where it does. Beyond it: READER and ACPTFL (whose reading, and whether it
 * counts), …RULE (clause of the rules), SRCSEQ (row of the source named by SRCDOM, 1 = first), LEFTDY and RIGHTDY (interval form).
 */
export const tableColumns = {
  adrs: [
    "USUBJID",
    "PARAMCD",
    "PARAM",
    "ASEQ",
    "READER",
    "ACPTFL",
    "ATPTN",
    "ADT",
    "ADY",
    "AVALC",
    "AVAL",
    "TRGRESP",
    "TRGRULE",
    "NTRGRESP",
    "NTRGRULE",
    "NEWLESFL",
    "NEWRULE",
    "TABLEROW",
    "RULEID",
    "FLAGS",
    "CNFDT",
    "CNFDY",
    "EVIDENCE",
    "SRCDOM",
    "SRCSEQ",
  ],
  adtte: [
    "USUBJID",
    "PARAMCD",
    "PARAM",
    "STARTDT",
    "STARTDY",
    "ADT",
    "ADY",
    "AVAL",
    "AVALU",
    "CNSR",
    "EVNTDESC",
    "CNSDTDSC",
    "SITUATN",
    "RULEID",
    "LEFTDY",
    "RIGHTDY",
    "EVIDENCE",
    "SRCDOM",
    "SRCVAR",
    "SRCSEQ",
  ],
  adtr: [
    "USUBJID",
    "PARAMCD",
    "PARAM",
    "READER",
    "ACPTFL",
    "ATPTN",
    "ADT",
    "ADY",
    "AVAL",
    "BASE",
    "CHG",
    "PCHG",
    "NADIR",
    "PCHGN",
    "NMISS",
    "COMPLFL",
    "ABLFL",
    "RULEID",
  ],
} as const;

export type TableId = keyof typeof tableColumns;

/** Where finished rows go. */
export type RowSink = (table: TableId, row: TableRow) => void;

/** What both kinds of row need to know of the subjects. */
export interface SubjectDates {
  readonly subject: (patient: number) => string;
  /** ISO date of a day from index; null where the subject's dataset has no calendar. */
  readonly date: (patient: number, day: number) => string | null;
}
