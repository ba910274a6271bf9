/** Where a workstation's chain stands for whoever keeps it. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export interface LinkedLine {
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** next: append it. duplicate: it is there already. gap, forked: it must not be appended (I8). */
export type LinePlace = 'next' | 'known' | 'gap' | 'forked';

/**
 * Where a line belongs on a chain. `known` still has to be compared with the stored hash of the
 * same number: a copied workstation shows itself as another line under a known number (architecture
 * §7).
 */
export function placeOf(head: ChainHead, line: LinkedLine): LinePlace {
  if (line.seq <= head.seq) return 'known';
  if (line.seq > head.seq + 1) return 'gap';
  return line.previousHash === head.hash ? 'next' : 'forked';
}
