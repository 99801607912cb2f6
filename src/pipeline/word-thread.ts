import { Worker } from "node:worker_threads";
import type { RenderWord, ReportFormat } from "../report/render-report.js";

/** The compiled worker. A .ts worker does not start on Node 20, so sources that run uncompiled have no threads. */
const worker = new URL("../workers/word-worker.js", import.meta.url);
const isCompiled = import.meta.url.endsWith(".js");

/**
 * What `render` returns, given a writer of the Word file that works on a thread of its own: the file is made while the PDF is. The same bytes
 * either way, so where there is no thread, or no PDF beside it, the writer is undefined and the renderer does it itself.
 */
export async function withWordThread<T>(
  formats: readonly ReportFormat[],
  render: (renderWord: RenderWord | undefined) => Promise<T>,
): Promise<T> {
  if (!isCompiled || !formats.includes("docx") || !formats.includes("pdf")) return render(undefined);
  // It loads the renderer while the figures are drawn.
  const thread = new Worker(worker);
  const done = new Promise<Uint8Array>((resolve, reject) => {
    thread.on("message", resolve);
    thread.on("error", reject);
    thread.on("exit", (code) => reject(new Error(`the worker of the Word file ended early, with code ${code}`)));
  });
  // It is waited for after the other pages; an error before that is thrown then.
  done.catch(() => undefined);
  try {
    return await render((document, drawings) => {
      thread.postMessage([document, drawings]);
      return done;
    });
  } finally {
    await thread.terminate();
  }
}
