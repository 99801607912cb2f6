import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "../../src/errors.js";
import { type DataSet, firstOf, textOf } from "../../src/ingest/dicom/data-set.js";
import { openInstance } from "../../src/ingest/dicom/open-instance.js";
import { code, ctImage, type DcmjsSet, dicomFile, readByDcmjs, syntaxes } from "../support/dicom-file.js";

const limits = { expandedMegabytes: 20_000, expansionRatio: 200 };

function open(bytes: Buffer, { fallback = null as string | null, most = limits } = {}): DataSet | null {
  return openWhole(bytes, { fallback, most })?.data ?? null;
}

function openWhole(bytes: Buffer, { fallback = null as string | null, most = limits } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-dicom-"));
  try {
    writeFileSync(join(folder, "x.dcm"), bytes);
    return openInstance(join(folder, "x.dcm"), most, fallback);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Text and numbers of a data set as dcmjs tells them, sequences within. */
function fromDcmjs(set: DcmjsSet): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(set).flatMap(([tag, { vr, Value = [] }]): [string, unknown][] => {
      if (vr === "SQ") return [[tag, Value.map((item) => fromDcmjs(item as DcmjsSet))]];
      if (tag === "7FE00010" || /^(OB|OW|OF|OD|UN|AT|ox)$/.test(vr)) return [];
      const texts = [Value]
        .flat()
        .map((value) =>
          typeof value === "object" && value !== null
            ? String((value as { Alphabetic?: string }).Alphabetic)
            : String(value),
        );
      return [[tag, texts.join("\\")]];
    }),
  );
}

function fromOurs(set: DataSet): Record<string, unknown> {
  return Object.fromEntries(
    [...set].flatMap(([tag, { vr, text, numbers, items }]): [string, unknown][] => {
      const key = tag.toString(16).toUpperCase().padStart(8, "0");
      if (vr === "SQ") return [[key, items.map(fromOurs)]];
      if (text === null && numbers.length === 0) return [];
      // dcmjs reads decimal and integer strings as numbers.
      const value =
        text === null ? numbers : text.split("\\").map((part) => (/^(DS|IS)$/.test(vr) ? Number(part) : part));
      return [[key, value.join("\\")]];
    }),
  );
}

const nested = ctImage({
  StudyDescription: "Thorax, follow-up",
  PatientWeight: "71.5",
  LongitudinalTemporalOffsetFromEvent: 31,
  AnatomicRegionSequence: [
    { ...code("SCT", "39607008", "Lung"), AnatomicRegionModifierSequence: [code("SCT", "1", "x")] },
  ],
  RequestAttributesSequence: [{ ScheduledProcedureStepID: "1" }, { ScheduledProcedureStepID: "2" }],
});

describe("the reader of headers", () => {
  it.each(["explicit", "implicit"] as const)("reads what dcmjs reads, in %s transfer syntax", (syntax) => {
    const file = dicomFile(nested, syntax);
    const ours = fromOurs(open(file)!);
    expect(ours).toEqual(fromDcmjs(readByDcmjs(file)));
    expect(ours["00181210"]).toBe("B30f");
    expect(ours["00082218"]).toHaveLength(1);
  });

  it("reads what dcmjs reads for any text and any nesting", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ]{0,20}[A-Za-z0-9]$/);
    const item = fc.record({ CodeValue: word, CodeMeaning: word }, { noNullPrototype: true });
    const arbitrary = fc.record({
      StudyDescription: word,
      ImageComments: word,
      ConceptCodeSequence: fc.array(item, { minLength: 1, maxLength: 3 }),
      syntax: fc.constantFrom("explicit" as const, "implicit" as const),
    });
    fc.assert(
      fc.property(arbitrary, ({ syntax, ...fields }) => {
        const file = dicomFile(ctImage(fields), syntax);
        expect(fromOurs(open(file)!)).toEqual(fromDcmjs(readByDcmjs(file)));
      }),
      { numRuns: 30, seed: 5 },
    );
  });

  it("does not read pixels, nor what stands behind them", () => {
    const data = open(dicomFile(ctImage({ DataSetTrailingPadding: new Uint8Array([0, 0]).buffer })))!;
    expect([...data.keys()].filter((tag) => tag >= 0x7fe00000)).toEqual([]);
  });
});

