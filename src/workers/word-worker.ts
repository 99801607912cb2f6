import { parentPort } from "node:worker_threads";
import { renderDocx } from "../report/docx/render-docx.js";
import { loadFonts } from "../report/fonts/load-fonts.js";
import type { RenderWord } from "../report/render-report.js";

const fonts = loadFonts();

/** Worker of the Word file: a document and its drawings come as a message, the file's bytes go back as one. */
parentPort?.on("message", async (job: Parameters<RenderWord>) =>
  parentPort?.postMessage(await renderDocx(job[0], fonts, job[1])),
);
