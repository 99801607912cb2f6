import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "../../src/report/render-report.js";
import { makeHostileAnalysis } from "../report/support/hostile-analysis.js";
import { makeAnalysis } from "../report/support/make-analysis.js";
import { makeResults } from "../report/support/make-results.js";

const executablePath = "/usr/bin/chromium";
const folder = mkdtempSync(join(tmpdir(), "scanarm-page-"));
let browser: Browser;
/** Address of the page of the invented study. */
let plain = "";

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
    expect(await drawAll(page)).toBe(9);
    expect(await page.locator("[data-figure] svg").count()).toBe(9);
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
    expect(await tip.innerText()).toMatch(/Arm: .+\nMonths: [\d.]+\nProbability: [\d.]+\nAt risk: [\d.]+/);
    await page.evaluate("document.getElementById('limitations').scrollIntoView()");
    await page.locator('nav a[aria-current][href="#limitations"]').waitFor();
    await page.getByRole("button", { name: "Light or dark" }).click();
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(20, 23, 26)");
    expect(complaints).toEqual([]);
  });

  it("shows its figures without scripts", async () => {
    const { page, complaints } = await open(plain, { javaScriptEnabled: false });
    expect(await page.locator("[data-figure] svg").count()).toBe(9);
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

  it("can be read on a narrow screen", async () => {
    const { page } = await open(plain, { viewport: { width: 400, height: 800 } });
    await drawAll(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
  });
});
