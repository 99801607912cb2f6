import { isKind, type PdfDictionary, type PdfValue, readPdfValues } from "./pdf-values.js";
import type { PdfFile, PdfPage } from "./read-pdf.js";

/** A piece of text as a page shows it, in points from the lower left corner. */
export interface TextPiece {
  readonly left: number;
  readonly right: number;
  /** Baseline. */
  readonly y: number;
  /** Height of the font as drawn. */
  readonly size: number;
  /** Whether it is part of a figure. */
  readonly inFigure: boolean;
  /** Whether it runs across the page, not along it. */
  readonly upright: boolean;
}

type Matrix = readonly [number, number, number, number, number, number];

interface Font {
  readonly widthOf: (code: number) => number;
  readonly bytesPerCode: 1 | 2;
}

const identity: Matrix = [1, 0, 0, 1, 0, 0];
/** How deep forms may stand within forms. */
const deepest = 8;

/** Every piece of text of a page, in the order of drawing, those inside figures too (ISO 32000-1 §9.4). `figureMarks`: the page's marks that belong to figures. */
export function readPageText(
  file: PdfFile,
  { dictionary: page }: PdfPage,
  figureMarks: ReadonlySet<number>,
): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  const contents = page.entries.get("/Contents");
  const streams = Array.isArray(file.resolve(contents)) ? (file.resolve(contents) as readonly PdfValue[]) : [contents];
  const text = streams.map((each) => file.stream(each) ?? "").join("\n");
  const context: Context = { file, pieces, fonts: new Map(), figureMarks };
  interpret(context, { text, resources: file.get(page, "/Resources"), matrix: identity, depth: 0 });
  return pieces;
}

interface Context {
  readonly file: PdfFile;
  readonly pieces: TextPiece[];
  readonly fonts: Map<PdfValue, Font>;
  readonly figureMarks: ReadonlySet<number>;
}

interface Content {
  readonly text: string;
  readonly resources: PdfValue;
  readonly matrix: Matrix;
  /** 0 on the page itself, more inside forms. */
  readonly depth: number;
}

function interpret(context: Context, { text, resources, matrix, depth }: Content): void {
  const { file } = context;
  const reader = readPdfValues(text);
  const operands: PdfValue[] = [];
  const saved: Matrix[] = [];
  /** Whether each open mark, outermost first, is part of a figure. */
  const marks: boolean[] = [];
  let current = matrix;
  let [line, place]: [Matrix, Matrix] = [identity, identity];
  let [font, size, leading]: [Font | null, number, number] = [null, 0, 0];
  const resource = (kind: string, name: PdfValue | undefined): PdfValue | undefined => {
    const group = isKind(resources, "dictionary") ? file.get(resources, kind) : null;
    return isKind(name, "name") && isKind(group, "dictionary") ? group.entries.get(name.name) : undefined;
  };
  const numbers = (): number[] => operands.map(Number);
  const move = (x: number, y: number): void => {
    line = multiply([1, 0, 0, 1, x, y], line);
    place = line;
  };
  const show = (values: readonly PdfValue[]): void => {
    if (font === null) return;
    let width = 0;
    for (const value of values) {
      if (typeof value === "number") width -= (value / 1000) * size;
      else if (isKind(value, "string")) width += (widthOfString(font, value.bytes) / 1000) * size;
    }
    const [a, b, c, d, x, y] = multiply(place, current);
    context.pieces.push({
      left: Math.min(x, x + width * a),
      right: Math.max(x, x + width * a),
      y,
      size: size * Math.hypot(c, d),
      inFigure: depth > 0 || marks.includes(true),
      upright: Math.abs(b) < 1e-6,
    });
    place = multiply([1, 0, 0, 1, width, 0], place);
  };
  for (let value = reader.next(); value !== undefined; value = reader.next()) {
    if (!isKind(value, "operator")) {
      operands.push(value);
      continue;
    }
    switch (value.name) {
      case "q":
        saved.push(current);
        break;
      case "Q":
        current = saved.pop() ?? matrix;
        break;
      case "cm":
        current = multiply(numbers() as unknown as Matrix, current);
        break;
      case "BMC":
        marks.push(false);
        break;
      case "BDC": {
        const mark = isKind(operands[1], "dictionary") ? file.get(operands[1], "/MCID") : null;
        marks.push(typeof mark === "number" && context.figureMarks.has(mark));
        break;
      }
      case "EMC":
        marks.pop();
        break;
      case "BT":
        [line, place] = [identity, identity];
        break;
      case "Tf":
        font = fontOf(context, resource("/Font", operands[0]));
        size = Number(operands[1]);
        break;
      case "Tm":
        line = numbers() as unknown as Matrix;
        place = line;
        break;
      case "TL":
        leading = Number(operands[0]);
        break;
      case "TD":
        leading = -Number(operands[1]);
        move(Number(operands[0]), Number(operands[1]));
        break;
      case "Td":
        move(Number(operands[0]), Number(operands[1]));
        break;
      case "T*":
        move(0, -leading);
        break;
      case "Tj":
        show(operands.slice());
        break;
      case "TJ":
        show(Array.isArray(operands[0]) ? operands[0] : []);
        break;
      case "Do":
        enterForm(context, resource("/XObject", operands[0]), { current, resources, depth });
        break;
    }
    operands.length = 0;
  }
}

