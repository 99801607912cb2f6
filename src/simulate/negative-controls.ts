import { drawExponential } from "./draw.js";
import type { Patient } from "./patient.js";
import { unmeasuredWeight } from "./prognosis.js";

/** An outcome that neither treatment nor tumour touches. */
interface NegativeControl {
  readonly name: string;
  /** Yearly hazard at 67 years, per cent. */
  readonly perYear: number;
  /** Log hazard per decade of age, for women, per point of ECOG, per unit of general illness and of unmeasured prognosis. */
  readonly age: number;
  readonly female: number;
  readonly ecog: number;
  readonly unmeasured: number;
}

const control = (
  name: string,
  perYear: number,
  age: number,
  female: number,
  ecog: number,
  unmeasured = 0,
): NegativeControl => ({ name, perYear, age, female, ecog, unmeasured });

/**
 * Outcomes of everyday medicine. Some follow age and frailty, which are recorded; every third one also follows the unmeasured
 * prognosis, so that they show confounding where a world has it and an analysis did not remove it.
 */
export const negativeControls: readonly NegativeControl[] = [
  control("cataract", 14, 0.5, 0.1, 0),
  control("hearing loss", 9, 0.45, -0.2, 0),
  control("actinic keratosis", 12, 0.35, -0.3, 0, 1),
  control("ingrown nail", 6, 0, 0, 0.1),
  control("seborrhoeic keratosis", 8, 0.3, 0, 0),
  control("benign paroxysmal vertigo", 5, 0.2, 0.4, 0.15, 1),
  control("conjunctivitis", 7, 0, 0.1, 0),
  control("carpal tunnel syndrome", 4, 0, 0.5, 0),
  control("urinary tract infection", 16, 0.2, 0.9, 0.25, 1),
  control("dental caries", 15, -0.1, 0, 0.05),
  control("haemorrhoids", 8, 0, 0, 0.1),
  control("herpes zoster", 5, 0.25, 0.1, 0.1, 1),
  control("osteoarthritis of the knee", 9, 0.3, 0.3, 0.1),
  control("plantar fasciitis", 4, -0.1, 0.2, -0.2),
  control("fall with injury", 12, 0.5, 0.2, 0.4, 1),
  control("glaucoma", 4, 0.4, 0, 0),
  control("gout", 6, 0.1, -0.8, 0.1),
  control("tinnitus", 6, 0.2, -0.1, 0, 1),
  control("insect bite", 5, -0.1, 0, 0),
  control("contact dermatitis", 8, 0, 0.2, 0),
  control("sprain of the ankle", 4, -0.3, 0.1, -0.3, 1),
  control("dry eye", 9, 0.3, 0.4, 0.05),
  control("benign prostatic or uterine finding", 7, 0.3, 0, 0),
  control("superficial injury", 11, 0.1, 0, 0.25, 1),
];

export interface ControlEvent {
  readonly endpoint: string;
  readonly name: string;
  readonly timeDays: number;
  readonly isEvent: boolean;
}

/** The first `count` negative-control outcomes of a patient; death, loss and the cut-off end them. Time zero is index; days are day − index + 1. */
export function drawControls({ recruit, lastDay }: Patient, count: number): readonly ControlEvent[] {
  const { person, streamOf } = recruit;
  const stream = streamOf("controls");
  return negativeControls.slice(0, count).map((each, i) => {
    const risk =
      (each.age * (person.ageYears - 67)) / 10 +
      (person.isFemale ? each.female : 0) +
      each.ecog * (person.ecog - 1) +
      each.unmeasured * unmeasuredWeight * person.unmeasured;
    const day = Math.floor(drawExponential(stream, 36525 / each.perYear / Math.exp(risk)));
    return {
      endpoint: `NC${String(i + 1).padStart(2, "0")}`,
      name: each.name,
      timeDays: Math.min(day, lastDay) + 1,
      isEvent: day < lastDay,
    };
  });
}
