import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "../../src/report/render-report.js";
import { makeHostileAnalysis } from "../report/support/hostile-analysis.js";
import { makeAnalysis } from "../report/support/make-analysis.js";
import { makeResults } from "../report/support/make-results.js";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = "/usr/bin/chromium";
const folder = mkdtempSync(join(tmpdir(), "scanarm-page-"));
let browser: Browser;
/** Address of the page of the invented study. */
let plain = "";

/** The address of a page that is committed. */
const shipped = (id: string): string =>
  pathToFileURL(fileURLToPath(new URL(`../../reports/${id}/report.html`, import.meta.url))).href;

/** Writes the page of an analysis and returns its address. */
async function writePage(name: string, analysis: Record<string, unknown>): Promise<string> {
  const files = await renderReport(makeResults(analysis), { formats: ["html"] });
  const page = files.find(({ path }) => path === "report.html");
  const file = join(folder, `${name}.html`);
  writeFileSync(file, page?.content ?? "");
  return pathToFileURL(file).href;
}

/** Opens an address and collects what should never be: console messages, errors, dialogs, requests for anything else. */
async function open(
  address: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== address) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return { page, complaints };
}

/** Brings every figure into view and waits until the script has drawn it. */
async function drawAll(page: Page): Promise<number> {
  const figures = page.locator("[data-figure]");
  const count = await figures.count();
  for (let i = 0; i < count; i += 1) {
    await figures.nth(i).scrollIntoViewIfNeeded();
    await page.locator("[data-figure]").nth(i).and(page.locator("[data-drawn]")).waitFor();
  }
  return count;
}

