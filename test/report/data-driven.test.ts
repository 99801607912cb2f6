import { beforeAll, describe, expect, it } from "vitest";
import { divideRows, roomOfLabel, rowsPerPart } from "../../src/report/figures/divide-rows.js";
import { renderReport } from "../../src/report/render-report.js";
import { dataDrivenCauses, dataDrivenMark, partsOfEstimate } from "../../src/results/data-driven.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { makeImagingResults } from "./support/make-imaging-results.js";
import { makeResults } from "./support/make-results.js";
import { documentOf, rowOf } from "./support/report-input.js";

/** Results whose lock says other things of the plan. */
const withLock = (results: ResultsFile, lock: Partial<ResultsFile["lock"]>): ResultsFile => ({
  ...results,
  lock: { ...results.lock, replaced: [], deviations: [], dataDriven: [], ...lock },
});

const changedEndpoint = withLock(makeResults(), {
  deviations: [{ what: "endpoints.recurrenceFree", kind: "changed" }],
  dataDriven: ["endpoints.recurrenceFree", "sensitivity.deathsCensored"],
});
const mark = "[DATA DRIVEN: endpoint changed]";
const note =
  /DATA DRIVEN: chosen or changed after the design was first locked.*endpoints\.recurrenceFree changed after the lock/;

describe("the mark of what is data driven", () => {
  const lock = (lock: Partial<ResultsFile["lock"]>) => withLock(makeResults(), lock).lock;

  it.each([
    ["nothing", {}, null],
    ["an estimate added", { dataDriven: ["estimates.x"] }, "DATA DRIVEN: added"],
    [
      "an estimate changed",
      { dataDriven: ["estimates.x"], deviations: [{ what: "estimates.x", kind: "changed" }] },
      "DATA DRIVEN: changed",
    ],
    [
      "its endpoint changed",
      { dataDriven: ["endpoints.e"], deviations: [{ what: "endpoints.e", kind: "changed" }] },
      "DATA DRIVEN: endpoint changed",
    ],
    [
      "the estimate changed and its endpoint added",
      {
        dataDriven: ["estimates.x", "endpoints.e"],
        deviations: [{ what: "estimates.x", kind: "changed" }],
      },
      "DATA DRIVEN: estimate changed, endpoint added",
    ],
    ["its variant added", { dataDriven: ["sensitivity.v"] }, "DATA DRIVEN: added"],
    [
      "the design changed after results",
      { dataDriven: ["design"], deviations: [{ what: "design", kind: "changed" }] },
      "DATA DRIVEN: design changed",
    ],
    [
      "the lock lost after results",
      { dataDriven: ["design lock"], deviations: [{ what: "design lock", kind: "missing" }] },
      "DATA DRIVEN: no lock from before",
    ],
    ["another estimate, endpoint and variant", { dataDriven: ["estimates.y", "endpoints.f", "sensitivity.w"] }, null],
  ] as const)("tells of %s", (_what, changes, expected) => {
    const causes = dataDrivenCauses(
      lock(structuredClone(changes) as Partial<ResultsFile["lock"]>),
      partsOfEstimate("v", "x", ["e"]),
    );
    expect(dataDrivenMark(causes)).toBe(expected);
  });
});

