import { type DerivedEndpoints, deriveEndpoints } from "../endpoints/derive-endpoints.js";
import { putTables } from "../endpoints/put-tables.js";
import { readingOf } from "../endpoints/reading.js";
import { type TableId, type TableRow, tableColumns } from "../endpoints/table-columns.js";
import { openTimepointLog } from "../endpoints/timepoint-log.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { readDatasets } from "../source/datasets.js";
import type { Source } from "../source/open-source.js";
import { type Endpoint, isDerived } from "../spec/endpoint.js";
import { type AdamSubjects, describeSubjects } from "./adam-subjects.js";
import type { AdamColumn, AdamTable } from "./adam-table.js";
import { deriveVariantEndpoints } from "./derive-variant-endpoints.js";
import { endpointsOf } from "./endpoints-of.js";
import type { VariantDesign } from "./run-designs.js";

interface Parameter {
  readonly name: string;
  readonly code: string;
  readonly endpoint: Endpoint;
}
type Rows = Record<TableId, TableRow[]>;

/**
 * ADSL, ADRS, ADTTE and ADTR of the patients of the main analysis and the endpoints its estimates name. A row of ADRS or ADTTE that an estimate
 * counts bears ANL01FL = Y; every table bears arm, weights and matched sets, so that a curve or a Cox model can be made from ADTTE alone.
 */
export async function deriveAdamTables(
  main: VariantDesign,
  source: Source,
  progress: (share: number) => void,
): Promise<AdamTable[]> {
  const datasets = await readDatasets(source.store);
  const calendar = new Set(datasets.filter((each) => each.timeBasis === "calendar").map((each) => each.datasetId));
  const subjects = describeSubjects(main, calendar);
  const parameters = nameParameters(endpointsOf(main.variant));
  const { data } = (await deriveVariantEndpoints([main], source, { progress: (share) => progress(share / 2) })).get(
    main.variant.id,
  )!;
  const rows: Rows = { adrs: [], adtte: [], adtr: [] };
  await putDerived({ main, source, subjects, parameters, rows, progress: (share) => progress(0.5 + share / 2) });
  putCollected(parameters, data, subjects, main.cohort.patients.n, rows);
  const places = new Map(Array.from({ length: main.cohort.patients.n }, (_, i) => [subjects.subject(i), i] as const));
  return [
    { id: "adsl", columns: subjects.adsl },
    ...(["adrs", "adtte", "adtr"] as const).map((id) => tableOf(id, rows[id], { subjects, places, parameters, data })),
  ];
}

/** PARAMCD of each endpoint: the first eight letters and digits of its name in capitals, with a number where two would be the same. */
function nameParameters(endpoints: readonly (readonly [string, Endpoint])[]): Parameter[] {
  const taken = new Set<string>();
  return endpoints.map(([name, endpoint]) => {
    const base = name.toUpperCase().replace(/[^A-Z0-9]/g, "");
    let code = base.slice(0, 8);
    for (let k = 2; taken.has(code); k += 1) code = `${base.slice(0, 8 - String(k).length)}${k}`;
    taken.add(code);
    return { name, code, endpoint };
  });
}

/** Rows of what is derived from scans, charts and vital status, as `derive` writes them. */
async function putDerived(input: {
  readonly main: VariantDesign;
  readonly source: Source;
  readonly subjects: AdamSubjects;
  readonly parameters: readonly Parameter[];
  readonly rows: Rows;
  readonly progress: (share: number) => void;
}): Promise<void> {
  const { main, source, subjects, rows, progress } = input;
  const { imaging } = main.variant;
  const parameters = input.parameters.flatMap(({ code, endpoint }) =>
    isDerived(endpoint) ? [{ code, endpoint }] : [],
  );
  if (parameters.length === 0 || imaging === undefined) return;
  const log = openTimepointLog();
  const reading = readingOf(imaging);
  const flush = (from: number, to: number, derived: DerivedEndpoints): void => {
    putTables({
      from,
      to,
      derived,
      parameters,
      log,
      reading,
      readers: derived.codes.readers,
      everyReader: false,
      dates: subjects,
      sink: (table, row) => rows[table].push(row),
    });
    log.clear();
  };
  const requests = parameters.map(({ code, endpoint }) => ({ key: code, shown: code, endpoint, imaging }));
  await deriveEndpoints(source.store, main.cohort.patients, requests, {
    progress,
    alsoRead: [imaging],
    onSequence: log.note,
    onSlice: flush,
  });
}

