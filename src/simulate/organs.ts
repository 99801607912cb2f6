/** Regions a scan may cover, as bits. */
export const REGION = { chest: 1, abdomen: 2, pelvis: 4, head: 8 } as const;

/** Where a lesion lies and how it may be read. Bone, brain (treated, read on MR) and pleura are followed as non-targets. */
export interface Organ {
  readonly name: string;
  readonly region: number;
  readonly isNode: boolean;
  readonly isMeasurable: boolean;
}

const { chest, abdomen, head } = REGION;

/** Organs by code. */
export const ORGANS: readonly Organ[] = [
  { name: "lung", region: chest, isNode: false, isMeasurable: true },
  { name: "lymph node", region: chest, isNode: true, isMeasurable: true },
  { name: "liver", region: abdomen, isNode: false, isMeasurable: true },
  { name: "adrenal gland", region: abdomen, isNode: false, isMeasurable: true },
  { name: "bone", region: chest, isNode: false, isMeasurable: false },
  { name: "brain", region: head, isNode: false, isMeasurable: false },
  { name: "pleura", region: chest, isNode: false, isMeasurable: false },
  { name: "soft tissue", region: chest, isNode: false, isMeasurable: true },
];

export const ORGAN = { lung: 0, node: 1, liver: 2, adrenal: 3, bone: 4, brain: 5, pleura: 6, softTissue: 7 } as const;