// By hand: elements byte by byte, in the forms that dcmjs does not write.
const short = (value: number) => Buffer.from([value & 255, value >> 8]);
const long = (value: number) => Buffer.from([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]);
const tag = (group: number, element: number) => Buffer.concat([short(group), short(element)]);
const even = (text: string | Buffer) => {
  const bytes = typeof text === "string" ? Buffer.from(text, "latin1") : text;
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(" ")]);
};
const text = (group: number, element: number, vr: string, value: string | Buffer) =>
  Buffer.concat([tag(group, element), Buffer.from(vr), short(even(value).length), even(value)]);
const noEnd = long(0xffffffff);
const sequence = (group: number, element: number, items: readonly Buffer[], vr = "SQ") =>
  Buffer.concat([
    tag(group, element),
    Buffer.from(vr),
    short(0),
    noEnd,
    ...items.flatMap((item) => [tag(0xfffe, 0xe000), noEnd, item, tag(0xfffe, 0xe00d), long(0)]),
    tag(0xfffe, 0xe0dd),
    long(0),
  ]);
const withMeta = (syntax: string, ...elements: readonly Buffer[]) =>
  Buffer.concat([Buffer.alloc(128), Buffer.from("DICM"), text(2, 0x10, "UI", Buffer.from(`${syntax}\0`)), ...elements]);
const explicit = (...elements: readonly Buffer[]) => withMeta(syntaxes.explicit, ...elements);

describe("forms of encoding", () => {
  it("are sequences and items of undefined length, also where the representation was lost (UN)", () => {
    const implicit = Buffer.concat([tag(8, 0x104), long(4), Buffer.from("Lung")]);
    const data = open(
      explicit(
        sequence(8, 0x2218, [text(8, 0x104, "LO", "Lung"), text(8, 0x104, "LO", "Liver")]),
        sequence(8, 0x2220, [implicit], "UN"),
        text(0x20, 0xd, "UI", "1.2"),
      ),
    )!;
    expect(data.get(0x00082218)?.items.map((item) => textOf(item, 0x00080104))).toEqual(["Lung", "Liver"]);
    expect(data.get(0x00082220)?.items.map((item) => textOf(item, 0x00080104))).toEqual(["Lung"]);
    expect(firstOf(data, 0x0020000d)).toBe("1.2");
  });

  it("are big-endian files", () => {
    const element = Buffer.concat([
      Buffer.from([0, 8, 0, 0x60]),
      Buffer.from("CS"),
      Buffer.from([0, 2]),
      Buffer.from("CT"),
    ]);
    const numbers = Buffer.concat([Buffer.from([0, 0x28, 0, 0x10]), Buffer.from("US"), Buffer.from([0, 2, 1, 2])]);
    const data = open(withMeta("1.2.840.10008.1.2.2", element, numbers))!;
    expect(textOf(data, 0x00080060)).toBe("CT");
    expect(data.get(0x00280010)?.numbers).toEqual([258]);
  });

  it("are deflated files, up to the limits", () => {
    const body = Buffer.concat([text(8, 0x60, "CS", "CT"), text(0x10, 0x20, "LO", "P1")]);
    const file = withMeta(syntaxes.deflated, deflateRawSync(body));
    expect(textOf(open(file)!, 0x00100020)).toBe("P1");
    const bomb = withMeta(syntaxes.deflated, deflateRawSync(Buffer.concat([body, Buffer.alloc(3_000_000)])));
    expect(() => open(bomb, { most: { expandedMegabytes: 1, expansionRatio: 200 } })).toThrow(
      "tag (0002,0010) says the file is deflated, and it grows beyond 1 MB; write it without deflation, or raise limits",
    );
    expect(() => open(withMeta(syntaxes.deflated, Buffer.from("no deflation")))).toThrow("cannot be inflated");
  });
});

