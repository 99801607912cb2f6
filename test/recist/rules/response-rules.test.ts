import { describe, expect, it } from "vitest";
import { type BestResponse, isDiseaseControl, isResponder } from "../../../src/recist/best-response.js";
import {
  deriveBestAdmiralonco,
  deriveConfirmedBestAdmiralonco,
} from "../../../src/recist/best-response-admiralonco.js";
import {
  deriveBestResponseRecist11,
  deriveUnconfirmedBestResponseRecist11,
  findReappearance,
} from "../../../src/recist/best-response-recist11.js";
import { deriveDurationOfResponse } from "../../../src/recist/duration-of-response.js";
import { NEVER, NONE } from "../../../src/recist/lesion-rows.js";
import { RECIST_DEFAULTS, type RecistOptions } from "../../../src/recist/options.js";
import { RESPONSE_LABELS } from "../../../src/recist/response.js";
import { findDepthOfResponse, findEarlyChange, isConfirmable } from "../../../src/recist/response-measures.js";
import { RULES } from "../support/progression.js";
import { derive } from "../support/sequence.js";
import { type Assessment, codeOf, timeline } from "../support/timeline.js";

type Options = Partial<RecistOptions> & { readonly newTherapyDay?: number };

function columnsOf(assessments: readonly Assessment[], held: readonly number[] = []) {
  return {
    day: assessments.map(([day]) => day),
    response: assessments.map(([, label]) => codeOf(label)),
    held: assessments.map(([day]) => (held.includes(day) ? 1 : 0)),
  };
}

/** Best response as “label at day”, the day of the assessment it is dated by. */
function show(assessments: readonly Assessment[], { response, row }: BestResponse): string {
  return `${RESPONSE_LABELS[response]}${row === NONE ? "" : ` at ${assessments[row]![0]}`}`;
}

function confirmed(assessments: readonly Assessment[], { newTherapyDay = NEVER, ...options }: Options = {}): string {
  const sequence = { columns: columnsOf(assessments), from: 0, to: assessments.length, newTherapyDay };
  return show(assessments, deriveBestResponseRecist11(sequence, { ...RECIST_DEFAULTS, ...options }));
}

function unconfirmed(assessments: readonly Assessment[], { newTherapyDay = NEVER, ...options }: Options = {}): string {
  const sequence = { columns: columnsOf(assessments), from: 0, to: assessments.length, newTherapyDay };
  return show(assessments, deriveUnconfirmedBestResponseRecist11(sequence, { ...RECIST_DEFAULTS, ...options }));
}

function admiral(assessments: readonly Assessment[], options: Partial<RecistOptions> = {}): string {
  const range = { from: 0, to: assessments.length };
  return show(
    assessments,
    deriveConfirmedBestAdmiralonco(columnsOf(assessments), range, { ...RECIST_DEFAULTS, ...options }),
  );
}

describe("C1: confirmation after at least 28 days", () => {
  it.each<[string, readonly Assessment[], string]>([
    [
      "CR and CR 28 days later",
      [
        [42, "CR"],
        [70, "CR"],
      ],
      "CR at 42",
    ],
    [
      "27 days later is too early",
      [
        [42, "CR"],
        [69, "CR"],
      ],
      "SD at 42",
    ],
    [
      "PR and PR",
      [
        [42, "PR"],
        [84, "PR"],
      ],
      "PR at 42",
    ],
    [
      "PR confirmed by CR is PR",
      [
        [42, "PR"],
        [84, "CR"],
      ],
      "PR at 42",
    ],
    [
      "a scan that is too early is passed",
      [
        [42, "PR"],
        [56, "PR"],
        [84, "PR"],
      ],
      "PR at 42",
    ],
    [
      "PR, then a confirmed CR",
      [
        [42, "PR"],
        [84, "CR"],
        [126, "CR"],
      ],
      "CR at 84",
    ],
    [
      "there is no upper limit on the gap",
      [
        [42, "PR"],
        [400, "PR"],
      ],
      "PR at 42",
    ],
    ["a response seen once", [[42, "PR"]], "SD at 42"],
  ])("%s", (_, assessments, expected) => {
    expect(confirmed(assessments)).toBe(expected);
  });

  it("the interval is a parameter, and confirmation may be left out", () => {
    expect(
      confirmed(
        [
          [42, "CR"],
          [69, "CR"],
        ],
        { confirmationDays: 27 },
      ),
    ).toBe("CR at 42");
    expect(
      unconfirmed([
        [42, "SD"],
        [84, "CR"],
        [126, "PD"],
      ]),
    ).toBe("CR at 84");
  });

  it("names the assessment that confirms", () => {
    const columns = columnsOf([
      [42, "PR"],
      [56, "PR"],
      [84, "PR"],
    ]);
    const best = deriveBestResponseRecist11({ columns, from: 0, to: 3 }, RECIST_DEFAULTS);
    expect(best).toMatchObject({ row: 0, confirmedBy: 2, rule: "C1" });
  });

  it("a held PR neither is confirmed nor confirms (T9)", () => {
    const columns = columnsOf(
      [
        [42, "PR"],
        [84, "PR"],
        [126, "PR"],
      ],
      [84, 126],
    );
    const best = deriveBestResponseRecist11({ columns, from: 0, to: 3 }, RECIST_DEFAULTS);
    expect(RESPONSE_LABELS[best.response]).toBe("SD");
  });
});

