import { z } from "zod";

/** A name the author gives to a part of an analysis. */
export const camelName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, "must be a name in camelCase (letters and digits, starting with a lower-case letter)");
