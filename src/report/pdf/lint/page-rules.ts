import { readFigureMarks } from "./figure-marks.js";
import type { PdfBreach, PdfExpectation } from "./lint-pdf.js";
import { readPageText, type TextPiece } from "./page-text.js";
import { isKind, type PdfDictionary } from "./pdf-values.js";
import type { PdfFile } from "./read-pdf.js";

/** Sizes in points. */
const papers = { letter: [612, 792], a4: [595.276, 841.89] } as const;
/** Least margins in points: 0.75 inch at the binding side, 0.375 inch elsewhere. */
const leftMargin = 54;
const otherMargin = 27;
/** Least size of text on the page, and of a figure's that was made smaller to fit its page. */
const leastText = 9;
const leastFigureText = 5;
/** Text this near to the foot of the page is its footer. */
const footerHeight = 54;
/** Rounding of coordinates. */
const slack = 0.6;

/** Rules of each page: paper, margins, size of text, nothing cut off, nothing on top of other text, not empty, links that lead somewhere. */
export function checkPages(file: PdfFile, { paper }: PdfExpectation): readonly PdfBreach[] {
  const [width, height] = papers[paper];
  const places = namedPlaces(file);
  const figures = readFigureMarks(file);
  return file.pages.flatMap((place, i) => {
    const { number, dictionary: page } = place;
    const breaches: PdfBreach[] = [];
    const add = (rule: string, what: string): void => {
      if (!breaches.some((breach) => breach.rule === rule)) breaches.push({ rule, page: i + 1, what });
    };
    const box = file.get(page, "/MediaBox");
    const [left = 0, bottom = 0, right = 0, top = 0] = Array.isArray(box) ? box.map(Number) : [];
    if (Math.abs(right - left - width) > slack || Math.abs(top - bottom - height) > slack)
      add("paper", `must be ${paper}, ${width} × ${height} points; got ${right - left} × ${top - bottom}`);
    const rotate = file.get(page, "/Rotate");
    if (typeof rotate === "number" && rotate % 360 !== 0) add("paper", "must not be turned");
    const pieces = readPageText(file, place, figures.get(number) ?? new Set());
    checkText(pieces, { width, height }, add);
    checkLinks(file, page, places, add);
    return breaches;
  });
}

type Add = (rule: string, what: string) => void;

function checkText(pieces: readonly TextPiece[], { width, height }: { width: number; height: number }, add: Add): void {
  if (!pieces.some(({ y }) => y > footerHeight)) add("not-empty", "must hold text above its footer");
  for (const { left, right, y, size, inFigure } of pieces) {
    const least = inFigure ? leastFigureText : leastText;
    if (size < least - 0.05) add("text-size", `text must be ${least} points or more; got ${size.toPrecision(3)}`);
    if (left < leftMargin - slack)
      add("margins", `text must keep ${leftMargin} points from the left; got ${left.toPrecision(4)}`);
    if (right > width - otherMargin + slack)
      add(
        "not-cut-off",
        `text must end ${otherMargin} points before the right edge at ${width}; got ${right.toPrecision(4)}`,
      );
    if (y < otherMargin - slack || y + size > height - otherMargin + slack)
      add("margins", `text must keep ${otherMargin} points from top and bottom; got a baseline at ${y.toPrecision(4)}`);
  }
  const clash = findClash(pieces.filter(({ upright }) => upright));
  if (clash !== null) add("no-overlap", clash);
}

/** Two texts on one line, or nearly, that share more than a point of width. */
function findClash(pieces: readonly TextPiece[]): string | null {
  const sorted = [...pieces].sort((a, b) => a.y - b.y);
  for (const [i, a] of sorted.entries()) {
    for (let k = i + 1; k < sorted.length; k += 1) {
      const b = sorted[k];
      if (b === undefined || b.y - a.y > 0.45 * Math.max(a.size, 9)) break;
      if (b.y - a.y > 0.45 * Math.min(a.size, b.size)) continue;
      const shared = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (shared > 1)
        return `texts must not lie on each other; two do at ${Math.max(a.left, b.left).toPrecision(4)}, ${a.y.toPrecision(4)}`;
    }
  }
  return null;
}

/** The names that links may lead to. */
function namedPlaces(file: PdfFile): ReadonlySet<string> {
  const names = file.get(file.catalog, "/Names");
  const tree = isKind(names, "dictionary") ? file.get(names, "/Dests") : null;
  const collect = (node: PdfDictionary): readonly string[] => {
    const own = file.get(node, "/Names");
    const kids = file.get(node, "/Kids");
    return [
      ...(Array.isArray(own)
        ? own.flatMap((member, i) => (i % 2 === 0 && isKind(member, "string") ? [member.bytes] : []))
        : []),
      ...(Array.isArray(kids)
        ? kids.flatMap((kid) => {
            const child = file.resolve(kid);
            return isKind(child, "dictionary") ? collect(child) : [];
          })
        : []),
    ];
  };
  return new Set(isKind(tree, "dictionary") ? collect(tree) : []);
}

function checkLinks(file: PdfFile, page: PdfDictionary, places: ReadonlySet<string>, add: Add): void {
  const annotations = file.get(page, "/Annots");
  for (const reference of Array.isArray(annotations) ? annotations : []) {
    const annotation = file.resolve(reference);
    if (!isKind(annotation, "dictionary")) continue;
    const kind = file.get(annotation, "/Subtype");
    if (!isKind(kind, "name") || kind.name !== "/Link") add("links", "must hold no annotation but links");
    const target = file.get(annotation, "/Dest");
    const name = isKind(target, "name") ? target.name.slice(1) : isKind(target, "string") ? target.bytes : null;
    if (name !== null && !places.has(name)) add("links", `a link must lead to a place of the file; "${name}" is none`);
    if (name === null && !Array.isArray(target)) add("links", "a link must have a target within the file");
  }
}
