import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { checkSelect } from "../../src/store/check-select.js";
import { openStore } from "../../src/store/open-store.js";
import type { Store } from "../../src/store/store.js";

const place = "cohort.eligibility[0].sql";
let store: Store;
beforeAll(async () => {
  store = await openStore();
  await store.execute(`
    create schema baseline;
    create table baseline.patient (patient_id varchar, age_years double, sex varchar);
    create table baseline.observation (patient_id varchar, concept varchar, observed_day integer, value_num double);
    create schema rwid;
    create table rwid.vital_status (patient_id varchar);
    create table patient (patient_id varchar)`);
  await store.lockDown();
});
afterAll(() => store.close());

const check = (sql: string, schema: "baseline" | "rwid" = "baseline") => checkSelect(store, { sql, place, schema });

describe("checkSelect passes", () => {
  it.each([
    "select patient_id from baseline.patient where age_years >= 18",
    "select patient_id from Baseline.Patient;  -- adults",
    "with old as (select * from baseline.patient where age_years > 70) select patient_id from OLD where sex = 'female'",
    "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r",
    "select patient_id from baseline.patient p where exists (select 1 from baseline.observation o where o.patient_id = p.patient_id)",
    "select patient_id from baseline.patient union select patient_id from baseline.observation",
    "select patient_id, avg(value_num) filter (where concept = 'ldh') as ldh from baseline.observation group by all having count(*) > 1",
    "select patient_id from baseline.observation qualify row_number() over (partition by patient_id order by observed_day) = 1",
    "select patient_id, max(value_num) over (partition by patient_id) as top from baseline.observation",
    "select patient_id, first(value_num order by observed_day) as earliest from baseline.observation group by patient_id",
    "select patient_id from baseline.patient order by patient_id limit 10",
    "select distinct on (patient_id) patient_id from baseline.observation order by patient_id, observed_day",
    "select p.patient_id from baseline.patient p left join baseline.observation o using (patient_id) where o.patient_id is null",
    "select case when sex in ('male', 'female') then upper(sex) else coalesce(sex, ifnull(sex, '?')) end as s from baseline.patient",
    "select cast(age_years as integer) as a, try_cast(sex as date) as d, date '2020-01-01' + interval 3 day as e from baseline.patient",
    "select extract(year from date '2020-01-01') as y, sex like 'f%' as f, sex ~ 'x' as r, not (sex is null) as n from baseline.patient",
    "select list_transform([1, 2], x -> x + 1) as l, u from baseline.patient, unnest([1, 2]) as t(u)",
    "from baseline.patient select patient_id",
    "select * exclude (sex) from baseline.patient where age_years between 1 and 2",
    "values ('gbsg:1'), ('gbsg:2')",
  ])("%s", async (sql) => {
    await expect(check(sql)).resolves.toBeTypeOf("string");
  });

  it("and returns text that stands in parentheses with the same rows", async () => {
    const sql = await check(
      "with n as (select unnest([1, 2, 3]) as i) select i -- comment )\n from n where i <> 2; -- end",
    );
    expect((await store.query(`select sum(i) as total from (${sql})`)).int32("total").values[0]).toBe(4);
  });

  it("tables of schema rwid where the criterion declares that it reads past index", async () => {
    await expect(check("select patient_id from rwid.vital_status", "rwid")).resolves.toBeTypeOf("string");
    await expect(check("select patient_id from baseline.patient", "rwid")).rejects.toThrow("write rwid.<table>");
  });
});