describe("a changed endpoint", () => {
  const study = documentOf(changedEndpoint);
  const text = JSON.stringify(study.document);

  it("marks the headline, with the cause below it", () => {
    const [synopsis] = study.document.sections;
    const callout = synopsis!.blocks.find((block) => block.kind === "callout");
    const lines =
      callout?.kind === "callout" ? callout.content.map((line) => line.map((piece) => piece.text).join("")) : [];
    expect(lines[0]).toContain(`Weighted Cox model ${mark} (primary`);
    expect(lines[1]).toMatch(note);
  });

  it("marks every row of table 14.2.5.1 that rests on it, and a variant added after the lock as that too, and no other", () => {
    const all = study.table("14.2.5.1");
    for (const label of ["Weighted Cox model", "Matched Cox model", "Crude Cox model"]) {
      const [own] = all.rows.filter(({ cells }) => cells[0]?.text.startsWith(label));
      expect(own?.cells[0]?.text).toContain(mark);
    }
    expect(rowOf(all, "Crude risk difference")).toHaveLength(6);
    const late = all.rows.find(({ cells }) => cells[0]?.text.startsWith("Late deaths censored"));
    expect(late?.cells[0]?.text).toBe("Late deaths censored [DATA DRIVEN: endpoint changed, variant added]");
    expect(all.footnotes.join(" ")).toMatch(note);
  });

  it("marks the title and a footnote of each time-to-event table, and no table of another endpoint", () => {
    for (const [number, table] of study.tables) {
      if (!/^14\.2\.[1-4]\./.test(number)) continue;
      const rests = table.title.startsWith("Recurrence-free survival");
      expect(table.title.includes(mark), table.title).toBe(rests);
      expect(
        table.footnotes.some((line) => note.test(line)),
        table.title,
      ).toBe(rests);
    }
  });

  it("marks each Kaplan–Meier figure in its title, its drawing, its words and its footnotes, and the forest row by row", () => {
    const curves = [...study.figures.values()].filter(({ file }) => file.includes("kaplan-meier"));
    expect(curves.length).toBeGreaterThanOrEqual(2);
    for (const figure of curves) {
      expect(figure.title).toContain(mark);
      expect(figure.data.texts?.text).toContain(mark.slice(1, -1));
      expect(figure.alt).toContain(mark.slice(1, -1));
      expect(figure.footnotes.join(" ")).toMatch(note);
    }
    const forest = study.figure("14.2.5.1");
    expect(forest.data.estimates?.label?.filter((label) => String(label).includes(mark)).length).toBeGreaterThanOrEqual(
      3,
    );
    expect(forest.footnotes.join(" ")).toMatch(note);
  });

  it("marks the estimand card, the protocol tables and the lock's own section, which tells changed from added", () => {
    expect(text).toContain(`Estimate: Weighted Cox model ${mark}`);
    expect(study.table("H7").rows[0]?.cells[0]?.text).toContain(mark);
    expect(study.table("H10").rows.map(({ cells }) => cells[0]?.text)).toContain(`Weighted Cox model ${mark}`);
    const section = JSON.stringify(study.document.sections.find(({ id }) => id === "design-lock"));
    expect(section).toMatch(
      /Changed after the lock[^[]*.*endpoints\.recurrenceFree.*Added after the lock.*sensitivity\.deathsCensored/,
    );
  });
});

describe("the three pages", { timeout: 60_000 }, () => {
  let files: Awaited<ReturnType<typeof renderReport>>;
  beforeAll(async () => {
    files = await renderReport(changedEndpoint, { formats: ["html", "pdf", "docx"] });
  }, 60_000);

  it("carry the mark from the one document into the HTML, and into the tables and drawings that leave it", () => {
    const read = (path: string) => String(files.find((file) => file.path === path)?.content);
    expect(read("report.html").split(mark).length).toBeGreaterThan(12);
    const tables = files.map(({ path }) => path).filter((path) => /t14-2-(5-1|2-\d-time)/.test(path));
    expect(tables).toHaveLength(4);
    for (const path of tables) expect(read(path), path).toContain(mark);
    expect(read("figures/f14-2-2-1-kaplan-meier.svg")).toContain("DATA DRIVEN: endpoint changed");
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["report.pdf", "report.docx"]));
  });
});

describe("a forest whose rows are all marked", () => {
  const row = (label: string) => ({ label, heading: false });
  const sizes = (rows: readonly ReturnType<typeof row>[]) =>
    divideRows(rows, rowsPerPart, roomOfLabel).map((part) => part.length);

  it("holds fewer of them on a page, by the lines their labels take", () => {
    const plain = Array.from({ length: 34 }, () => row("Events long after the last scan censored"));
    expect(sizes(plain)).toEqual([17, 17]);
    const marked = plain.map(({ label }) => row(`${label} [DATA DRIVEN: design changed, endpoint changed]`));
    // 87 letters: four lines, 64 pixels against the 36 of two lines.
    expect(sizes(marked)).toEqual([9, 9, 9, 7]);
  });
});

describe("tables of an endpoint alone", () => {
  it("bear its mark where its definition was changed", () => {
    const study = documentOf(
      withLock(makeImagingResults(), {
        deviations: [{ what: "endpoints.confirmed", kind: "changed" }],
        dataDriven: ["endpoints.confirmed", "endpoints.progressionFree"],
      }),
    );
    const titles = [...study.tables.values()].map(({ title }) => title);
    expect(titles).toContain("Best overall response: Confirmed response [DATA DRIVEN: endpoint changed]");
    expect(titles).toContain("How follow-up ended: Progression-free survival [DATA DRIVEN: endpoint added]");
  });
});
