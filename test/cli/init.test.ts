import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../support/run-cli.js";

it("init writes an analysis that passes its check, and a page in which no heading is empty", () => {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-init-"));
  try {
    expect(runCli(folder, "init", "My Study").code).toBe(0);
    const page = readFileSync(join(folder, "My Study", "README.md"), "utf8");
    expect(page.startsWith("# my-study\n")).toBe(true);
    const paragraphs = page.split("\n\n").filter((text) => text.startsWith("**"));
    expect(paragraphs).toHaveLength(4);
    for (const text of paragraphs) expect(text).toMatch(/^\*\*[A-Z][\w ]+\.\*\* \S/);
    expect(page).not.toContain("{{");
    const check = runCli(folder, "check", "My Study");
    expect(check.stderr).toBe("");
    expect(check.code).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
