import { describe, expect, it } from "vitest";
import {
  deriveBestAdmiralonco,
  deriveConfirmedBestAdmiralonco,
  findClinicalBenefitDay,
  findConfirmedResponse,
  findResponse,
} from "../../src/recist/best-response-admiralonco.js";
import { endOfCountable } from "../../src/recist/countable-rows.js";
import { codeResponses, RESPONSE, RESPONSE_LABELS, type ResponseColumns } from "../../src/recist/response.js";
import { deriveTimeToEvent, type TimeToEventDefinition } from "../../src/recist/time-to-event.js";
import { ADMIRAL_TIMES } from "../../src/recist/time-to-event-definitions.js";
import { dateOf, dayOf, hasSharedData, readSharedCsv, readSharedJson } from "./support/shared-data.js";

interface Parameters {
  readonly function: string;
  readonly ref_confirm?: number;
  readonly max_nr_ne?: number;
  readonly accept_sd?: boolean;
  readonly ref_start_window?: number;
  readonly missing_as_ne?: boolean;
}
type Row = Readonly<Record<string, string>>;

/** Calendar days throughout: the reference day of each subject is its date of randomisation. */
interface Subject {
  readonly id: string;
  readonly reference: number;
  readonly columns: ResponseColumns;
  readonly to: number;
  readonly dates: Row;
}

const sets = hasSharedData ? readSharedJson<{ sets: Record<string, Parameters> }>("oracle_sets.json").sets : {};
const subjects = hasSharedData ? readSubjects() : [];
const expected = hasSharedData ? readSharedCsv("oracle_expected.csv.gz") : [];

describe.skipIf(!hasSharedData)("25 parameter sets of admiralonco on 600 subjects (oracle_expected.csv.gz)", () => {
  it("holds 14,708 expected rows", () => {
    expect(Object.keys(sets)).toHaveLength(25);
    expect(expected).toHaveLength(14_708);
  });

  it.each(Object.entries(sets))("%s", (id, parameters) => {
    const rows = expected.filter(({ SET_ID }) => SET_ID === id).map(({ SET_ID: _, ...row }) => row);
    const derived = subjects.flatMap((subject) => deriveSet(id, parameters, subject));
    expect(derived).toEqual(rows.sort((a, b) => (a.USUBJID! < b.USUBJID! ? -1 : 1)));
  });
});

function deriveSet(id: string, parameters: Parameters, subject: Subject): Row[] {
  if (parameters.function === "derive_param_tte") return deriveTime(id, subject);
  const range = { from: 0, to: subject.to };
  const options = {
    confirmationDays: parameters.ref_confirm ?? 0,
    maxNotEvaluableBetween: parameters.max_nr_ne ?? 1,
    maxStableBetween: parameters.accept_sd === true ? 1 : 0,
    minimumStableDays: parameters.ref_start_window ?? 0,
    missingAsNotEvaluable: parameters.missing_as_ne === true,
    referenceDay: subject.reference,
  };
  const { columns } = subject;
  const flagged = (day: number | null): Row[] => [rowOf(subject, { AVALC: day === null ? "N" : "Y", day })];
  const dayAt = (row: number) => (row < 0 ? null : columns.day[row]!);
  switch (parameters.function) {
    case "derive_param_confirmed_resp":
      return flagged(dayAt(findConfirmedResponse(columns, range, options)));
    case "derive_param_response":
      return flagged(dayAt(findResponse(columns, range)));
    case "derive_param_clinbenefit": {
      const responseDay = dayAt(findResponse(columns, range));
      return flagged(findClinicalBenefitDay(columns, range, { ...options, responseDay }));
    }
    case "derive_param_confirmed_bor": {
      const best = deriveConfirmedBestAdmiralonco(columns, range, options);
      return [rowOf(subject, { AVALC: RESPONSE_LABELS[best.response]!, day: dayAt(best.row) })];
    }
    default: {
      // oracle_sets.json: for BOR the ND rows were removed first.
      const done = withoutNotDone(subject);
      const best = deriveBestAdmiralonco(done, { from: 0, to: done.day.length }, options);
      const day = best.row < 0 ? null : done.day[best.row]!;
      return [rowOf(subject, { AVALC: RESPONSE_LABELS[best.response]!, day })];
    }
  }
}

function withoutNotDone({ columns, to }: Subject): { day: number[]; response: number[] } {
  const kept = Array.from({ length: to }, (_, row) => row).filter((row) => columns.response[row] !== RESPONSE.nd);
  return { day: kept.map((row) => columns.day[row]!), response: kept.map((row) => columns.response[row]!) };
}

function deriveTime(id: string, subject: Subject): Row[] {
  const { columns, dates, reference } = subject;
  const all = Array.from({ length: columns.day.length }, (_, row) => row);
  const daysWhere = (test: (code: number) => boolean) =>
    all.filter((row) => test(columns.response[row]!)).map((row) => columns.day[row]!);
  const dayList = (date: string | undefined) => (date === "" || date === undefined ? [] : [dayOf(date)]);
  const response = findResponse(columns, { from: 0, to: subject.to });
  const isDuration = id === "DOR_unconf";
  if (isDuration && response < 0) return [];
  const start = isDuration ? columns.day[response]! : reference;
  const sources = {
    progression: daysWhere((code) => code === RESPONSE.pd).slice(0, 1),
    death: dayList(dates.DTHDT),
    assessment: daysWhere(() => true),
    evaluableAssessment: daysWhere((code) => code !== RESPONSE.ne && code !== RESPONSE.nd),
    newTherapy: dayList(dates.NACTDT),
    lastAlive: dayList(dates.LSTALVDT),
    start: [start],
  };
  const definitions: Record<string, TimeToEventDefinition> = {
    PFS_std: ADMIRAL_TIMES.progressionFreeSurvival,
    PFS_nact: ADMIRAL_TIMES.progressionFreeSurvivalToNewTherapy,
    TTP: ADMIRAL_TIMES.timeToProgression,
    OS: ADMIRAL_TIMES.overallSurvival,
    DOR_unconf: ADMIRAL_TIMES.durationOfResponse,
  };
  const time = deriveTimeToEvent(definitions[id]!, sources, start);
  if (time === null) return [];
  return [
    rowOf(subject, {
      day: time.day,
      STARTDT: dateOf(start),
      CNSR: String(time.cnsr),
      DAYS: String(time.day - start + 1),
      EVNTDESC: time.description,
      CNSDTDSC: time.censorDescription ?? "",
    }),
  ];
}

function rowOf(
  { id }: Subject,
  { day, ...values }: { readonly day: number | null; readonly [column: string]: unknown },
): Row {
  const empty = { AVALC: "", STARTDT: "", CNSR: "", DAYS: "", EVNTDESC: "", CNSDTDSC: "" };
  return { USUBJID: id, ...empty, ADT: day === null ? "" : dateOf(day), ...values };
}

function readSubjects(): Subject[] {
  const assessments = readSharedCsv("oracle_assessments.csv");
  return readSharedCsv("oracle_subjects.csv").map((dates) => {
    const own = assessments.filter(({ USUBJID }) => USUBJID === dates.USUBJID);
    const day = Int32Array.from(own, ({ ADT }) => dayOf(ADT!));
    const response = own.length === 0 ? new Uint8Array(0) : codeResponses(own.map(({ AVALC }) => AVALC!));
    const columns = { day, response };
    return {
      id: dates.USUBJID!,
      reference: dayOf(dates.RANDDT!),
      columns,
      to: endOfCountable(columns, 0, day.length),
      dates,
    };
  });
}
