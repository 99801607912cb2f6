import { deriveNelsonAalen } from "../../stats/nelson-aalen.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Fixture {
  readonly cases: readonly {
    readonly name: string;
    readonly time: number[];
    readonly status: number[];
    readonly survfit: number[];
    readonly basehaz: number[];
  }[];
}

/** The cumulative hazard at each patient's own time, with and without many ties. */
export const nelsonAalenOracle: Oracle = {
  id: "nelson-aalen",
  method: "Nelson–Aalen cumulative hazard",
  reference: "survfit(ctype = 1), basehaz",
  packages: ["R", "survival"],
  run: (fixture) =>
    (fixture as Fixture).cases.map(({ name, time, status, survfit, basehaz }) => {
      const found = deriveNelsonAalen(Int32Array.from(time), Uint8Array.from(status));
      return {
        name,
        agreements: [agreeRelative("survfit", found, survfit, 1e-12), agreeRelative("basehaz", found, basehaz, 1e-12)],
      };
    }),
};
