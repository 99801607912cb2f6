import { createHash } from "node:crypto";
import { figuresOf } from "../document/blocks-of.js";
import type { ReportDocument, Section } from "../document/model.js";
import { escapeHtml, escapeScriptJson } from "./escape-html.js";
import { prepareFigure } from "./prepare-figure.js";
import { renderBlock, renderInlines, renderKeyValues } from "./render-block.js";
import { style } from "./style.js";

/**
 * The report as one HTML file that needs nothing beside it. Figures are in it twice: as SVG, which is all that is shown without scripts, and as
 * Vega specifications that the script draws over it. The content-security policy allows this one script and this one style sheet, by hash, and nothing else.
 * `client`: the script's text. `drawings`: the figures' SVG by id.
 */
export function renderHtml(document: ReportDocument, drawings: ReadonlyMap<string, string>, client: string): string {
  // A script's text ends at the first end tag in it, wherever that stands.
  const script = client.replaceAll("</script", "<\\/script").trim();
  const figures = figuresOf(document.sections).map(prepareFigure);
  const policy = `default-src 'none'; script-src '${hashSource(script)}'; style-src '${hashSource(style)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.title)}</title>
<style>${style}</style>
</head>
<body>
${renderNavigation(document)}
<main id="main">
${renderHeader(document)}
${document.sections.map((section) => renderSection(section, 2, drawings)).join("\n")}
</main>
<script type="application/json" id="figure-data">${escapeScriptJson(figures)}</script>
<script>${script}</script>
</body>
</html>
`;
}

const hashSource = (content: string): string => `sha256-${createHash("sha256").update(content).digest("base64")}`;

function renderNavigation({ sections }: ReportDocument): string {
  const chapters = sections.filter(({ number }) => /^\d/.test(number));
  const appendices = sections.filter(({ number }) => !/^\d/.test(number));
  return `<nav aria-label="Contents"><a class="skip" href="#main">Skip to the report</a>
<button type="button" id="theme" hidden>Light or dark</button>
<h2>Contents</h2>${renderEntries(chapters)}
${appendices.length === 0 ? "" : `<h2>Appendices</h2>${renderEntries(appendices)}`}</nav>`;
}

function renderEntries(sections: readonly Section[]): string {
  if (sections.length === 0) return "";
  const entries = sections.map(
    (section) =>
      `<li><a href="#${escapeHtml(section.id)}">${section.number} ${escapeHtml(section.heading)}</a>${renderEntries(section.sections)}</li>`,
  );
  return `<ol>${entries.join("")}</ol>`;
}

const renderHeader = ({ subtitle, title, date, notice, facts }: ReportDocument): string =>
  `<header><p class="subtitle">${escapeHtml(subtitle)}${date === null ? "" : `, ${escapeHtml(date)}`}</p><h1>${escapeHtml(title)}</h1>
<p class="notice">${renderInlines([{ kind: "text", text: notice }])}</p>${renderKeyValues(facts)}</header>`;

function renderSection(section: Section, level: number, drawings: ReadonlyMap<string, string>): string {
  return `<section aria-labelledby="${escapeHtml(section.id)}"><h${level} id="${escapeHtml(section.id)}">${section.number} ${escapeHtml(section.heading)}</h${level}>
${section.blocks.map((block) => renderBlock(block, drawings)).join("\n")}
${section.sections.map((child) => renderSection(child, level + 1, drawings)).join("\n")}</section>`;
}