describe("C2: SD needs 42 days, pairs follow table 3", () => {
  it.each<[string, readonly Assessment[], string]>([
    ["SD on day 42", [[42, "SD"]], "SD at 42"],
    ["SD on day 41 only is NE", [[41, "SD"]], "NE at 41"],
    [
      "SD too early, then PD",
      [
        [30, "SD"],
        [60, "PD"],
      ],
      "PD at 60",
    ],
    [
      "SD too early, then SD",
      [
        [30, "SD"],
        [60, "SD"],
      ],
      "SD at 60",
    ],
    ["NON-CR/NON-PD on day 42", [[42, "NON-CR/NON-PD"]], "NON-CR/NON-PD at 42"],
    [
      "CR too early, then PR: disease has reappeared",
      [
        [20, "CR"],
        [60, "PR"],
      ],
      "PD at 60",
    ],
    [
      "CR too early, then SD",
      [
        [20, "CR"],
        [60, "SD"],
      ],
      "PD at 60",
    ],
    [
      "CR late enough, then PR",
      [
        [42, "CR"],
        [84, "PR"],
      ],
      "SD at 42",
    ],
    [
      "CR too early, then NE",
      [
        [20, "CR"],
        [60, "NE"],
      ],
      "NE at 20",
    ],
    [
      "PR too early, then PD",
      [
        [20, "PR"],
        [60, "PD"],
      ],
      "PD at 60",
    ],
    [
      "PR late enough, then PD",
      [
        [42, "PR"],
        [84, "PD"],
      ],
      "SD at 42",
    ],
    [
      "PR too early, then SD",
      [
        [20, "PR"],
        [60, "SD"],
      ],
      "SD at 60",
    ],
    [
      "PD is better than NE",
      [
        [42, "NE"],
        [84, "PD"],
      ],
      "PD at 84",
    ],
  ])("%s", (_, assessments, expected) => {
    expect(confirmed(assessments)).toBe(expected);
  });

  it("the CR of a CR followed by PR may be read as a PR by option", () => {
    const rows: Assessment[] = [
      [42, "CR"],
      [84, "PR"],
    ];
    expect(confirmed(rows, { partialAfterComplete: "recodeToPartial" })).toBe("PR at 42");
    expect(
      confirmed(
        [
          [42, "CR"],
          [84, "SD"],
        ],
        { partialAfterComplete: "recodeToPartial" },
      ),
    ).toBe("SD at 42");
  });

  it("findReappearance names the row that is PD", () => {
    const find = (rows: readonly Assessment[]) => findReappearance(columnsOf(rows), 0, rows.length);
    expect(
      find([
        [42, "CR"],
        [84, "NE"],
        [126, "SD"],
        [168, "SD"],
      ]),
    ).toBe(2);
    expect(
      find([
        [42, "PR"],
        [84, "CR"],
        [126, "CR"],
      ]),
    ).toBe(NONE);
  });

  it("rows of a longer table are named by their own numbers", () => {
    const columns = columnsOf([
      [7, "PD"],
      [20, "CR"],
      [60, "PR"],
      [90, "CR"],
    ]);
    expect(deriveBestResponseRecist11({ columns, from: 1, to: 4 }, RECIST_DEFAULTS)).toMatchObject({
      row: 2,
      response: codeOf("PD"),
    });
  });

  it("admiralonco's mode gives SD or NE there, never PD", () => {
    expect(
      admiral([
        [20, "CR"],
        [60, "SD"],
      ]),
    ).toBe("SD at 60");
    expect(
      admiral([
        [20, "CR"],
        [30, "PR"],
      ]),
    ).toBe("NE at 20");
  });
});

describe("C3: what may lie between", () => {
  it.each<[string, readonly Assessment[], string, Options]>([
    [
      "one NE between two PRs",
      [
        [42, "PR"],
        [84, "NE"],
        [126, "PR"],
      ],
      "PR at 42",
      {},
    ],
    [
      "two NE break it",
      [
        [42, "PR"],
        [84, "NE"],
        [126, "NE"],
        [168, "PR"],
      ],
      "SD at 42",
      {},
    ],
    [
      "two NE by parameter",
      [
        [42, "CR"],
        [84, "NE"],
        [126, "NE"],
        [168, "CR"],
      ],
      "CR at 42",
      { maxNotEvaluableBetween: 2 },
    ],
    [
      "SD between two PRs breaks it",
      [
        [42, "PR"],
        [84, "SD"],
        [126, "PR"],
      ],
      "SD at 42",
      {},
    ],
    [
      "SD between two PRs by option",
      [
        [42, "PR"],
        [84, "SD"],
        [126, "PR"],
      ],
      "PR at 42",
      { maxStableBetween: 1 },
    ],
    [
      "ND breaks it",
      [
        [42, "PR"],
        [84, "ND"],
        [126, "PR"],
      ],
      "SD at 42",
      {},
    ],
    [
      "a later PR may be confirmed for itself",
      [
        [42, "PR"],
        [84, "SD"],
        [126, "PR"],
        [168, "PR"],
      ],
      "PR at 126",
      {},
    ],
  ])("%s", (_, assessments, expected, options) => {
    expect(confirmed(assessments, options)).toBe(expected);
    expect(admiral(assessments, options).slice(0, 2)).toBe(expected.slice(0, 2));
  });
});

