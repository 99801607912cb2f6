import { describe, expect, it } from "vitest";
import { drawControls, negativeControls } from "../../src/simulate/negative-controls.js";
import { simulatePatient } from "../../src/simulate/simulate-patient.js";
import { resolveWorld } from "../../src/simulate/world.js";

describe("negative controls", () => {
  const patients = Array.from({ length: 1500 }, (_, i) => simulatePatient(resolveWorld({}), "care", i + 1));

  it("are at least twenty, each with a name of its own", () => {
    expect(negativeControls.length).toBeGreaterThanOrEqual(20);
    expect(new Set(negativeControls.map(({ name }) => name)).size).toBe(negativeControls.length);
  });

  it("happen on the same day whatever the drug does, as long as the patient is followed", () => {
    const idle = resolveWorld({ effect: 0 });
    for (let number = 1; number <= 60; number += 1) {
      const treated = simulatePatient(resolveWorld({}), "trial", number);
      const control = simulatePatient(idle, "trial", number);
      const [a, b] = [drawControls(treated, 24), drawControls(control, 24)];
      a.forEach((event, i) => {
        const other = b[i]!;
        if (event.isEvent && other.isEvent) expect(event.timeDays).toBe(other.timeDays);
        else if (event.isEvent) expect(event.timeDays).toBeGreaterThanOrEqual(control.lastDay);
        else if (other.isEvent) expect(other.timeDays).toBeGreaterThanOrEqual(treated.lastDay);
      });
    }
  });

  it("come at their yearly rate: events over person-years of cataract near 14 % and age's part", () => {
    let events = 0;
    let years = 0;
    for (const patient of patients) {
      const cataract = drawControls(patient, 1)[0]!;
      events += Number(cataract.isEvent);
      years += (cataract.timeDays - 1) / 365.25;
    }
    expect(events / years).toBeGreaterThan(0.11);
    expect(events / years).toBeLessThan(0.2);
  });
});