function enterForm(
  context: Context,
  reference: PdfValue | undefined,
  { current, resources, depth }: { current: Matrix; resources: PdfValue; depth: number },
): void {
  const form = context.file.resolve(reference);
  if (!isKind(form, "dictionary") || depth >= deepest) return;
  const kind = context.file.get(form, "/Subtype");
  if (!isKind(kind, "name") || kind.name !== "/Form") return;
  const own = context.file.get(form, "/Matrix");
  const matrix = Array.isArray(own) ? multiply(own.map(Number) as unknown as Matrix, current) : current;
  interpret(context, {
    text: context.file.stream(reference) ?? "",
    resources: context.file.get(form, "/Resources") ?? resources,
    matrix,
    depth: depth + 1,
  });
}

function fontOf({ file, fonts }: Context, reference: PdfValue | undefined): Font {
  const dictionary = file.resolve(reference);
  const known = fonts.get(dictionary);
  if (known !== undefined) return known;
  const font = readFont(file, isKind(dictionary, "dictionary") ? dictionary : null);
  fonts.set(dictionary, font);
  return font;
}

/** Widths of a font's codes in thousandths of its size: two bytes a code for the composite fonts that the typesetter writes. */
function readFont(file: PdfFile, font: PdfDictionary | null): Font {
  const descendants = file.get(font, "/DescendantFonts");
  const descendant = Array.isArray(descendants) ? file.resolve(descendants[0]) : null;
  if (!isKind(descendant, "dictionary")) return { widthOf: () => 500, bytesPerCode: 1 };
  const widths = new Map<number, number>();
  const list = file.get(descendant, "/W");
  const members = Array.isArray(list) ? list : [];
  for (let i = 0; i < members.length; ) {
    const [first, second] = [Number(members[i]), file.resolve(members[i + 1])];
    if (Array.isArray(second)) {
      for (const [k, width] of second.entries()) widths.set(first + k, Number(width));
      i += 2;
    } else {
      for (let code = first; code <= Number(second); code += 1) widths.set(code, Number(members[i + 2]));
      i += 3;
    }
  }
  const usual = file.get(descendant, "/DW");
  const fallback = typeof usual === "number" ? usual : 1000;
  return { widthOf: (code) => widths.get(code) ?? fallback, bytesPerCode: 2 };
}

function widthOfString({ widthOf, bytesPerCode }: Font, bytes: string): number {
  let width = 0;
  for (let i = 0; i + bytesPerCode <= bytes.length; i += bytesPerCode) {
    const code = bytesPerCode === 1 ? bytes.charCodeAt(i) : 256 * bytes.charCodeAt(i) + bytes.charCodeAt(i + 1);
    width += widthOf(code);
  }
  return width;
}

/** a × b, both as PDF writes a matrix. */
function multiply(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
    a[4] * b[0] + a[5] * b[2] + b[4],
    a[4] * b[1] + a[5] * b[3] + b[5],
  ];
}