describe("C4: rows after PD or a new therapy do not count", () => {
  it("after the first PD", () => {
    expect(
      confirmed([
        [42, "SD"],
        [84, "PD"],
        [126, "CR"],
        [168, "CR"],
      ]),
    ).toBe("SD at 42");
  });

  it("after a new therapy; a scan on its first day counts", () => {
    const rows: Assessment[] = [
      [42, "PR"],
      [84, "PR"],
    ];
    expect(confirmed(rows, { newTherapyDay: 84 })).toBe("PR at 42");
    expect(confirmed(rows, { newTherapyDay: 83 })).toBe("SD at 42");
  });
});

describe("C5: who is a responder", () => {
  it("without any assessment the best response is MISSING, or NE by option", () => {
    expect(confirmed([])).toBe("MISSING");
    expect(confirmed([], { missingAsNotEvaluable: true })).toBe("NE");
  });

  it("NE and MISSING are neither responders nor controlled; SD is controlled", () => {
    const rate = (label: string) => {
      const best: BestResponse = { response: codeOf(label), row: 0, confirmedBy: NONE, rule: "N5" };
      return [isResponder(best), isDiseaseControl(best)];
    };
    expect(["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "MISSING"].map(rate)).toEqual([
      [true, true],
      [true, true],
      [false, true],
      [false, false],
      [false, false],
      [false, false],
      [false, false],
    ]);
  });
});

describe("C6: time to response, duration, depth, early shrinkage, confirmability", () => {
  const visits = [30, 27, 19, 21, 30];
  const { workspace } = derive(visits.map((mm, i) => ({ day: i === 0 ? -7 : 42 * i, lesion: "A", mm })));

  it("time to response is the day of the response that is later confirmed", () => {
    const { timepoints } = workspace;
    const best = deriveBestResponseRecist11({ columns: timepoints, from: 0, to: timepoints.count }, RECIST_DEFAULTS);
    expect(timepoints.day[best.row]).toBe(84);
  });

  it("depth is the largest shrinkage, early change that of the scan around 8 weeks", () => {
    expect(findDepthOfResponse(workspace)).toEqual({ timepoint: 1, sum: 1900, percent: (-100 * 11) / 30 });
    expect(findDepthOfResponse(workspace, 50)).toMatchObject({ timepoint: 0 });
    expect(findEarlyChange(workspace, RECIST_DEFAULTS)).toMatchObject({ timepoint: 0, percent: -10 });
    expect(findEarlyChange(workspace, { ...RECIST_DEFAULTS, earlyShrinkageFromDays: 43 })).toBeNull();
  });

  it("an incomplete sum is no depth", () => {
    const rows = [
      { day: -7, lesion: "A", mm: 30 },
      { day: -7, lesion: "B", mm: 30 },
      { day: 42, lesion: "A", mm: 10 },
    ];
    expect(findDepthOfResponse(derive(rows).workspace)).toBeNull();
  });

  it("duration runs from the response to progression, both days counted", () => {
    const course = timeline({
      assessments: [
        [42, "SD"],
        [84, "PR"],
        [126, "PR"],
        [168, "PD"],
      ],
    });
    const duration = deriveDurationOfResponse(course, RULES.primary, 1);
    expect(duration).toMatchObject({ startDay: 84, days: 85, outcome: { cnsr: 0, day: 168 } });
  });

  it("a response is confirmable if any scan came late enough, whatever it shows", () => {
    const test = (rows: readonly Assessment[]) =>
      isConfirmable(columnsOf(rows), { from: 0, to: rows.length }, RECIST_DEFAULTS);
    expect(
      test([
        [42, "PR"],
        [84, "PD"],
      ]),
    ).toBe(true);
    expect(
      test([
        [42, "PR"],
        [69, "NE"],
      ]),
    ).toBe(false);
    expect(
      test([
        [42, "PR"],
        [84, "ND"],
      ]),
    ).toBe(false);
    expect(test([[42, "SD"]])).toBeNull();
  });
});

describe("admiralonco's BOR without confirmation", () => {
  it("SD and NON-CR/NON-PD before the window are NE, CR and PR are not", () => {
    const best = (rows: readonly Assessment[]) =>
      show(rows, deriveBestAdmiralonco(columnsOf(rows), { from: 0, to: rows.length }, RECIST_DEFAULTS));
    expect(best([[20, "SD"]])).toBe("NE at 20");
    expect(best([[20, "PR"]])).toBe("PR at 20");
    expect(best([[20, "ND"]])).toBe("ND at 20");
  });
});
