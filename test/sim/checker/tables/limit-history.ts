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
   * The amounts that may have bounded what was bought at an instant, in the unit of the measure:
   * null where nothing does, none where no version is so old. Several where a limit was changed
   * more than once in one millisecond, as the versions do not tell which came last.
   */
  amountsAt(limitId: string, atMs: number): readonly (number | null)[] {
    const versions = this.#versions.get(limitId) ?? [];
    const last = versions.findLast(({ from_ms }) => from_ms <= atMs);
    if (last === undefined) return [];
    const { from_ms, at_ms } = last;
    return versions
      .filter((version) => version.from_ms === from_ms && version.at_ms === at_ms)
      .map(boundOf);
  }
}

function boundOf({ terms: text }: VersionRow): number | null {
  const terms = text === null ? null : (JSON.parse(text) as Terms);
  const bounds = terms !== null && terms.action === 'decline' && terms.weekdays !== 0;
  return bounds ? terms.amount : null;
}

/** An end takes with it what was planned before for later than itself. */
function isTakenAway(row: VersionRow, by: VersionRow): boolean {
  return by.terms === null && row.from_ms > by.from_ms && row.at_ms <= by.at_ms;
}
