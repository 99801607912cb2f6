import { expect, it } from "vitest";
import { organKey } from "../../src/recist/organ.js";

it.each([
  ["LUNG", "LUNG"],
  ["Lung, right upper lobe", "LUNG"],
  ["left lungs", "LUNG"],
  ["Kidney (L)", "KIDNEY"],
  ["ADRENAL GLAND", "ADRENAL GLAND"],
  ["Adrenal glands, bilateral", "ADRENAL GLAND"],
  ["Axillary lymph nodes, left", "LYMPH NODE"],
  ["LYMPH NODE", "LYMPH NODE"],
  ["thyroid nodule", "THYROID NODULE"],
  ["", ""],
])("B4: the organ of “%s” is “%s”", (written, key) => {
  expect(organKey(written)).toBe(key);
});