describe("checkSelect refuses", () => {
  it.each([
    ["select 1; select 2", "it holds 2 statements"],
    ["select 1; drop table baseline.patient", "it holds 2 statements"],
    ["", "it holds 0 statements"],
    ["-- nothing", "it holds 0 statements"],
    ["selec patient_id", "not valid SQL"],
    ["select 'open", "not valid SQL"],
    ["copy baseline.patient to '/tmp/leak.csv'", "another kind of statement"],
    ["attach '/tmp/other.duckdb'", "another kind of statement"],
    ["set threads = 1", "another kind of statement"],
    ["install httpfs", "another kind of statement"],
    ["insert into baseline.patient values ('x', 1, 'y')", "another kind of statement"],
    ["create table baseline.x as select 1", "another kind of statement"],
    ["explain select 1", "another kind of statement"],
    ["call pragma_version()", "another kind of statement"],
    ["select * from '/etc/passwd'", "it reads /etc/passwd"],
    ["select * from read_csv('/etc/passwd')", "function read_csv is not allowed in FROM"],
    ["select * from read_parquet('https://x.org/a.parquet')", "function read_parquet"],
    ["select * from read_text('/etc/hostname')", "function read_text"],
    ["select * from glob('/etc/*')", "function glob"],
    ["select * from duckdb_tables()", "function duckdb_tables"],
    ["select * from query('select 1')", "function query is"],
    ["select * from query_table('rwid.vital_status')", "function query_table"],
    ["select * from pragma_table_info('baseline.patient')", "function pragma_table_info"],
    ["select * from information_schema.tables", "it reads information_schema.tables"],
    ["select * from sqlite_master", "it reads sqlite_master"],
    ["select * from rwid.vital_status", "it reads rwid.vital_status; write baseline.<table>"],
    ["select * from patient", "it reads patient; write baseline.<table>"],
    ["select * from memory.rwid.vital_status", "may not name a database"],
    ["with x as (select 1) select * from (with y as (select 2) select * from x) z, y", "it reads y"],
    ["select (select count(*) from rwid.vital_status) from baseline.patient", "it reads rwid.vital_status"],
    [
      "select 1 from baseline.patient where patient_id in (select content from read_text('/etc/hostname'))",
      "read_text",
    ],
    ["describe baseline.patient", "show ref is not allowed"],
    ["summarize baseline.patient", "show ref is not allowed"],
    ["pivot baseline.patient on sex using count(*)", "statement"],
    ["select ? from baseline.patient", "parameter is not allowed"],
    ["select random()", "function random is not among"],
    ['select "RANDOM"()', "function random is not among"],
    ["select main.random()", "function random is not among"],
    ["select uuid(), gen_random_uuid()", "function uuid is not among"],
    ["select now(), today()", "function now is not among"],
    ["select age(date '1950-01-01')", "function age is not among"],
    ["select current_date", "current_date is not allowed"],
    ["select CURRENT_TIMESTAMP", "current_timestamp is not allowed"],
    ['select "current_date"', "current_date is not allowed"],
    ["select getvariable('x'), current_setting('threads')", "function getvariable is not among"],
    ["select nextval('s')", "function nextval is not among"],
    ["select list_aggregate([1], 'sum')", "function list_aggregate is not among"],
    ["select * from baseline.patient using sample 3", "TABLESAMPLE"],
    ["select * from baseline.patient tablesample 10%", "TABLESAMPLE"],
    ["select patient_id from baseline.patient limit 1", "LIMIT needs an ORDER BY"],
    ["select any_value(sex) from baseline.patient", "function any_value is not among"],
    ["select arg_max(sex, age_years) from baseline.patient", "function arg_max is not among"],
    ["select first(sex) from baseline.patient", "first needs an ORDER BY"],
    ["select row_number() over () from baseline.patient", "row_number over (…) needs an ORDER BY"],
    [
      "select sum(age_years) over (rows between 1 preceding and current row) from baseline.patient",
      "needs an ORDER BY",
    ],
    ["select distinct on (sex) sex, patient_id from baseline.patient", "DISTINCT ON needs an ORDER BY"],
    ["select * from baseline.patient positional join baseline.observation", "POSITIONAL JOIN"],
    ["select nothing from baseline.patient", "does not fit the tables"],
    ["select * from baseline.nothing", "does not fit the tables"],
  ])("%s", async (sql, reason) => {
    const refusal = await check(sql).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SpecError);
    expect((refusal as Error).message).toContain(reason);
    expect((refusal as Error).message).toContain(`→ ${place}`);
  });

  it("with every broken rule at once", async () => {
    const sql = "select random(), now() from rwid.vital_status limit 1";
    await expect(check(sql)).rejects.toThrow(/LIMIT.*random.*now.*rwid\.vital_status/s);
  });
});
