import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isResponder } from "../../src/recist/best-response.js";
import {
  deriveBestAdmiralonco,
  deriveConfirmedBestAdmiralonco,
  findConfirmedResponse,
  findResponse,
} from "../../src/recist/best-response-admiralonco.js";
import {
  deriveBestResponseRecist11,
  deriveUnconfirmedBestResponseRecist11,
} from "../../src/recist/best-response-recist11.js";
import { endOfCountable } from "../../src/recist/countable-rows.js";
import { NEVER, NONE } from "../../src/recist/lesion-rows.js";
import { RECIST_DEFAULTS } from "../../src/recist/options.js";
import { deriveProgressionFreeSurvival } from "../../src/recist/progression-free-survival.js";
import { deriveProgressionInterval } from "../../src/recist/progression-interval.js";
import { RESPONSE } from "../../src/recist/response.js";
import { assessments, confirmation } from "./support/arbitrary.js";
import { RULES } from "./support/progression.js";

const SEED = { seed: 20240611, numRuns: 2000 };
type Columns = { readonly day: readonly number[]; readonly response: readonly number[] };

describe("properties of responses", () => {
  it("confirmed responders are among the unconfirmed, in both modes", () => {
    fc.assert(
      fc.property(assessments, confirmation, (columns, options) => {
        const range = { from: 0, to: endOfCountable(columns, 0, columns.day.length) };
        if (isResponder(deriveConfirmedBestAdmiralonco(columns, range, options))) {
          expect(isResponder(deriveBestAdmiralonco(columns, range, options))).toBe(true);
          expect(findResponse(columns, range)).not.toBe(NONE);
        }
        const sequence = { columns, from: 0, to: columns.day.length };
        const strict = { ...RECIST_DEFAULTS, ...options };
        if (isResponder(deriveBestResponseRecist11(sequence, strict))) {
          expect(isResponder(deriveUnconfirmedBestResponseRecist11(sequence, strict))).toBe(true);
        }
      }),
      SEED,
    );
  });

  it("a confirmed response is what admiralonco's conditions say, taken literally", () => {
    fc.assert(
      fc.property(assessments, confirmation, (columns, options) => {
        const rows = columns.day.map((_, i) => i);
        const expected = rows.find((i) => isConfirmedLiterally(columns, i, options)) ?? NONE;
        expect(findConfirmedResponse(columns, { from: 0, to: rows.length }, options)).toBe(expected);
      }),
      SEED,
    );
  });

  it("rows after the first PD change neither best response nor progression-free survival", () => {
    fc.assert(
      fc.property(assessments, assessments, (columns, later) => {
        const end = endOfCountable(columns, 0, columns.day.length);
        fc.pre(end > 0 && columns.response[end - 1] === RESPONSE.pd);
        const lastDay = columns.day[end - 1]!;
        const longer = {
          day: [...columns.day.slice(0, end), ...later.day.map((day) => day + lastDay)],
          response: [...columns.response.slice(0, end), ...later.response],
        };
        const at = (own: Columns) => ({ columns: own, from: 0, to: own.day.length });
        expect(deriveBestResponseRecist11(at(longer), RECIST_DEFAULTS)).toEqual(
          deriveBestResponseRecist11(at(columns), RECIST_DEFAULTS),
        );
        expect(pfs(longer)).toEqual(pfs(columns));
      }),
      SEED,
    );
  });

  it("progression lies in its interval by every rule, and no rule gives a day before index", () => {
    fc.assert(
      fc.property(assessments, fc.option(fc.integer({ min: 0, max: 700 })), (columns, death) => {
        const course = courseOf(columns, death ?? NEVER);
        for (const rule of Object.values(RULES)) {
          const { day, cnsr, situation } = deriveProgressionFreeSurvival(course, rule);
          expect(day).toBeGreaterThanOrEqual(0);
          if (cnsr !== 0 || situation !== "progression" || rule.progressionDay === "grid") continue;
          const { left, right } = deriveProgressionInterval(course, rule);
          expect(day).toBeGreaterThanOrEqual(left);
          expect(day).toBeLessThanOrEqual(right);
        }
      }),
      SEED,
    );
  });
});

function courseOf(columns: Columns, deathDay: number) {
  const to = columns.day.length;
  return { columns, from: 0, to, hasBaseline: true, deathDay, newTherapyDay: NEVER, treatmentStopDay: NEVER };
}

function pfs(columns: Columns) {
  return deriveProgressionFreeSurvival(courseOf(columns, NEVER), RULES.primary);
}

/** The conditions of derive_param_confirmed_resp over the rows up to the first that may confirm, as sets and counts. */
function isConfirmedLiterally(
  { day, response }: Columns,
  i: number,
  options: {
    readonly confirmationDays: number;
    readonly maxNotEvaluableBetween: number;
    readonly maxStableBetween: number;
  },
): boolean {
  const isComplete = response[i] === RESPONSE.cr;
  if (!isComplete && response[i] !== RESPONSE.pr) return false;
  const after = day.map((_, row) => row).filter((row) => row > i);
  const confirms = (row: number) =>
    day[row]! >= day[i]! + options.confirmationDays &&
    (response[row] === RESPONSE.cr || (!isComplete && response[row] === RESPONSE.pr));
  const last = after.find(confirms);
  if (last === undefined) return false;
  const window = after.filter((row) => row <= last);
  const count = (code: number) => window.filter((row) => response[row] === code).length;
  const allowed: readonly number[] = isComplete
    ? [RESPONSE.cr, RESPONSE.ne]
    : [RESPONSE.cr, RESPONSE.pr, RESPONSE.sd, RESPONSE.ne];
  if (!window.every((row) => allowed.includes(response[row]!)) || count(RESPONSE.ne) > options.maxNotEvaluableBetween)
    return false;
  if (isComplete) return true;
  const completes = window.filter((row) => response[row] === RESPONSE.cr);
  const partials = window.filter((row) => response[row] === RESPONSE.pr);
  const inOrder = completes.length === 0 || partials.length === 0 || Math.min(...completes) > Math.max(...partials);
  return inOrder && count(RESPONSE.sd) <= options.maxStableBetween;
}
