import { describe, expect, it } from "vitest";
import { findIdentity, type RunIdentity } from "../../src/fitness/identity-findings.js";
import { judge } from "../../src/fitness/judge.js";
import { fitnessSchema } from "../../src/spec/fitness.js";

const hash = "ab".repeat(32);
const whole: RunIdentity = {
  planHash: hash,
  engineVersion: "1.0.0",
  contractVersion: "1",
  data: { fingerprint: hash, tables: [{ table: "patient", rows: 3, fingerprint: "3:7" }] },
};
const judged = (identity: RunIdentity, lockHash = hash) =>
  findIdentity(identity, { designHash: hash, lockHash }).map((finding) => judge(finding, fitnessSchema.parse({})));

describe("what identifies a run", () => {
  it("is met where data, tables, contract, plan, design, lock and engine all have a hash or a version", () => {
    const [recorded, reproduced] = judged(whole);
    expect([recorded!.status, recorded!.counts!.numerator, recorded!.counts!.denominator]).toEqual(["met", 7, 7]);
    expect([reproduced!.status, reproduced!.value]).toEqual(["not assessable", null]);
  });

  const faults: readonly (readonly [string, RunIdentity, string?])[] = [
    ["an engine without a version", { ...whole, engineVersion: "" }],
    ["a plan without a hash", { ...whole, planHash: "latest" }],
    [
      "a table without a fingerprint",
      { ...whole, data: { ...whole.data, tables: [{ table: "patient", rows: 3, fingerprint: "" }] } },
    ],
    ["no tables at all", { ...whole, data: { ...whole.data, tables: [] } }],
    ["a lock that is not hashed", whole, "none"],
  ];
  for (const [what, identity, lockHash] of faults)
    it(`is not met by ${what}`, () => {
      const [recorded] = judged(identity, lockHash);
      expect([recorded!.status, recorded!.counts!.numerator]).toEqual(["not met", 6]);
    });
});
