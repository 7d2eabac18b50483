/** Colours in the palette; more domains than these get the same colours with dashed lines. */
export const PALETTE_SIZE = 8;

/** The colour of a run's domain by its place, as a CSS value. */
export const domainColor = (index: number): string => `var(--domain-${(index % PALETTE_SIZE) + 1})`;

const DASHES: readonly number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];

/** The dash pattern of a domain's line in CSS pixels: colour alone tells only the first eight apart. */
export const domainDash = (index: number): number[] => DASHES[Math.floor(index / PALETTE_SIZE) % DASHES.length] ?? [];
