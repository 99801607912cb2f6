import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { type DicomReader, type DicomRows, readHere } from "../../src/ingest/dicom/read-instances.js";
import { ctImage, dicomFile } from "../support/dicom-file.js";
import { writeFiles } from "../support/ingest-files.js";

const compiled = new URL("../../dist/pipeline/ingest-threads.js", import.meta.url);

describe.skipIf(!existsSync(compiled))("headers read on worker threads of the compiled engine", () => {
  it("come in the order of the files, and are those that one thread reads", async () => {
    const { readDicomOnThreads }: typeof import("../../src/pipeline/ingest-threads.js") = await import(
      pathToFileURL(compiled.pathname).href
    );
    const paths = Array.from({ length: 60 }, (_, i) => `${i}.dcm`);
    const folder = writeFiles(
      Object.fromEntries(
        paths.map((path, i) => [
          path,
          i === 7
            ? "no DICOM"
            : dicomFile(ctImage({ SOPInstanceUID: `1.2.${i}`, ImageComments: i === 9 ? "MRN 12345" : "" })),
        ]),
      ),
      null,
    );
    const settings = {
      folder: join(folder),
      limits: { expandedMegabytes: 100, expansionRatio: 100 },
      characterSet: null,
      lists: { sr_axis: {}, sr_site: {}, sr_role: {}, sr_state: {} },
    };
    const jobs = Array.from({ length: 6 }, (_, k) => ({ first: k * 10 + 1, paths: paths.slice(k * 10, k * 10 + 10) }));
    const read = async (reader: DicomReader) => {
      const all: DicomRows[] = [];
      await reader(settings, jobs, async (rows) => {
        all.push(rows);
      });
      return all;
    };
    const here = await read(readHere);
    expect(await read(readDicomOnThreads)).toEqual(here);
    expect(here.flatMap(({ instances }) => instances.map(([, path]) => path))).toEqual(paths);
    expect(here.flatMap(({ findings }) => findings)).toEqual([["10", "record-number-in-text", String(0x00204000)]]);
    rmSync(folder, { recursive: true });
  });
});
