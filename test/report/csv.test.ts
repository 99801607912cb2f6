import { describe, expect, it } from "vitest";
import { renderCsv } from "../../src/report/csv/render-csv.js";
import type { Table } from "../../src/report/document/model.js";

const table = (rows: Table["rows"]): Table => ({
  kind: "table",
  id: "t",
  number: "1",
  title: "t",
  population: "p",
  columns: [
    { heading: ["Arm", "(N=2)"], align: "left", width: 1 },
    { heading: ["=value"], align: "left", width: 1 },
  ],
  rows,
  footnotes: [],
  file: "t",
});
const body = (...texts: string[]) => ({ kind: "body" as const, cells: texts.map((text) => ({ text })) });

describe("a table as CSV", () => {
  it("quotes commas, quotes and line feeds, and ends lines as RFC 4180 says", () => {
    expect(renderCsv(table([body("a, b", 'say "x"'), body("two\nlines", "plain")]))).toBe(
      'Arm (N=2),\'=value\r\n"a, b","say ""x"""\r\n"two\nlines",plain\r\n',
    );
  });

  it("takes the sting out of formulas but leaves numbers plain", () => {
    const cells = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "-0.127", "12", "-5"];
    const written = renderCsv(table(cells.map((text) => body("x", text))));
    expect(written.split("\r\n").slice(1, -1)).toEqual([
      "x,'=cmd|' /C calc'!A0",
      "x,'+1+1",
      "x,'-2+3",
      "x,'@SUM(A1)",
      "x,-0.127",
      "x,12",
      "x,-5",
    ]);
  });

  it("leaves a number plain with its mark, its per cent and its interval, and nothing else that starts like one", () => {
    const cells = ["-0.466 †", "-2.1%", "-0.120 (-0.241, 0.001)", "-1 (-2, 3)+4", "-0.4 †=1"];
    const written = renderCsv(table(cells.map((text) => body("x", text))));
    expect(written.split("\r\n").slice(1, -1)).toEqual([
      "x,-0.466 †",
      "x,-2.1%",
      'x,"-0.120 (-0.241, 0.001)"',
      'x,"\'-1 (-2, 3)+4"',
      "x,'-0.4 †=1",
    ]);
  });

  it("gives an indented row the name of the row it stands under, and none under a group's heading", () => {
    const under = (text: string, value: string) => ({
      kind: "body" as const,
      cells: [{ text, indent: 1 as const }, { text: value }],
    });
    const plain = renderCsv(
      table([body("Age", ""), under("Mean (SD)", "60"), body("Sex", "1"), under("Missing", "2")]),
    );
    expect(plain.split("\r\n").slice(1, -1)).toEqual(["Age,", "Age: Mean (SD),60", "Sex,1", "Sex: Missing,2"]);
    const grouped = renderCsv(table([{ kind: "group" as const, cells: [{ text: "Main" }] }, under("Mean (SD)", "60")]));
    expect(grouped.split("\r\n")[1]).toBe("Main,Mean (SD),60");
  });

  it("gives group headings a column of their own", () => {
    const rows = [{ kind: "group" as const, cells: [{ text: "Main" }] }, body("a", "1")];
    expect(renderCsv(table(rows))).toBe("Group,Arm (N=2),'=value\r\nMain,a,1\r\n");
  });
});
