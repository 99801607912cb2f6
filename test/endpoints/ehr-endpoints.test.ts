import { describe, expect, it } from "vitest";
import type { PatientNote } from "./support/clinic.js";
import { bestOf, deriveClinic, timeOf } from "./support/derive-clinic.js";

const anchored = (...anchors: readonly string[]) => ({
  orr: { kind: "response", by: "ehr", anchors },
  confirmed: { kind: "response", by: "ehr", anchors, confirmed: true },
  pfs: { kind: "progression-free-survival", by: "ehr", anchors },
});

describe("real-world endpoints, from health records alone", () => {
  const note: PatientNote = {
    id: "t:1",
    alive: 400,
    ehr: [
      { day: -3, response: "PD", evidence: "physician_note" },
      { day: 0, response: "PD", evidence: "physician_note" },
      { day: 50, response: "PR", evidence: "radiology_report" },
      { day: 50, response: "SD", evidence: "physician_note" },
      { day: 100, response: "PR", evidence: "radiology_report" },
      { day: 130, response: "SD", evidence: "physician_note" },
      { day: 130, response: "PD", evidence: "physician_note" },
      { day: 150, response: "PD", evidence: "radiology_report" },
      { day: 170, response: "PD", evidence: "treatment_change" },
      { day: 180, response: "PD" },
    ],
  };
  const by = async (...anchors: readonly string[]) => {
    const clinic = await deriveClinic([note], { endpoints: anchored(...anchors) });
    const found = ["orr", "confirmed"].map((key) => bestOf(clinic, key, "t:1"));
    return { found: [...found, timeOf(clinic, "pfs", "t:1")], counts: [...clinic.derived.records.values()] };
  };

  it("each anchor dates response and progression by itself", async () => {
    expect((await by("physician_note")).found).toEqual(["SD day 50", "SD day 50", "131 event: progression"]);
    expect((await by("radiology_report")).found).toEqual([
      "PR day 50 responder",
      "PR day 50 responder",
      "151 event: progression",
    ]);
    expect((await by("treatment_change")).found).toEqual(["PD day 170", "PD day 170", "171 event: progression"]);
  });

  it("of several anchors on one day the one named first counts", async () => {
    expect((await by("physician_note", "radiology_report")).found[0]).toBe("PR day 100 responder");
    expect((await by("radiology_report", "physician_note")).found[0]).toBe("PR day 50 responder");
  });

  it("every row is used or set aside with its reason", async () => {
    expect((await by("physician_note")).counts).toEqual([
      { rows: 10, used: 2, undated: 0, beforeIndex: 2, noResponse: 0, otherEvidence: 5, sameDay: 1 },
    ]);
  });

  it("everyone is in the denominator, and death without a note counts as P2 has it", async () => {
    const clinic = await deriveClinic([note, { id: "t:2", died: 60, alive: 59 }, { id: "t:3", alive: 200 }], {
      endpoints: anchored("physician_note"),
    });
    expect(["t:2", "t:3"].map((id) => [bestOf(clinic, "orr", id), timeOf(clinic, "pfs", id)])).toEqual([
      ["MISSING", "61 event: early-death"],
      ["MISSING", "1 censored: no-assessment"],
    ]);
  });

  it("a dataset without records has no such endpoint, and nobody in it counts as a non-responder", async () => {
    const { derived, patients } = await deriveClinic([note, { id: "c:1", alive: 5 }], {
      endpoints: anchored("claims"),
    });
    expect([...derived.unsourced.values()].map((datasets) => [...datasets])).toContainEqual(["c"]);
    for (const { available } of derived.tables.values()) {
      for (const [i, dataset] of patients.datasetId.entries()) if (dataset === "c") expect(available[i]).toBe(0);
    }
  });

  it("comparisons without any records are refused", async () => {
    await expect(deriveClinic([{ id: "c:1", alive: 5 }], { endpoints: anchored("claims") })).rejects.toThrow(
      'needs rows of ehr_assessment; dataset "c" has none',
    );
  });
});
