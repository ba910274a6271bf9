import type { ReadableDb } from '#sqlite/open.ts';
import { all } from './rows.ts';

/** What was in force of each limit at any instant, as its versions tell. */

interface VersionRow {
  readonly limit_id: string;
  readonly from_ms: number;
  readonly at_ms: number;
  /** JSON; null where the limit ends. */
  readonly terms: string | null;
}

interface Terms {
  readonly amount: number;
  readonly action: 'decline' | 'alert';
  readonly weekdays: number;
}

export class LimitHistory {
  readonly #versions = new Map<string, VersionRow[]>();

  constructor(backend: ReadableDb) {
    const rows = all<VersionRow>(
      backend,
      'SELECT limit_id, from_ms, at_ms, terms FROM limit_version ORDER BY from_ms, at_ms',
    );
    for (const row of rows) {
      const known = this.#versions.get(row.limit_id) ?? [];
      if (!known.some((one) => isTakenAway(row, one))) known.push(row);
      this.#versions.set(row.limit_id, known);
    }
  }

  /**
   * The amount that bounds what is bought at an instant, in the unit of the measure: null where
   * nothing does, undefined where no version is so old.
   */
  amountAt(limitId: string, atMs: number): number | null | undefined {
    const version = this.#versions.get(limitId)?.findLast(({ from_ms }) => from_ms <= atMs);
    if (version === undefined) return undefined;
    const terms = version.terms === null ? null : (JSON.parse(version.terms) as Terms);
    const bounds = terms !== null && terms.action === 'decline' && terms.weekdays !== 0;
    return bounds ? terms.amount : null;
  }
}

/** An end takes with it what was planned before for later than itself. */
function isTakenAway(row: VersionRow, by: VersionRow): boolean {
  return by.terms === null && row.from_ms > by.from_ms && row.at_ms <= by.at_ms;
}
