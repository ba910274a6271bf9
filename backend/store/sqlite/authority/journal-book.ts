import { placeOf, type ChainHead } from '#domain/journal/head.ts';
import type { JournalLine, LineAnswer } from '#protocol/journal.ts';
import type { WritableDb } from '#sqlite/open.ts';

type Answer = Omit<LineAnswer, 'seq'>;
export type LineStatus = Exclude<Answer['status'], 'duplicate' | 'conflict'>;

interface KnownRow {
  readonly hash: string;
  readonly status: LineStatus;
  readonly code: string | null;
}

export interface LineResult {
  readonly status: LineStatus;
  readonly code: string | null;
  readonly commandId: string | null;
  readonly contractId: string | null;
}

/** The journals of all workstations, each one unbroken chain (I8). */
export class JournalBook {
  readonly #head;
  readonly #known;
  readonly #insert;
  readonly #advance;

  constructor(db: WritableDb) {
    this.#head = db.prepare<[string], ChainHead>(`
      SELECT head_seq AS seq, head_hash AS hash FROM workstation WHERE workstation_id = ?`);
    this.#known = db.prepare<[string, number], KnownRow>(
      `SELECT hash, status, code FROM journal_line WHERE workstation_id = ? AND seq = ?`,
    );
    this.#insert = db.prepare(`INSERT INTO journal_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#advance = db.prepare(
      `UPDATE workstation SET head_seq = ?, head_hash = ? WHERE workstation_id = ?`,
    );
  }

  /**
   * Null when the line is the next one and may be appended. Otherwise its answer: `duplicate` for
   * a line that is kept already (`refused` with its code when it was refused then), `conflict`
   * for one that breaks the chain.
   * @throws on an unknown workstation: it was authenticated before
   */
  judge(workstationId: string, line: JournalLine): Answer | null {
    const head = this.#head.get(workstationId);
    if (head === undefined) throw new Error('an unknown workstation has no journal');
    const place = placeOf(head, line);
    if (place === 'next') return null;
    if (place === 'gap') return { status: 'conflict', code: 'JOURNAL_GAP' };
    const known = this.#known.get(workstationId, line.seq);
    if (place === 'forked' || known?.hash !== line.hash) {
      return { status: 'conflict', code: 'JOURNAL_FORKED' };
    }
    if (known.status === 'refused') return { status: 'refused', code: known.code };
    return { status: 'duplicate', code: null };
  }

  append(workstationId: string, line: JournalLine, result: LineResult): void {
    const { seq, hash, previousHash, kind, atMs, body } = line;
    const { status, code, commandId, contractId } = result;
    const text = JSON.stringify(body);
    const values = [workstationId, seq, hash, previousHash, kind, atMs, text];
    this.#insert.run(...values, status, code, commandId, contractId);
    this.#advance.run(seq, hash, workstationId);
  }
}