describe("character sets", () => {
  const named = (term: string, value: Buffer) => explicit(text(8, 5, "CS", term), text(8, 0x1030, "LO", value));
  it.each([
    ["ISO_IR 100", Buffer.from("Z\xfcrich", "latin1"), "Zürich"],
    ["ISO_IR 192", Buffer.from("Zürich"), "Zürich"],
    ["ISO_IR 144", Buffer.from([0xbc, 0xde]), "Мо"],
    ["GB18030", Buffer.from([0xd6, 0xd0, 0xb9, 0xfa]), "中国"],
    ["\\ISO 2022 IR 149", Buffer.concat([Buffer.from("\x1b$)C"), Buffer.from([0xb1, 0xe8])]), "김"],
    ["\\ISO 2022 IR 87", Buffer.from("\x1b$B;3ED\x1b(B", "latin1"), "山田"],
    ["", Buffer.from("Zurich"), "Zurich"],
  ])("%s", (term, bytes, expected) => {
    expect(textOf(open(named(term, bytes))!, 0x00081030)).toBe(expected);
  });

  it("are refused where bytes do not belong to them, or the term is not known; a configuration may say one", () => {
    const latin = Buffer.from("Z\xfcrich", "latin1");
    expect(() => open(named("ISO_IR 192", latin))).toThrow(
      "tag (0008,1030) holds bytes that are not utf-8, the character set the file names",
    );
    expect(() => open(named("", latin))).toThrow("tag (0008,1030) holds bytes beyond ASCII, and the file names no");
    expect(() => open(named("ISO_IR 999", latin))).toThrow("tag (0008,0005) names a character set that is not known");
    expect(textOf(open(named("", latin), { fallback: "iso-8859-1" })!, 0x00081030)).toBe("Zürich");
  });
});

describe("a file that cannot be read", () => {
  const whole = dicomFile(nested);

  it("is none without its prefix, and null says so", () => {
    expect(open(Buffer.from("hello"))).toBeNull();
    expect(open(Buffer.alloc(500))).toBeNull();
  });

  it("is one that ends anywhere before its pixels or within them", () => {
    let unnoticed = 0;
    for (let length = 140; length < whole.length; length += 1) {
      try {
        // Cut off between two elements it is a header without pixels, and says so.
        expect(openWhole(whole.subarray(0, length))?.pixels).toBe(false);
        unnoticed += 1;
      } catch (error) {
        expect((error as Error).message, `at ${length}`).toMatch(/truncated|transfer syntax/);
      }
    }
    expect(unnoticed).toBe(open(whole)!.size + 1);
    expect(openWhole(whole)?.pixels).toBe(true);
  });

  it("names the innermost element at fault", () => {
    const broken = explicit(sequence(8, 0x2218, [Buffer.concat([tag(8, 0x104), Buffer.from("LO"), short(60_000)])]));
    expect(() => open(broken)).toThrow("tag (0008,0104) goes on beyond the end of the file: it is truncated");
  });

  it("is one in another transfer syntax, or of bytes that are no elements", () => {
    expect(() => open(withMeta("1.2.3"))).toThrow("tag (0002,0010) names a transfer syntax that is not read");
    expect(() => open(explicit(Buffer.from([8, 0, 0x60, 0, 1, 2, 3, 4])))).toThrow(
      "tag (0008,0060) is no data element",
    );
  });

  it("never ends in anything but a header or a fault of the file, whatever bytes are changed", () => {
    const deflated = withMeta(syntaxes.deflated, deflateRawSync(text(8, 0x60, "CS", "CT")));
    const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    const file = fc.constantFrom(whole, dicomFile(nested, "implicit"), deflated);
    fc.assert(
      fc.property(file, fc.array(change, { minLength: 1, maxLength: 8 }), (bytes, changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[132 + (at % (changed.length - 132))] = value;
        try {
          openWhole(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  it("is one that nests without end", () => {
    let inner = text(8, 0x104, "LO", "x");
    for (let i = 0; i < 100; i += 1) inner = sequence(8, 0x2218, [inner]);
    expect(() => open(explicit(inner))).toThrow("tag (0008,2218) nests sequences more than 64 deep");
  });
});
