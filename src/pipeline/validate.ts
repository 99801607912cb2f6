import { join, resolve } from "node:path";
import type { Command } from "./command.js";
import { startStageClock } from "./flow.js";
import { packageRoot } from "./installation.js";
import { isoDate } from "./iso-date.js";
import { type Qualification, qualify } from "./qualify.js";
import { prepareOutput, writeOutput } from "./write-output.js";

/** `validate`: holds this installed copy against the fixtures it came with and writes the qualification report. Ends with 1 where a number is not as it should be. */
export const validate: Command = async (input) => {
  const clock = startStageClock(input.effects.now, (stage) => input.effects.progress(stage, 0));
  const shown = input.out ?? "qualification";
  const folder = resolve(input.cwd, shown);
  prepareOutput(folder, input.pid);
  const found = await clock.time("results", () =>
    qualify({
      folder: join(packageRoot, "oracles"),
      date: input.asOf ?? isoDate(Math.floor(input.effects.now() / 86_400_000)),
      host: input.host,
      progress: input.effects.progress,
    }),
  );
  await clock.time("report", async () => writeOutput(folder, await renderQualification(found), input.pid));
  return {
    lines: [...describeOutcomes(found), ...pages.map((page) => `${shown}/${page}`)],
    json: found,
    clock,
    ...(found.passes ? {} : { failed: true as const }),
  };
};

const pages = ["qualification.html", "qualification.pdf", "qualification.json"] as const;

/** The files of the report. */
export async function renderQualification(found: Qualification) {
  // Loaded here: the renderers are the largest part of the engine, and most commands need none.
  const [{ writeQualification }, { renderHtml }, { loadClient }, { renderPdf }, { loadFonts }] = await Promise.all([
    import("./qualification-document.js"),
    import("../report/html/render-html.js"),
    import("../report/html/load-client.js"),
    import("../report/pdf/render-pdf.js"),
    import("../report/fonts/load-fonts.js"),
  ]);
  const document = writeQualification(found);
  const none = new Map<string, string>();
  return [
    { path: pages[0], content: renderHtml(document, none, loadClient()) },
    { path: pages[1], content: renderPdf(document, loadFonts(), none) },
    { path: pages[2], content: `${JSON.stringify(found, null, 1)}\n` },
  ];
}

function describeOutcomes({ outcomes, notRun, passes }: Qualification): string[] {
  return [
    ...outcomes.map(({ passes: isRight, method, failures, problem }) => {
      const why = problem ?? (failures.length > 0 ? `${failures.length} beyond tolerance` : "a second run differs");
      return isRight ? `pass  ${method}` : `FAIL  ${method}: ${why}`;
    }),
    ...notRun.map(({ id, why }) => `not run  ${id}: ${why}`),
    passes ? "this installation agrees with its references" : "this installation does NOT agree with its references",
  ];
}
