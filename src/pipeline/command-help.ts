import { type CommandEntry, type CommandOption, commands } from "./command-list.js";

/** What each option says in the help. */
const optionTexts: Readonly<Record<CommandOption, { readonly usage: string; readonly text: string }>> = {
  out: { usage: "--out <folder>", text: "where to write" },
  reason: { usage: "--reason <text>", text: "why a lock is replaced after results were written" },
  "as-of": { usage: "--as-of <date>", text: "date printed in the report (default: the data cut-off)" },
  options: { usage: "--options <file>", text: "what the files are and which parameters are derived (JSON)" },
  patient: { usage: "--patient <id>", text: "the patient; the one command that prints patient data" },
  dates: { usage: "--dates", text: "calendar dates in place of days from index" },
  suggest: { usage: "--suggest", text: "draft a mapping for a folder of CSV or Parquet files" },
  memory: { usage: "--memory <MB>", text: "what the database may hold before it spills to disk (default 1600)" },
};

/** Options of every command. */
const sharedOptions = [
  { usage: "--json", text: "machine-readable output" },
  { usage: "--timings", text: "print how long each stage took" },
  { usage: "--quiet", text: "no progress" },
  { usage: "--help", text: "this text" },
] as const;

/** Meaning of the process's codes; 1, 6 and 130 may end any command. */
const exitCodes: Readonly<Record<number, string>> = {
  0: "done",
  1: "bug",
  2: "analysis file or command line",
  3: "data",
  4: "lock mismatch",
  5: "design gate",
  6: "input or output",
  130: "interrupted",
};

/** The help of the whole: every command with its summary. */
export function describeCommands(): string {
  return [
    "scanarm: external control arms and comparative effectiveness from oncology imaging data",
    "",
    "Usage: scanarm <command> <target> [options]",
    "",
    ...alignPairs(commands.map((command) => [usageOf(command), command.summary])),
    "",
    "Options and exit codes of a command: scanarm <command> --help",
    "The version of this engine: scanarm --version",
  ].join("\n");
}

/** The help of one command: how it is called, what it does, its options and the codes it ends with. */
export function describeCommand(command: CommandEntry): string {
  const own = command.options.map((name): [string, string] => {
    const { usage, text } = optionTexts[name];
    const fallback = name === "out" && command.out !== undefined ? ` (default ${command.out})` : "";
    return [usage, `${text}${fallback}`];
  });
  const failed = command.failure === undefined ? "" : `, or ${command.failure}`;
  const codes = [0, 1, 2, ...command.codes, 6, 130];
  return [
    `Usage: scanarm ${usageOf(command)} [options]`,
    "",
    command.summary,
    "",
    "Options",
    ...alignPairs([...own, ...sharedOptions.map(({ usage, text }): [string, string] => [usage, text])]),
    "",
    "Exit codes",
    ...alignPairs(codes.map((code) => [String(code), `${exitCodes[code]}${code === 1 ? failed : ""}`])),
  ].join("\n");
}

const usageOf = ({ name, target }: CommandEntry): string =>
  target === null ? name : `${name} <${target.replace(/^(an?|the) /, "")}>`;

function alignPairs(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...pairs.map(([first]) => first.length)) + 2;
  return pairs.map(([first, second]) => `  ${first.padEnd(width)}${second}`);
}
