import { controlColour, faintFill, ink, rule, softInk, trialColour } from "../figures/palette.js";
import { monoFamily, sansFamily } from "../fonts/load-fonts.js";

const papers = {
  letter: { name: "us-letter", right: "0.75in" },
  a4: { name: "a4", right: "0.5in" },
} as const;

/**
 * Page, fonts and the functions that the document's Typst source calls. Sizes and margins are those agencies ask for: 9 to 12 points, tables 9,
 * at least 0.75 inch on the binding side, black text, blue links, repeating table heads.
 */
export const typstStyle = (paper: "letter" | "a4"): string => `
#set page(
  paper: "${papers[paper].name}",
  margin: (left: 0.75in, right: ${papers[paper].right}, top: 0.75in, bottom: 0.8in),
)
#set text(font: "${sansFamily}", size: 10pt, lang: "en", fallback: false, fill: rgb("#000000"))
#set par(leading: 0.62em, spacing: 0.95em, justify: false)
#show raw: set text(font: "${monoFamily}", size: 9pt)
#show link: set text(fill: rgb("#0a4f9e"))
#set list(indent: 4pt, body-indent: 6pt, spacing: 0.7em)
#show heading.where(level: 1): it => block(above: 22pt, below: 11pt, sticky: true, text(size: 12pt, weight: "bold", it.body))
#show heading.where(level: 2): it => block(above: 16pt, below: 9pt, sticky: true, text(size: 11pt, weight: "bold", it.body))
#show heading.where(level: 3): it => block(above: 12pt, below: 4pt, sticky: true, text(size: 10pt, weight: "bold", it.body))

#let soft = rgb("${softInk}")
#let thin = 0.5pt + rgb("${rule}")
#let dark = rgb("${ink}")
#let tones = (key: rgb("${trialColour}"), warning: rgb("${controlColour}"), limitation: soft)

#let output-title(number, title, name) = [#heading(level: 3, outlined: false, bookmarked: true, number + " " + title)#name]
#let population(body) = block(above: 0pt, below: 6pt, sticky: true, text(size: 9pt, fill: soft, body))
#let footnotes(..lines) = block(above: 5pt, below: 14pt, breakable: false, text(size: 9pt, fill: soft, {
  set par(leading: 0.5em, spacing: 0.55em)
  for line in lines.pos() { par(line) }
}))
#let group-row(columns, repeated, body) = table.header(level: 2, repeat: repeated, table.cell(colspan: columns, inset: (x: 3pt, top: 6pt, bottom: 3pt), stroke: (top: thin), strong(body)))
#let data-table(columns, aligns, head, body) = block(above: 4pt, below: 0pt, {
  set text(size: 9pt, hyphenate: true)
  set par(leading: 0.5em)
  show table.cell: set align(top)
  set table.cell(breakable: false)
  table(
    columns: columns,
    align: (x, y) => aligns.at(x) + top,
    inset: (x: 3pt, y: 3pt),
    stroke: none,
    table.hline(stroke: 1pt + dark),
    table.header(repeat: true, ..head.map(cell => text(hyphenate: false, cell)), table.hline(stroke: 0.5pt + dark)),
    ..body,
    table.hline(stroke: 1pt + dark),
  )
})
#let references(..places) = places.pos().map(((name, words)) => {
  link(name, words)
  context { ", p. " + str(counter(page).at(name).first()) }
}).join("; ")
#let fact-key(body) = text(fill: soft, body)
#let facts(label, ..cells) = block(above: 10pt, below: 12pt, {
  block(below: 5pt, sticky: true, strong(label))
  set text(size: 9pt)
  set par(leading: 0.5em)
  table(columns: (1.45in, 1fr), align: left + top, inset: (left: 0pt, right: 8pt, y: 3.5pt), stroke: (x, y) => (top: thin), ..cells.pos())
})
#let callout(tone, title, ..lines) = block(
  above: 10pt, below: 12pt, width: 100%, fill: rgb("${faintFill}"), inset: (left: 10pt, right: 8pt, y: 8pt),
  stroke: (left: 3pt + tones.at(tone)), breakable: true,
  { block(below: 6pt, sticky: true, strong(title)); for line in lines.pos() { par(line) } },
)
#let listing(label, body) = {
  block(above: 10pt, below: 4pt, sticky: true, text(size: 9pt, strong(label)))
  block(width: 100%, fill: rgb("${faintFill}"), inset: 6pt, { set par(leading: 0.45em); raw(body, block: true) })
}
#let drawing(file, width, height, alt) = layout(size => {
  let scale = calc.min(1, size.width / width, (size.height - 130pt) / height)
  image(file, width: width * scale, alt: alt)
})
// A block of at most this share of a page's height goes to the next page whole where it does not fit; a longer one breaks, so that no page stays half empty.
#let room-to-start = 1.45in
#let keep-together(share, body) = {
  v(16pt, weak: true)
  layout(size => {
    let height = measure(width: size.width, body).height
    let fits = height <= share * size.height
    // A block that breaks needs room for its head and some rows, or it starts on the next page.
    if not fits and height > room-to-start { block(above: 0pt, below: 0pt, breakable: false, height: room-to-start); v(-room-to-start) }
    block(width: 100%, breakable: not fits, above: 0pt, body)
  })
  v(12pt, weak: true)
}
`;