/** Rows of what the source brings ready made. */
function putCollected(
  parameters: readonly Parameter[],
  data: ReadonlyMap<string, OutcomeData>,
  { subject, date }: AdamSubjects,
  n: number,
  rows: Rows,
): void {
  for (const { name, code, endpoint } of parameters) {
    if (isDerived(endpoint)) continue;
    const own = data.get(name)!;
    for (let i = 0; i < n; i += 1) {
      if (own.available[i] === 0) continue;
      const shared = { USUBJID: subject(i), PARAMCD: code, PARAM: endpoint.label, SRCDOM: "COLLECTED_EVENT" };
      if (own.kind === "binary") {
        const isYes = own.value[i] === 1;
        rows.adrs.push(rowOf("adrs", { ...shared, AVALC: isYes ? "Y" : "N", AVAL: isYes ? 1 : 0 }));
        continue;
      }
      const [days, isEvent] = [own.timeDays[i]!, own.status[i] === 1];
      const times = { AVAL: days, AVALU: "DAYS", ADT: date(i, days - 1), ADY: days - 1, CNSR: isEvent ? 0 : 1 };
      const words = isEvent
        ? { EVNTDESC: endpoint.event }
        : { EVNTDESC: "Censored", CNSDTDSC: "end of the collected time" };
      rows.adtte.push(
        rowOf("adtte", { ...shared, STARTDY: 0, STARTDT: date(i, 0), ...times, ...words, SRCVAR: "TIME_DAYS" }),
      );
    }
  }
}

const rowOf = (table: TableId, values: Readonly<Record<string, string | number | null>>): TableRow =>
  tableColumns[table].map((name) => values[name] ?? null);

function tableOf(
  id: TableId,
  rows: readonly TableRow[],
  about: {
    readonly subjects: AdamSubjects;
    readonly places: ReadonlyMap<string, number>;
    readonly parameters: readonly Parameter[];
    readonly data: ReadonlyMap<string, OutcomeData>;
  },
): AdamTable {
  const { subjects, places, parameters, data } = about;
  const place = rows.map(([subject]) => places.get(String(subject))!);
  const outcome = new Map(parameters.map(({ name, code }) => [code, data.get(name)!]));
  const own = rows.map((row) => outcome.get(String(row[1])));
  const shown = id === "adtte" ? rows.map((row, r) => cutRow(row, own[r], place[r]!, subjects)) : rows;
  const columns: AdamColumn[] = tableColumns[id].map((name, k) => ({
    name,
    label: labels[name] ?? name,
    values: shown.map((row) => row[k] ?? null),
  }));
  if (id !== "adtr")
    columns.push({
      name: "ANL01FL",
      label: "Counted by the estimates of this endpoint",
      values: own.map((each, r) => (each?.available[place[r]!] === 1 ? "Y" : null)),
    });
  if (id === "adtte")
    columns.push({
      name: "ENTRYDY",
      label: "At risk after this day (as AVAL counts); empty: from index",
      values: own.map((each, r) => (each?.kind === "survival" ? (each.entryDays?.[place[r]!] ?? null) : null)),
    });
  return {
    id,
    columns: [...columns, ...subjects.analysis.map((each) => ({ ...each, values: place.map((i) => each.values[i]!) }))],
  };
}

/** A row of a time that the analysis cuts earlier than the endpoint's own rule ends it. */
function cutRow(row: TableRow, own: OutcomeData | undefined, place: number, { date }: AdamSubjects): TableRow {
  if (own?.kind !== "survival" || own.available[place] !== 1) return row;
  const days = own.timeDays[place]!;
  if (!(Number(row[tableColumns.adtte.indexOf("AVAL")]) > days)) return row;
  const cut: Readonly<Record<string, string | number | null>> = {
    ...{ AVAL: days, ADY: days - 1, ADT: date(place, days - 1), CNSR: 1 },
    ...{ EVNTDESC: "Censored", CNSDTDSC: "follow-up cut by the analysis" },
  };
  return tableColumns.adtte.map((name, k) => (name in cut ? cut[name]! : (row[k] ?? null)));
}

const labels: Readonly<Record<string, string>> = {
  USUBJID: "Patient",
  PARAMCD: "Parameter (endpoint or assessment)",
  PARAM: "Name of the parameter",
  ADT: "Date",
  ADY: "Days from index (index = 0)",
  AVAL: "Value; in ADTTE days, the index day counted as 1",
  AVALC: "Value as text",
  CNSR: "0 event, above 0 censored",
  EVNTDESC: "What ended the time",
  CNSDTDSC: "What the censoring date is",
  SRCDOM: "Table the value comes from",
  SRCVAR: "Column it comes from",
  SRCSEQ: "Row it comes from (1 = first)",
};
