import { describe, expect, it } from "vitest";
import { added, breachesOf, small } from "../support/breaches-of.js";

const rows = "patient_id,observation_id,concept\ncal:1,1,ecog\n";

describe("a CSV file in another form than the contract's", () => {
  it("is read with a byte-order mark, CRLF and quoted line ends", async () => {
    expect(await breachesOf(small, { "observation.csv": `\ufeff${rows}` })).toEqual([]);
    expect(await breachesOf(small, { "observation.csv": rows.replaceAll("\n", "\r\n") })).toEqual([]);
    const quoted = 'patient_id,observation_id,concept\ncal:1,1,"two\nlines, and a ""quote"""\n';
    expect(await breachesOf(small, { "observation.csv": quoted })).toEqual([]);
  });

  it.each([
    ["separates its fields by semicolons; write it with commas", rows.replaceAll(",", ";")],
    ["separates its fields by tabs; write it with commas", rows.replaceAll(",", "\t")],
    ["is UTF-16; save it as UTF-8", Buffer.from(`\ufeff${rows}`, "utf16le")],
    ["is UTF-16; save it as UTF-8", Buffer.from(rows, "utf16le")],
    ["is empty; it must hold at least a header of column names", ""],
  ])("that %s is refused in these words", async (words, content) => {
    await expect(breachesOf(small, { "observation.csv": content })).rejects.toThrow(`observation.csv ${words}`);
  });
});

describe("a number that no measurement has", () => {
  const observed = (value_num: number | string) =>
    added("observation", { patient_id: "cal:1", observation_id: "x", concept: "ldh", value_num });

  it.each(["1e308", "-1e308", "1e19"])("is refused where it is too large: %s", async (value) => {
    expect(await breachesOf(observed(value))).toEqual([
      "observation.value_num must not exceed 1e18 in size, as no measurement does; check its unit, or a code for missing: broken in 1 row (data row 5)",
    ]);
  });

  it.each(["1e-320", "-1e-31"])("is refused where it is too small: %s", async (value) => {
    expect(await breachesOf(observed(value))).toEqual([
      "observation.value_num must be 0 or at least 1e-30 in size; check its unit: broken in 1 row (data row 5)",
    ]);
  });

  it.each(["inf", "NaN", "-Infinity"])("is no number at all: %s", async (value) => {
    expect(await breachesOf(observed(value))).toEqual([
      "observation.value_num must be a number (missing: an empty field): broken in 1 row (data row 5)",
    ]);
  });

  it("but 0, 1e18 and 1e-30 pass", async () => {
    for (const value of [0, "1e18", "-1e18", "1e-30"]) expect(await breachesOf(observed(value))).toEqual([]);
  });

  it("is a whole number beyond 32 bits, and the rule says so", async () => {
    const day = added("observation", {
      patient_id: "day:1",
      observation_id: "x",
      concept: "c",
      observed_day: "9999999999",
    });
    expect(await breachesOf(day)).toEqual([
      "observation.observed_day must be a whole number within ±2147483647 (missing: an empty field): broken in 1 row (data row 5)",
    ]);
  });
});
