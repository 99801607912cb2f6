/** Parts of the body that scans cover, as bits of a mask. */
export const REGION = { head: 1, neck: 2, chest: 4, abdomen: 8, pelvis: 16, limbs: 32 } as const;

const { head, neck, chest, abdomen, pelvis, limbs } = REGION;
const whole = head | neck | chest | abdomen | pelvis | limbs;

/** Words of imaging_study.body_regions; a word that is not here makes the coverage of the scan unknown. */
const regionWords: Readonly<Record<string, number>> = {
  HEAD: head,
  BRAIN: head,
  SKULL: head,
  NECK: neck,
  "HEAD AND NECK": head | neck,
  CHEST: chest,
  THORAX: chest,
  LUNG: chest,
  ABDOMEN: abdomen,
  LIVER: abdomen,
  PELVIS: pelvis,
  ABDOMENPELVIS: abdomen | pelvis,
  CHESTABDOMEN: chest | abdomen,
  CHESTABDPELVIS: chest | abdomen | pelvis,
  TRUNK: chest | abdomen | pelvis,
  EXTREMITY: limbs,
  EXTREMITIES: limbs,
  BODY: whole,
  WHOLEBODY: whole,
  "WHOLE BODY": whole,
};

/** Where an organ (its `organKey`) lies. Organs of the whole body (bone, node, skin, muscle) are not listed. */
const organRegions: Readonly<Record<string, number>> = {
  BRAIN: head,
  MENINGES: head,
  "HEAD AND NECK": head | neck,
  LARYNX: neck,
  PHARYNX: neck,
  "THYROID GLAND": neck,
  LUNG: chest,
  PLEURA: chest,
  MEDIASTINUM: chest,
  HEART: chest,
  PERICARDIUM: chest,
  BREAST: chest,
  CHEST: chest,
  "CHEST WALL": chest,
  ESOPHAGUS: chest,
  LIVER: abdomen,
  SPLEEN: abdomen,
  PANCREAS: abdomen,
  KIDNEY: abdomen,
  "ADRENAL GLAND": abdomen,
  ADRENAL: abdomen,
  STOMACH: abdomen,
  BLADDER: pelvis,
  PROSTATE: pelvis,
  "PROSTATE GLAND": pelvis,
  UTERUS: pelvis,
  OVARY: pelvis,
  RECTUM: pelvis,
};

/** The regions that a scan covers, of words separated by semicolons; 0 where any of them is not known. */
export function regionsOf(written: string): number {
  let mask = 0;
  for (const word of written.toUpperCase().split(";")) {
    const region = regionWords[word.trim().replace(/\s+/g, " ")];
    if (region === undefined) return 0;
    mask |= region;
  }
  return mask;
}

/** The region of an organ; 0 where it may be anywhere. */
export function regionOfOrgan(organ: string): number {
  return organRegions[organ] ?? 0;
}
