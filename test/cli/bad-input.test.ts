import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Loose } from "../support/minimal-analysis.js";
import { type CliResult, runCli } from "../support/run-cli.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

function study(
  change: (analysis: Loose) => void = () => undefined,
  damage: (tables: SmallTables) => void = () => undefined,
): string {
  const tables = smallTables();
  damage(tables);
  const folder = writeSmallStudy(tables, change);
  folders.push(folder);
  return folder;
}

/** One clear message, the documented exit code, no stack, no patient id, and nothing that looks like a report. */
function expectRefusal(folder: string, result: CliResult, code: number, ...parts: readonly string[]): void {
  expect(result.code, result.stderr).toBe(code);
  expect(result.stderr).toMatch(/^scanarm: /);
  expect(result.stderr).not.toMatch(/ {4}at |trial:\d|registry:\d/);
  for (const part of parts) expect(result.stderr).toContain(part);
  expect(existsSync(join(folder, "reports"))).toBe(false);
}

describe("bad input ends in one clear message and the documented exit code", () => {
  it("a sound study runs, so that each refusal below is due to its fault alone", () => {
    const folder = study();
    const result = runCli(folder, "analyze", "study");
    expect(result.code).toBe(4);
    const design = runCli(folder, "design", "study");
    expect(design.code).toBe(0);
    const [head, ...rows] = design.stdout.split("\n\n")[0]!.split("\n");
    expect(head).toMatch(/^variant +design +trial n +control n +control ESS +largest SMD/);
    expect(rows.map((row) => row.split(/ +/).slice(0, 4))).toEqual([
      ["main", "crude", "40", "80"],
      ["main", "weighted", "40", "80"],
      ["main", "matched", "35", "35"],
    ]);
    expect(runCli(folder, "analyze", "study").code).toBe(0);
    expect(existsSync(join(folder, "reports", "minimal", "results.json"))).toBe(true);
  });

  it("a misspelt covariate", () => {
    const folder = study((a) => {
      a.designs!.matched!.propensity!.terms = set(["agee"]);
    });
    expectRefusal(
      folder,
      runCli(folder, "run", "study"),
      2,
      'unknown covariate "agee"',
      "designs.matched.propensity.terms[0]",
      "study/analysis.json",
    );
  });

  it("an unknown endpoint", () => {
    const folder = study((a) => {
      a.estimates!.main!.endpoint = set("pfs");
    });
    expectRefusal(folder, runCli(folder, "run", "study"), 2, 'unknown endpoint "pfs"', "estimates.main.endpoint");
  });

  it("an endpoint that the data do not hold", () => {
    const folder = study((a) => {
      a.endpoints!.rfs!.event = set("PFS");
    });
    expectRefusal(
      folder,
      runCli(folder, "run", "study"),
      3,
      'collected_event holds no endpoint "PFS"; it holds: RESP, RFS',
      "endpoints.rfs.event",
    );
  });

  it("a caliper of −1", () => {
    const folder = study((a) => {
      a.designs!.matched!.caliper = set(-1);
    });
    expectRefusal(folder, runCli(folder, "run", "study"), 2, "designs.matched.caliper must be > 0; got -1");
  });

  it("an analysis that is no JSON, and one that does not exist", () => {
    const folder = study();
    writeFileSync(join(folder, "study", "analysis.json"), '{"id": ');
    expectRefusal(folder, runCli(folder, "run", "study"), 2, "study/analysis.json is not valid JSON");
    expectRefusal(folder, runCli(folder, "run", "nowhere"), 2, "there is no analysis at nowhere");
  });

  it("an unknown command and an unknown option", () => {
    const folder = study();
    expectRefusal(folder, runCli(folder, "rnu", "study"), 2, 'unknown command "rnu"');
    expectRefusal(folder, runCli(folder, "run", "study", "--otu", "x"), 2, "--otu");
  });

  it("a day that no calendar has, and a report of what is none", () => {
    const folder = study();
    expectRefusal(folder, runCli(folder, "run", "study", "--as-of", "2026-02-31"), 2, "--as-of must be a date");
    writeFileSync(join(folder, "other.json"), "{}");
    expectRefusal(
      folder,
      runCli(folder, "report", "other.json"),
      2,
      "other.json is neither a results.json nor an analysis",
    );
  });

  it("a missing table", () => {
    const folder = study(undefined, (tables) => {
      delete tables.patient;
    });
    expectRefusal(folder, runCli(folder, "run", "study"), 3, "patient");
  });

  it("a wrong type", () => {
    const folder = study(undefined, (tables) => {
      tables.patient![3] = { ...tables.patient![3], age_at_index: "old" };
    });
    expectRefusal(folder, runCli(folder, "run", "study"), 3, "patient", "age_at_index");
  });

  it("a duplicate key", () => {
    const folder = study(undefined, (tables) => {
      tables.patient!.push(tables.patient![0]!);
    });
    expectRefusal(folder, runCli(folder, "run", "study"), 3, "patient", "patient_id");
  });

  it("a negative time", () => {
    const folder = study(undefined, (tables) => {
      tables.collected_event![0] = { ...tables.collected_event![0], time_days: -3 };
    });
    expectRefusal(folder, runCli(folder, "run", "study"), 3, "collected_event", "time_days");
  });

  it("every breach at once", () => {
    const folder = study(undefined, (tables) => {
      tables.collected_event![0] = { ...tables.collected_event![0], time_days: -3 };
      tables.patient![3] = { ...tables.patient![3], age_at_index: "old" };
      tables.patient![4] = { ...tables.patient![4], sex: "unknown" };
    });
    expectRefusal(folder, runCli(folder, "check", "study"), 3, "time_days", "age_at_index", "sex");
  });

  it("a separated covariate, which stops the design before any outcome is read", () => {
    const folder = study(undefined, (tables) => {
      tables.observation = tables.observation!.map((row) =>
        row.concept === "stage" && String(row.patient_id).startsWith("trial") && row.observed_day === -5
          ? { ...row, value_text: "II" }
          : row,
      );
    });
    expectRefusal(
      folder,
      runCli(folder, "run", "study"),
      5,
      "designs.weighted cannot be carried out",
      "stage = III",
      "separat",
    );
    expect(existsSync(join(folder, "study", "lock"))).toBe(false);
  });

  it("a text where a criterion tests a number, which would have counted as no", () => {
    const folder = study(
      (a) => {
        const ecog = { kind: "observation", label: "ECOG 0 or 1", concept: "ecog", is: { atMost: 1 } };
        a.cohort!.eligibility = set([ecog]);
      },
      (tables) => {
        let left = 3;
        tables.observation = tables.observation!.map((row) => {
          if (row.concept !== "ecog" || left === 0) return row;
          left -= 1;
          return { ...row, value_num: null, value_text: "one" };
        });
      },
    );
    expectRefusal(
      folder,
      runCli(folder, "cohort", "study"),
      3,
      'criterion "ECOG 0 or 1" tests a number, but 3 patients of the trial arm have observation.value_text alone of concept "ecog"',
    );
  });

  it("a number where a binary covariate tests a text", () => {
    const folder = study((a) => {
      const from = { kind: "observation", concept: "ecog" };
      a.covariates!.ecog = set({ label: "ECOG", type: "binary", from, when: { equals: "0" } });
    });
    expectRefusal(
      folder,
      runCli(folder, "cohort", "study"),
      3,
      'covariate "ecog" tests a text, but 120 eligible patients have a number alone (observation.value_num)',
      "covariates.ecog.when",
    );
  });

  it("a patient in two arms", () => {
    const folder = study((a) => {
      a.cohort!.control!.dataset = set("trial");
    });
    expectRefusal(
      folder,
      runCli(folder, "run", "study"),
      3,
      "a patient may stand in one arm only; got 40 patients eligible for both",
    );
  });

  it("an empty arm after eligibility, with the criterion that emptied it", () => {
    const folder = study((a) => {
      a.cohort!.control!.eligibility = set([{ kind: "age", label: "Above 200 years", is: { above: 200 } }]);
    });
    expectRefusal(
      folder,
      runCli(folder, "run", "study"),
      3,
      "the control arm (dataset registry) is empty after “Above 200 years”",
      "cohort.control.eligibility",
    );
  });

  it("an unknown dataset", () => {
    const folder = study((a) => {
      a.cohort!.control!.dataset = set("registri");
    });
    expectRefusal(
      folder,
      runCli(folder, "run", "study"),
      3,
      'unknown dataset "registri"; the data hold: registry, trial',
      "cohort.control.dataset",
    );
  });

  it("a corrupt database file", () => {
    const folder = study((a) => {
      a.source = set({ duckdb: "data.duckdb" });
    });
    writeFileSync(
      join(folder, "study", "data.duckdb"),
      "this is no database, but it is long enough to look like a file of some kind".repeat(200),
    );
    expectRefusal(folder, runCli(folder, "run", "study"), 3, "data.duckdb");
  });

  it("an output folder that cannot be written, before any work is done", () => {
    const folder = study();
    writeFileSync(join(folder, "file"), "");
    expectRefusal(
      folder,
      runCli(folder, "run", "study", "--out", "file/below"),
      6,
      "the output folder cannot be written",
      "--out",
    );
    expectRefusal(
      folder,
      runCli(folder, "run", "study", "--out", "study"),
      6,
      "the output folder holds files that are no report",
    );
    expect(existsSync(join(folder, "study", "lock"))).toBe(false);
  });

  const sql =
    (text: string, extra: object = {}) =>
    (a: Loose) => {
      a.cohort!.control!.eligibility = set([{ kind: "sql", label: "By query", sql: text, ...extra }]);
    };

  it.each([
    ["reads a file", "select patient_id from read_csv('/etc/passwd')"],
    ["reads a file by its name", "select * from '/etc/passwd'"],
    ["writes a file", "copy (select 1) to '/tmp/scanarm-stolen.csv'"],
    ["holds two statements", "select patient_id from baseline.patient; select 1"],
    ["asks for outcomes", "select patient_id from rwid.collected_event where event"],
    ["asks for outcomes without a schema", "select patient_id from collected_event where event"],
    ["depends on chance", "select patient_id from baseline.patient where random() < 0.5"],
    ["is no SQL", "selekt patient_id"],
    ["returns no patient_id", "select age_years from baseline.patient"],
  ])("an sql criterion that %s", (_, text) => {
    const folder = study(sql(text));
    expectRefusal(folder, runCli(folder, "run", "study"), 2, "cohort.control.eligibility[0].sql");
    expect(existsSync("/tmp/scanarm-stolen.csv")).toBe(false);
  });

  it("an sql criterion that returns more than patient_id, which would be ignored", () => {
    const folder = study(sql("select patient_id, age_years < 70 as passes from baseline.patient"));
    expectRefusal(
      folder,
      runCli(folder, "cohort", "study"),
      2,
      "sql must return patient_id alone",
      "it also returns passes: remove",
      "cohort.control.eligibility[0].sql",
    );
    const length = study(sql("select length(patient_id) as patient_id from baseline.patient"));
    expectRefusal(length, runCli(length, "cohort", "study"), 2, "must return patient_id as the tables hold it, a text");
  });

  it("an sql criterion that keeps the rules runs, with comment and semicolon", () => {
    const folder = study(sql("select patient_id -- the young\nfrom baseline.patient where age_years < 70;"));
    expect(runCli(folder, "cohort", "study").code).toBe(0);
  });
});
