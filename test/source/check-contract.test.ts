import { describe, expect, it } from "vitest";
import { added, breachesOf, changed, small } from "../support/breaches-of.js";
import { fullRwid } from "../support/full-rwid.js";

describe("the data contract holds", () => {
  it("for a source that fills every table", async () => {
    expect(await breachesOf(fullRwid)).toEqual([]);
  });

  it("for documents, scripts and hidden files beside the tables", async () => {
    const documents = { "DATA.md": "# words", "make-sample.R": "1", ".gitkeep": "", "notes.txt": "x" };
    expect(await breachesOf(small, documents)).toEqual([]);
  });

  it("for a header with a byte order mark, quotes and the line ends of other systems", async () => {
    const rows = '\ufeff"patient_id","observation_id","concept","value_text"\r\n"cal:1",1,"ecog","a ""b"",\r\nc"\r\n';
    expect(await breachesOf(small, { "observation.csv": rows })).toEqual([]);
  });

  it("for a yes/no endpoint without times beside an endpoint with times", async () => {
    const response = { patient_id: "cal:1", endpoint: "ORR", evaluator: "investigator", event: true };
    expect(await breachesOf(added("collected_event", response))).toEqual([]);
  });

  it("for numbers and dates as data frames write them", async () => {
    const changes = { line_number: "1.0", started_on: "2020-03-01 00:00:00" };
    expect(await breachesOf(changed("therapy_line", 0, changes))).toEqual([]);
  });
});

describe("a source is refused for", () => {
  it("an empty file and a file with a header alone", async () => {
    const nobody = await breachesOf(small, { "patient.csv": "patient_id\n" });
    expect(nobody).toContain("patient must be there and hold at least one row");
    const header = await breachesOf(small, { "observation.csv": "patient_id,observation_id,concept\n" });
    expect(header).toEqual([]);
    await expect(breachesOf(small, { "observation.csv": "" })).rejects.toThrow(
      /observation\.csv is empty; it must hold at least a header of column names$/,
    );
    await expect(breachesOf(small, { "observation.csv": "\n" })).rejects.toThrow(
      /observation\.csv must start with a header of column names; its first line is empty$/,
    );
  });

  it("files that are no tables", async () => {
    const files = { "pacient.csv": "a\n1\n", "observation.csv.gz": "x", "extra.json": "{}", "patient.parquet": "x" };
    expect(await breachesOf(small, files)).toEqual([
      expect.stringMatching(
        /^extra\.json is no file of the data contract; tables of the contract are dataset, patient, /,
      ),
      "observation.csv.gz is no file of the data contract; did you mean observation",
      "pacient.csv is no file of the data contract; did you mean patient",
      "patient must stand in one file; got both .csv and .parquet",
    ]);
  });

  it("a header that names a column twice, or in two cases", async () => {
    const cases = { "observation.csv": "patient_id,observation_id,concept,Concept\ncal:1,1,ecog,ecog\n" };
    expect(await breachesOf(small, cases)).toEqual(["observation.Concept must stand once; the header names it twice"]);
    const twice = { "observation.csv": "patient_id,observation_id,concept,concept\ncal:1,1,ecog,ecog\n" };
    expect(await breachesOf(small, twice)).toEqual(["observation.concept must stand once; the header names it twice"]);
  });

  it("lines that cannot be read, by their place in the file", async () => {
    const ragged = 'patient_id,observation_id,concept\ncal:1,1\ncal:1,2,ecog\ncal:1,3,ecog,4\ncal:1,4,"open\n';
    const lines = await breachesOf(small, { "observation.csv": ragged });
    expect(lines).toEqual([
      "observation has 1 line that cannot be read (missing columns; file line 2); its other checks wait",
      "observation has 1 line that cannot be read (too many columns; file line 4); its other checks wait",
      "observation has 1 line that cannot be read (unquoted value; file line 5); its other checks wait",
    ]);
    const latin1 = Buffer.concat([Buffer.from("patient_id,observation_id,concept\ncal:1,1,"), Buffer.from([0xe9, 10])]);
    expect(await breachesOf(small, { "observation.csv": latin1 })).toEqual([
      "observation has 1 line that cannot be read (invalid encoding; file line 2); its other checks wait",
    ]);
  });
});

describe("the refusal", () => {
  it("lists every breach at once, in code-unit order", async () => {
    const tables = {
      ...changed("collected_event", 1, { time_days: -1 }),
      patient: [...fullRwid.patient, { patient_id: "cal:1", dataset_id: "cal", sex: "F" }],
      observation: [{ patient_id: "cal:9", observation_id: 1, value_num: "x" }],
    };
    expect(await breachesOf(tables)).toEqual([
      "collected_event.time_days must lie between 0 and 54750 days: broken in 1 row (data row 2)",
      "observation.concept is missing; the contract requires this column",
      "observation.patient_id must point to a row of patient (patient_id): broken in 1 row (data row 1)",
      "observation.value_num must be a number (missing: an empty field): broken in 1 row (data row 1)",
      "patient.patient_id must be unique: broken in 1 row (data row 4)",
      "patient.sex must be one of female, male, other: broken in 1 row (data row 4)",
    ]);
  });

  it("stops at fifty lines and counts the rest", async () => {
    const names = Array.from({ length: 60 }, (_, i) => [`wrong_column_${i}`, 1]);
    const lines = await breachesOf(changed("patient", 0, Object.fromEntries(names)));
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe("… and 10 more");
  });

  it("holds no patient's id or value", async () => {
    const tables = added("observation", {
      patient_id: "cal:secret",
      observation_id: "hidden",
      concept: "c",
      value_num: "private",
    });
    expect((await breachesOf(tables)).join()).not.toMatch(/secret|hidden|private/);
  });
});
