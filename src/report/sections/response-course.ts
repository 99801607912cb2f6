import { catalogueEntry } from "../catalogue.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { responderSubject } from "../figures/curve-subject.js";
import { renderKaplanMeier } from "../figures/kaplan-meier.js";
import { hasCurve } from "../figures/kaplan-meier-curve.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { selectResponseCourse } from "../records/response-courses.js";
import { renderResponseCourseTable } from "../tables/response-course.js";
import type { Numbering } from "./outcomes.js";

/** How long responses lasted, how soon they came, and who had the disease under control: absent where the results do not describe the endpoint so. */
export function writeResponseCourse(
  input: ReportInput,
  fonts: Fonts,
  name: string,
  numbering: Numbering,
): readonly Draft[] {
  const course = selectResponseCourse(input, name);
  if (course === null) return [];
  const family = { kind: "duration-of-response" } as const;
  const subject = responderSubject(course);
  const blocks: readonly Block[] = [
    renderResponseCourseTable(input, course, numbering.table(family)),
    ...(subject !== null && groups.some((group) => hasCurve(input, subject, group))
      ? [
          renderKaplanMeier(
            input,
            fonts,
            subject,
            catalogueEntry("figure", numbering.figure(family), `duration-of-response-${name}`),
          ),
        ]
      : []),
  ];
  const heading = `Duration of response and disease control: ${course.companions.endpoint.label}`;
  return [{ id: `responses-${name}`, heading, blocks }];
}
