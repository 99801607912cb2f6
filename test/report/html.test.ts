import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { blocksOf } from "../../src/report/document/blocks-of.js";
import { compileFigure } from "../../src/report/figures/compile-figure.js";
import { renderSvg } from "../../src/report/figures/render-svg.js";
import { escapeHtml, escapeScriptJson } from "../../src/report/html/escape-html.js";
import { renderHtml } from "../../src/report/html/render-html.js";
import { hostile, makeHostileAnalysis } from "./support/hostile-analysis.js";
import { makeResults } from "./support/make-results.js";
import { documentOf, fonts } from "./support/report-input.js";

const client = 'window.ran = "</script> inside a text";';
const { document, figures, tables } = documentOf(makeResults(makeHostileAnalysis()));
let html = "";

beforeAll(async () => {
  const drawings = new Map<string, string>();
  for (const figure of figures.values()) drawings.set(figure.id, await renderSvg(compileFigure(figure), fonts));
  html = renderHtml(document, drawings, client);
});

describe("the HTML page", () => {
  it("shows hostile labels as text", () => {
    expect(html).toContain(escapeHtml(hostile.script));
    expect(html).toContain(escapeHtml(hostile.typst));
    expect(html).toContain(escapeHtml(hostile.formula));
    expect(html).not.toContain("<img");
    expect(html).not.toContain('<script>alert("1")');
    expect(html).not.toContain("\u202e");
    expect(html).toContain("right[U+202E]to left");
  });

  it("has two scripts, the data and the client, and neither can be ended from inside", () => {
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    const data = /<script type="application\/json" id="figure-data">([^<]*)<\/script>/.exec(html)?.[1] ?? "";
    const parsed = JSON.parse(data) as { id: string; data: unknown }[];
    expect(parsed.map(({ id }) => id)).toEqual([...figures.values()].map(({ id }) => id));
    expect(parsed.map(({ data: columns }) => columns)).toEqual(
      [...figures.values()].map(({ data: columns }) => columns),
    );
  });

  it("allows its own script and style by hash and nothing else", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const hash = (content: string): string => `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
    expect(policy).toBe(
      `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`,
    );
    expect(script).toContain("<\\/script> inside a text");
  });

  it("needs nothing from elsewhere and has no inline style or handler", () => {
    expect(html.match(/\b(src|href)="(?!#)[^"]*"/g)).toBeNull();
    const tags = html.replace(/"[^"]*"/g, '""').match(/<[a-z][^>]*>/g) ?? [];
    expect(tags.filter((tag) => /\s(style|on\w+)=/.test(tag))).toEqual([]);
    expect(html).not.toContain("url(");
  });

  it("links only to what it holds, and uses every id once", () => {
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it("gives tables heads with scope and figures an alternative text", () => {
    expect(html.match(/<th(?![a-z])(?![^>]*scope=)/g)).toBeNull();
    for (const { alt } of figures.values()) expect(html).toContain(`role="img" aria-label="${escapeHtml(alt)}"`);
    for (const { number } of tables.values()) expect(html).toContain(`<span class="number">Table ${number}</span>`);
  });

  it("prints the text of every cell of every table", () => {
    for (const block of blocksOf(document.sections)) {
      if (block.kind !== "table") continue;
      // A cell that names places is as many links.
      for (const { text, refs } of block.rows.flatMap(({ cells }) => cells))
        for (const part of refs === undefined ? [text] : text.split("; "))
          expect(html.includes(escapeHtml(part)), `${block.number}: ${part}`).toBe(true);
    }
  });
});

describe("escaping", () => {
  it("makes text of markup", () => {
    expect(escapeHtml(`<a href='x' title="y">&amp;</a>`)).toBe(
      "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;&lt;/a&gt;",
    );
  });

  it("keeps JSON whole and inside its script", () => {
    const value = { a: "</script><!--", b: "\u2028&" };
    const written = escapeScriptJson(value);
    expect(written).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(written)).toEqual(value);
  });
});
