/**
 * A page by key: rows after `cursor`, which is opaque to the caller and comes from the page before.
 */
export interface PageQuestion {
  readonly cursor: string | null;
  readonly limit: number;
  readonly search: string | null;
  /** Only what is this client's; null or left out for the network's own people. */
  readonly clientId?: string | null;
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly nextCursor: string | null;
}
