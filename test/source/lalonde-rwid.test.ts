import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSource } from "../../src/source/open-source.js";
import { writeLalonde } from "../support/lalonde-rwid.js";

const folder = mkdtempSync(join(tmpdir(), "scanarm-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the lalonde source", () => {
  it("passes the contract with 185 and 429 people, a yes/no endpoint without times and six observations each", async () => {
    const source = await openSource({ folder: writeLalonde(folder) });
    const counted = await source.store.query(`select
      p.dataset_id,
      count(*) as n,
      count(*) filter (where e.event) as employed,
      count(e.time_days) as times,
      sum(p.age_at_index) as age,
      (select count(*) from rwid.observation as o where starts_with(o.patient_id, p.dataset_id)) as observations
    from rwid.patient as p
    join rwid.collected_event as e on e.patient_id = p.patient_id and e.endpoint = 'EMPLOYED78'
    group by p.dataset_id
    order by p.dataset_id`);
    source.close();
    expect(counted.text("dataset_id")).toEqual(["nsw", "psid"]);
    expect([...counted.int32("n").values]).toEqual([185, 429]);
    // table(lalonde$treat, lalonde$re78 > 0) in R, MatchIt 4.5.1
    expect([...counted.int32("employed").values]).toEqual([140, 331]);
    expect([...counted.int32("times").values]).toEqual([0, 0]);
    // tapply(lalonde$age, lalonde$treat, sum)
    expect([...counted.float64("age").values]).toEqual([4776, 12025]);
    expect([...counted.int32("observations").values]).toEqual([185 * 6, 429 * 6]);
  });
});
