import { describe, expect, it } from "vitest";
import { describeCommand, describeCommands } from "../../src/pipeline/command-help.js";
import { commands } from "../../src/pipeline/command-list.js";
import { runCli } from "../support/run-cli.js";

const cwd = import.meta.dirname;

describe("help", () => {
  it("of the whole names every command with what it does", () => {
    const text = runCli(cwd, "--help").stdout;
    expect(text).toBe(`${describeCommands()}\n`);
    expect(runCli(cwd).stdout).toBe(text);
    for (const { name } of commands) expect(text).toMatch(new RegExp(`^ {2}${name}\\b.* {2}.*$`, "m"));
    for (const { summary } of commands) expect(text).toContain(summary);
  });

  it.each(["report", "validate"])("of %s is its own, before its target is looked for", (name) => {
    const { code, stdout } = runCli(cwd, name, "--help");
    expect(code).toBe(0);
    expect(stdout).toBe(`${describeCommand(commands.find((each) => each.name === name)!)}\n`);
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    "of %s tells usage, options and codes",
    (name, command) => {
      const text = describeCommand(command);
      expect(text).toMatch(new RegExp(`^Usage: scanarm ${name}( <[^>]+>)? \\[options\\]\n\n`));
      for (const option of [...command.options, "json", "quiet"]) expect(text).toContain(`  --${option}`);
      for (const other of ["reason", "patient", "suggest"] as const)
        expect(text.includes(`--${other} `)).toBe(command.options.includes(other));
      for (const code of [3, 4, 5] as const)
        expect(new RegExp(`^ {2}${code} `, "m").test(text)).toBe(command.codes.includes(code));
      expect(/^ {2}1 +bug, or /m.test(text)).toBe(name === "validate");
    },
  );

  it("says where a command writes", () => {
    expect(runCli(cwd, "run", "--help").stdout).toMatch(/--out <folder> +where to write \(default reports\/<id>\)/);
    expect(runCli(cwd, "run", "-h").stdout).not.toContain("--patient");
  });
});

describe("an option that a command does not take", () => {
  it.each([
    ["plan", "--patient", "1"],
    ["check", "--out", "x"],
    ["init", "--memory", "2000"],
  ])("%s %s is refused", (name, ...option) => {
    const { code, stderr } = runCli(cwd, name, "study", ...option);
    expect(stderr).toBe(`scanarm: scanarm ${name} takes no ${option[0]}; see scanarm ${name} --help\n`);
    expect(code).toBe(2);
  });
});