describe.skipIf(!existsSync(executablePath))("the report in chromium", () => {
  beforeAll(async () => {
    plain = await writePage("plain", makeAnalysis());
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it.each(["light", "dark"] as const)("draws every figure without a word in the console (%s)", async (colorScheme) => {
    const { page, complaints } = await open(plain, { colorScheme });
    expect(await drawAll(page)).toBe(10);
    expect(await page.locator("[data-figure] svg").count()).toBe(10);
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    const ink = await page.evaluate("getComputedStyle(document.querySelector('#f14-2-2-1 svg text')).fill");
    expect(ink).toBe(colorScheme === "light" ? "rgb(26, 26, 26)" : "rgb(230, 232, 234)");
    expect(complaints).toEqual([]);
  });

  it("answers a pointer on a curve, marks the place in the contents, switches to dark", async () => {
    const { page, complaints } = await open(plain);
    await drawAll(page);
    await page.locator("#f14-2-2-1").scrollIntoViewIfNeeded();
    await page.locator('#f14-2-2-1 .mark-symbol path[opacity="0"]').nth(40).hover({ force: true });
    const tip = page.locator(".tip");
    await tip.waitFor();
    expect(await tip.innerText()).toMatch(/Arm: .+\nMonths: \d+\.\d\nProbability: [01]\.\d{3}\nAt risk: \d+\.\d$/);
    await page.evaluate("document.getElementById('limitations').scrollIntoView()");
    await page.locator('nav a[aria-current][href="#limitations"]').waitFor();
    await page.getByRole("button", { name: "Light or dark" }).click();
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(20, 23, 26)");
    expect(complaints).toEqual([]);
  });

  it.each([
    ["light", "a study of every kind", () => plain],
    ["dark", "a study of every kind", () => plain],
    ["light", "the lung-cancer example", () => shipped("nsclc-imaging")],
    ["light", "the breast-cancer example", () => shipped("breast-hormone")],
    ["light", "the fitness of the lung-cancer data", () => shipped("nsclc-feasibility-fitness")],
  ] as const)("breaks no rule of WCAG level A or AA that axe-core tests (%s, %s)", async (colorScheme, _, address) => {
    const { page } = await open(address(), { colorScheme });
    await drawAll(page);
    await page.evaluate(axeSource);
    const run = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
      .then(({ violations, passes }) => ({ passed: passes.length, violations: violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")) }))`;
    const { passed, violations } = (await page.evaluate(run)) as { passed: number; violations: string[] };
    expect(violations).toEqual([]);
    expect(passed).toBeGreaterThan(15);
  });

  it("is smaller than 3 MB", () => {
    expect(statSync(fileURLToPath(plain)).size).toBeLessThan(3 * 2 ** 20);
  });

  it("sorts a table by a heading, within its groups, and back", async () => {
    const { page, complaints } = await open(plain);
    const column = (): Promise<string[]> =>
      page.locator("#t14-2-2-1 tbody tr:not(.group) td:nth-child(3)").allInnerTexts();
    const firsts = (): Promise<string[]> => page.locator("#t14-1-1 tbody tr").locator("th").allInnerTexts();
    const before = [await column(), await firsts()];
    const removed = page.locator("#t14-1-1 thead th").nth(1);
    const numbers = async (): Promise<number[]> =>
      (await page.locator("#t14-1-1 tbody tr.group:first-child ~ tr:not(.group) td:nth-child(2)").allInnerTexts()).map(
        Number,
      );
    await removed.getByRole("button").focus();
    await page.keyboard.press("Enter");
    expect(await removed.getAttribute("aria-sort")).toBe("ascending");
    const groups = await page.locator("#t14-1-1 tbody tr.group").count();
    expect(groups).toBe(2);
    const up = await numbers();
    // Ascending within each of the two groups: one fall at most, where the second group starts.
    expect(up.filter((value, i) => i > 0 && value < (up[i - 1] ?? 0)).length).toBeLessThanOrEqual(1);
    await removed.getByRole("button").press("Enter");
    expect(await removed.getAttribute("aria-sort")).toBe("descending");
    const down = await numbers();
    expect(down.filter((value, i) => i > 0 && value > (down[i - 1] ?? 0)).length).toBeLessThanOrEqual(1);
    expect(await page.locator(".news").innerText()).toBe("Table 14.1.1: sorted by Removed, descending");
    await removed.getByRole("button").press("Enter");
    expect([await column(), await firsts()]).toEqual(before);
    expect(complaints).toEqual([]);
  });

  it("keeps the lines of a characteristic under it when the table is sorted", async () => {
    const { page } = await open(plain);
    const under = (): Promise<string> =>
      page.evaluate(
        `[...document.querySelectorAll("#t14-1-2 tbody tr")].map((row) => row.cells[0].innerText).join("|")`,
      );
    const before = await under();
    const family = /Age at surgery \(years\)\|Mean \(SD\)\|Median \(Q1, Q3\)\|Minimum, maximum/;
    expect(before).toMatch(family);
    await page.locator("#t14-1-2 thead th").nth(3).getByRole("button").click();
    await page.locator("#t14-1-2 thead th").nth(3).getByRole("button").click();
    expect(await under()).not.toBe(before);
    expect(await under()).toMatch(family);
  });

  it("copies a table as text that a spreadsheet takes cell by cell", async () => {
    const { page, complaints } = await open(plain);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy Table 14.1.1", exact: true }).click();
    await page.getByText("Table 14.1.1 copied").waitFor({ state: "attached" });
    const lines = ((await page.evaluate("navigator.clipboard.readText()")) as string)
      .split("\n")
      .map((line) => line.split("\t"));
    expect(lines[0]).toEqual([
      "Group",
      "Criterion, in order of application",
      "Removed",
      "of these without a record",
      "Remaining",
    ]);
    expect(lines.every((line) => line.length === 5)).toBe(true);
    expect(lines.length - 1).toBe(await page.locator("#t14-1-1 tbody tr:not(.group)").count());
    expect(complaints).toEqual([]);
  });

  it("hides an arm and stretches the time axis of a Kaplan–Meier figure, by keyboard and by dragging", async () => {
    const { page, complaints } = await open(plain);
    await drawAll(page);
    const figure = page.locator("#f14-2-2-1");
    const trial = '#f14-2-2-1 svg path[stroke="#0060a8"][stroke-width="1.8"]';
    // Labels of the vertical axis have decimals, those of the time axis none.
    const ticks = async (): Promise<number[]> =>
      (await figure.locator(".role-axis-label text").allTextContents())
        .filter((text) => !text.includes("."))
        .map(Number);
    const whole = await ticks();
    expect(await page.locator(trial).count()).toBe(1);
    const button = figure.locator('button[data-arm="trial"]');
    await button.press("Space");
    expect(await button.getAttribute("aria-pressed")).toBe("false");
    await expect.poll(() => page.locator(trial).count()).toBe(0);
    await button.press("Space");
    await expect.poll(() => page.locator(trial).count()).toBe(1);

    const to = figure.getByRole("slider").nth(1);
    await to.focus();
    for (let i = 0; i < 30; i += 1) await page.keyboard.press("ArrowLeft");
    const end = Number(await to.inputValue());
    await expect.poll(async () => Math.max(...(await ticks()))).toBeLessThanOrEqual(end);
    // The numbers at risk that are left stand under the axis, inside the plot's width.
    const texts = await figure.locator("svg .mark-text text").allTextContents();
    expect(texts.some((text) => text === "At risk (weighted)")).toBe(true);
    await figure.getByRole("button", { name: "Whole axis" }).click();
    await expect.poll(ticks).toEqual(whole);

    const box = await figure.locator("svg").boundingBox();
    if (box === null) throw new Error("the figure is not drawn");
    const y = box.y + box.height * 0.35;
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(ticks).not.toEqual(whole);
    expect(Number(await figure.getByRole("slider").first().inputValue())).toBeGreaterThan(0);
    await figure.locator("svg").dblclick({ position: { x: box.width * 0.6, y: box.height * 0.35 } });
    await expect.poll(ticks).toEqual(whole);
    expect(complaints).toEqual([]);
  });

  it("prints without what only a screen can use, tables with their heads on each page", async () => {
    const { page } = await open(plain);
    await page.emulateMedia({ media: "print" });
    for (const selector of ["nav", ".copy", ".controls"])
      expect(await page.locator(selector).first().isVisible(), selector).toBe(false);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.table thead')).display")).toBe(
      "table-header-group",
    );
  });

  it("shows its figures without scripts", async () => {
    const { page, complaints } = await open(plain, { javaScriptEnabled: false });
    expect(await page.locator("[data-figure] svg").count()).toBe(10);
    expect(await page.locator("#f14-2-5-1 svg").isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it("takes hostile labels for text", async () => {
    const { page, complaints } = await open(await writePage("hostile", makeHostileAnalysis()));
    await drawAll(page);
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  it("keeps words whole in a table on a narrow screen, which scrolls by itself and not with the page", async () => {
    const { page } = await open(plain, { viewport: { width: 360, height: 740 } });
    for (const id of ["t14-1-7", "th10", "t14-2-5-1"]) {
      const label = page.locator(`#${id} tbody tr:not(.group) th`).first();
      const box = await label.boundingBox();
      expect(box?.width, id).toBeGreaterThanOrEqual(140);
    }
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    const scroll = "document.querySelector('#t14-1-7 .scroll')";
    expect(await page.evaluate(`${scroll}.scrollWidth > ${scroll}.clientWidth`)).toBe(true);
  });

  it("can be read on a narrow screen", async () => {
    const { page } = await open(plain, { viewport: { width: 400, height: 800 } });
    await drawAll(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
  });
});
