import type { Block, Callout, Cell, Figure, Inline, Inlines, KeyValues, Row, Table } from "../document/model.js";
import { escapeHtml } from "./escape-html.js";

/** A block of the document as HTML. `drawings`: the figures' SVG by id. */
export function renderBlock(block: Block, drawings: ReadonlyMap<string, string>): string {
  switch (block.kind) {
    case "paragraph":
      return `<p>${renderInlines(block.content)}</p>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${renderInlines(item)}</li>`).join("")}</ul>`;
    case "key-values":
      return renderKeyValues(block);
    case "callout":
      return renderCallout(block);
    case "code":
      return `<figure class="code"><figcaption>${escapeHtml(block.label)}</figcaption><pre tabindex="0"><code>${escapeHtml(block.text)}</code></pre></figure>`;
    case "table":
      return renderTable(block);
    case "figure":
      return renderFigure(block, drawings);
  }
}

export const renderInlines = (content: Inlines): string => content.map(renderInline).join("");

function renderInline(inline: Inline): string {
  const text = escapeHtml(inline.text);
  switch (inline.kind) {
    case "text":
      return text;
    case "strong":
      return `<strong>${text}</strong>`;
    case "emphasis":
      return `<em>${text}</em>`;
    case "code":
      return `<code>${text}</code>`;
    case "link":
      return `<a href="#${escapeHtml(inline.to)}">${text}</a>`;
  }
}

export function renderKeyValues({ label, entries }: KeyValues): string {
  const rows = entries.map(
    ({ key, value }) => `<tr><th scope="row">${escapeHtml(key)}</th><td>${renderInlines(value)}</td></tr>`,
  );
  return `<table class="facts"><caption>${escapeHtml(label)}</caption><tbody>${rows.join("")}</tbody></table>`;
}

function renderCallout({ tone, title, content }: Callout): string {
  const lines = content.map((line) => `<p>${renderInlines(line)}</p>`).join("");
  return `<aside class="callout ${tone}"><p class="callout-title">${escapeHtml(title)}</p>${lines}</aside>`;
}

function renderTable(table: Table): string {
  const head = table.columns.map(
    ({ heading, align }) => `<th scope="col" class="${align}">${heading.map(escapeHtml).join("<br>")}</th>`,
  );
  const caption = renderTitle("Table", table);
  return [
    `<div class="table" id="${table.id}">`,
    `<div class="scroll" tabindex="0" role="region" aria-label="Table ${escapeHtml(table.number)}"><table>`,
    `<caption>${caption}</caption>`,
    `<thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${table.rows.map((row) => renderRow(row, table)).join("")}</tbody></table></div>`,
    renderFootnotes(table.footnotes),
    "</div>",
  ].join("");
}

function renderRow(row: Row, { columns }: Table): string {
  if (row.kind === "group")
    return `<tr class="group"><th scope="rowgroup" colspan="${columns.length}">${escapeHtml(row.cells[0]?.text ?? "")}</th></tr>`;
  const cells = row.cells.map((cell, i) => {
    const { strong, indent } = cell;
    const text = renderCellText(cell);
    const content = strong === true ? `<strong>${text}</strong>` : text;
    const classes = `${columns[i]?.align ?? "left"}${indent === 1 ? " indent" : ""}`;
    return i === 0 ? `<th scope="row" class="${classes}">${content}</th>` : `<td class="${classes}">${content}</td>`;
  });
  return `<tr>${cells.join("")}</tr>`;
}

/** A cell's text; one that refers to places is as many links. */
function renderCellText({ text, refs = [] }: Cell): string {
  const names = text.split("; ");
  if (refs.length === 0 || names.length !== refs.length) return escapeHtml(text);
  return refs.map((id, i) => `<a href="#${escapeHtml(id)}">${escapeHtml(names[i] ?? "")}</a>`).join("; ");
}

function renderFigure(figure: Figure, drawings: ReadonlyMap<string, string>): string {
  const drawing = drawings.get(figure.id);
  if (drawing === undefined) throw new Error(`figure ${figure.number} was not drawn`);
  return [
    `<figure class="figure" id="${figure.id}"><figcaption>${renderTitle("Figure", figure)}</figcaption>`,
    `<div class="drawing" role="img" aria-label="${escapeHtml(figure.alt)}" data-figure="${figure.id}">${drawing}</div>`,
    renderFootnotes(figure.footnotes),
    "</figure>",
  ].join("");
}

const renderTitle = (kind: string, { number, title, population }: Table | Figure): string =>
  `<span class="number">${kind} ${escapeHtml(number)}</span> <span class="title">${escapeHtml(title)}</span><span class="population">${escapeHtml(population)}</span>`;

const renderFootnotes = (lines: readonly string[]): string =>
  `<div class="footnotes">${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("")}</div>`;
