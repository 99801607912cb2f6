import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "../../src/report/render-report.js";
import { listedPatients, makeCourseResults } from "../report/support/make-course-results.js";
import { makeImagingAnalysis } from "../report/support/make-imaging-results.js";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = "/usr/bin/chromium";
const folder = mkdtempSync(join(tmpdir(), "scanarm-course-"));
const file = join(folder, "report.html");
const figures = ["1-5", "2-4-1", "2-7-1", "2-7-2", "2-7-3", "2-7-4", "2-7-5", "2-7-6"].map((place) => `f14-${place}`);
let browser: Browser;

/** The page with every figure of the course of responses drawn, at a width, in light or dark; what the console says is collected. */
async function open(width: number, colorScheme: "light" | "dark"): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, offline: true, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(file).href);
  for (const id of figures) {
    const drawing = page.locator(`#${id} [data-figure]`);
    await drawing.scrollIntoViewIfNeeded();
    await drawing.and(page.locator("[data-drawn]")).waitFor();
  }
  return { page, complaints };
}

describe.skipIf(!existsSync(executablePath))("the course of responses in chromium", () => {
  beforeAll(async () => {
    const made = makeCourseResults({ ...makeImagingAnalysis(), report: { patientFigures: ["trial"] } });
    const results = { ...made, records: [...made.records, ...listedPatients("trial", 200)] };
    const files = await renderReport(results, { formats: ["html"] });
    writeFileSync(file, files.find(({ path }) => path === "report.html")?.content ?? "");
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    [1280, "light"],
    [390, "dark"],
  ] as const)(
    "draws its figures at %i px (%s) within the page, without a word in the console or a breach of WCAG A or AA",
    async (width, scheme) => {
      const { page, complaints } = await open(width, scheme);
      expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
      await page.evaluate(axeSource);
      const found = await page.evaluate(
        `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html.slice(0, 120)))`,
      );
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      expect(statSync(file).size).toBeLessThan(3 * 2 ** 20);
    },
    60_000,
  );

  it("hides and shows an arm where there is no stretch of an axis to choose, and tells a pointer of a bar", async () => {
    const { page, complaints } = await open(1280, "light");
    const figure = page.locator("#f14-2-7-2");
    expect(await figure.getByRole("slider").count()).toBe(0);
    const marks = (): Promise<number> => figure.locator('svg path[stroke="#0060a8"]').count();
    const before = await marks();
    expect(before).toBeGreaterThan(0);
    const button = figure.locator('button[data-arm="trial"]');
    await button.press("Space");
    await expect.poll(marks).toBe(0);
    await button.press("Space");
    await expect.poll(marks).toBe(before);
    await page.locator("#f14-2-7-3 svg").scrollIntoViewIfNeeded();
    const bars = page.locator("#f14-2-7-3 svg .mark-rect path");
    await bars.nth((await bars.count()) - 30).hover({ force: true });
    await expect.poll(() => page.locator(".tip:not([hidden])").textContent()).toMatch(/month \d+, /);
    expect(complaints).toEqual([]);
  }, 60_000);
});
