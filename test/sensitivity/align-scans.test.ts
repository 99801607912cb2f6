import { describe, expect, it } from "vitest";
import { NO_DAY, type ProgressionView } from "../../src/frame/endpoint-view.js";
import { coarsenScans, medianScanInterval, refineScans } from "../../src/sensitivity/align-scans.js";

/** Seen at 50 after a clear scan at 10; seen at 84 after 42; death at 70; free at 130. */
const view: ProgressionView = {
  kind: "progression",
  available: Uint8Array.of(1, 1, 1, 1, 0),
  assessed: Uint8Array.of(1, 1, 1, 1, 0),
  timeDays: Int32Array.of(51, 85, 71, 131, 0),
  status: Uint8Array.of(1, 1, 1, 0, 0),
  progressionDay: Int32Array.of(50, 84, NO_DAY, NO_DAY, NO_DAY),
  left: Int32Array.of(10, 42, 70, 130, 0),
  right: Int32Array.of(50, 84, 70, NO_DAY, NO_DAY),
};
const deathDay = Int32Array.of(NO_DAY, 100, 70, NO_DAY, NO_DAY);

describe("scans on one grid", () => {
  it("coarsened to every 63 days see progression at 63 and 100 (death came first), and follow to 126", () => {
    const { timeDays, status, available } = coarsenScans({ view, deathDay }, 63);
    expect(Array.from(timeDays)).toEqual([64, 101, 71, 127, 0]);
    expect(status).toEqual(view.status);
    expect(available).toEqual(view.available);
  });

  it("coarsened to their own rhythm change nothing", () => {
    expect(Array.from(coarsenScans({ view, deathDay }, 1).timeDays)).toEqual(Array.from(view.timeDays));
    expect(() => coarsenScans({ view, deathDay }, 0)).toThrow("whole number of days");
  });

  it("refined to every 42 days see at 42 what lay between 10 and 50, and at 84 what was seen there", () => {
    const planned = Int32Array.of(42, 84, 126);
    expect(Array.from(refineScans({ view, deathDay }, planned).timeDays)).toEqual([43, 85, 71, 131, 0]);
  });

  it("refined beyond the end of the plan keep the day seen", () => {
    expect(refineScans({ view, deathDay }, new Int32Array(0)).timeDays[0]).toBe(51);
  });

  it("have a median interval of the patients asked for, from index on", () => {
    const scans = { start: Int32Array.of(0, 2, 5), day: Int32Array.of(40, 90, 60, 120, 180) };
    expect(medianScanInterval(scans, (row) => row === 0)).toBe(40);
    expect(medianScanInterval(scans, () => true)).toBe(60);
    expect(medianScanInterval(scans, () => false)).toBeNull();
  });
});
