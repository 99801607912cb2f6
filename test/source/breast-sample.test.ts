import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSource, type Source } from "../../src/source/open-source.js";

const facts = JSON.parse(readFileSync(new URL("../support/data/breast-facts.json", import.meta.url), "utf8"));
const folder = fileURLToPath(new URL("../../data-samples/breast", import.meta.url));
let source: Source;
beforeAll(async () => {
  source = await openSource({ folder });
});
afterAll(() => source.close());

const number = async (sql: string): Promise<number> =>
  (await source.store.query(`select ${sql} as x`)).float64("x").values[0] ?? Number.NaN;
const observed = (dataset: string, concept: string, what: string) =>
  number(`(select ${what} from rwid.observation where concept = '${concept}' and patient_id like '${dataset}:%')`);

describe("the breast sample holds survival::gbsg and survival::rotterdam", () => {
  it.each(["gbsg", "rotterdam"])("patients and covariates of %s, one of each a patient", async (dataset) => {
    const expected = facts[dataset];
    expect(await number(`(select count(*) from rwid.patient where dataset_id = '${dataset}' and sex = 'female')`)).toBe(
      expected.n,
    );
    expect(await number(`(select sum(age_at_index) from rwid.patient where dataset_id = '${dataset}')`)).toBe(
      expected.age,
    );
    for (const concept of ["grade", "nodes", "pgr", "er"]) {
      expect(await observed(dataset, concept, "count(value_num)"), concept).toBe(expected.n);
      expect(await observed(dataset, concept, "sum(value_num)"), concept).toBe(expected[concept]);
    }
    expect(await observed(dataset, "menopause", "count(*) filter (where value_text in ('pre', 'post'))")).toBe(
      expected.n,
    );
    expect(await observed(dataset, "menopause", "count(*) filter (where value_text = 'post')")).toBe(expected.meno);
    expect(await observed(dataset, "adjuvant_hormone", "count(*) filter (where value_text = 'yes')")).toBe(
      expected.hormon,
    );
    for (const [level, count] of Object.entries(expected.size_class))
      expect(
        await observed(dataset, "tumour_size_class", `count(*) filter (where value_text = '${level}')`),
        level,
      ).toBe(count);
  });

  it("what only one of the two records", async () => {
    expect(await observed("gbsg", "tumour_size_mm", "sum(value_num)")).toBe(facts.gbsg.size);
    expect(await observed("rotterdam", "tumour_size_mm", "count(*)")).toBe(0);
    expect(await observed("gbsg", "adjuvant_chemotherapy", "count(*) filter (where value_text = 'yes')")).toBe(686);
    expect(await observed("rotterdam", "adjuvant_chemotherapy", "count(*) filter (where value_text = 'yes')")).toBe(
      facts.rotterdam.chemo,
    );
    expect(await observed("rotterdam", "surgery_year", "sum(value_num)")).toBe(facts.rotterdam.year);
    expect(await number("(select count(*) from rwid.patient where trial_arm = 'hormone')")).toBe(facts.gbsg.hormon);
    expect(await number("(select count(*) from rwid.observation where observed_day <> 0)")).toBe(0);
  });

  const groups = {
    gbsg: "patient_id like 'gbsg:%'",
    rotterdam: "patient_id like 'rotterdam:%'",
    trial_arm: "patient_id in (select patient_id from rwid.patient where trial_arm = 'hormone')",
    control_arm: `patient_id like 'rotterdam:%'
      and patient_id in (select patient_id from rwid.observation where concept = 'nodes' and value_num > 0)
      and patient_id in (select patient_id from rwid.observation where concept = 'adjuvant_hormone' and value_text = 'no')`,
  };
  it.each(Object.entries(groups))("times and events of %s under both endpoints", async (group, where) => {
    const expected = facts.endpoints[group];
    const endpoint = (name: string, what: string) =>
      number(`(select ${what} from rwid.collected_event where endpoint = '${name}' and ${where})`);
    expect(await endpoint("RFS", "count(*)")).toBe(expected.n);
    expect(await endpoint("RFS", "count(*) filter (where event)")).toBe(expected.events);
    expect(await endpoint("RFS", "sum(time_days)")).toBe(expected.days);
    expect(await endpoint("RFS_CENSORED_AT_RTIME", "count(*) filter (where event)")).toBe(
      expected.events_censored_at_rtime,
    );
    expect(await endpoint("RFS_CENSORED_AT_RTIME", "sum(time_days)")).toBe(expected.days_censored_at_rtime);
  });

  it("the arms of the flagship analysis: 246 with 94 events, 1,207 with 874, of which 16 after recurrence follow-up", () => {
    expect(facts.endpoints.trial_arm).toMatchObject({ n: 246, events: 94, events_censored_at_rtime: 94 });
    expect(facts.endpoints.control_arm).toMatchObject({ n: 1207, events: 874, events_censored_at_rtime: 858 });
  });
});
