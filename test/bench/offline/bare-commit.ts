import { randomBytes } from 'node:crypto';
import { openDatabase, type WritableDb } from '#sqlite/open.ts';
import { walBytes } from './wal-bytes.ts';

/** Fills one page of 4 KiB, of which the cipher keeps 80 bytes. */
const ROW_BYTES = 3_500;
const FRAME_BYTES = 4_096 + 24;

/**
 * The smallest durable commit of a given size: one statement in a database that is opened as the
 * journal is (encrypted, WAL, every commit synced), overwriting as many pages as a sale does.
 */
export class BareCommit {
  readonly #db: WritableDb;
  readonly #file: string;
  readonly #commit: () => void;

  /** @param byteCount what a sale puts into the write-ahead log */
  constructor(file: string, byteCount: number) {
    const keyHex = randomBytes(32).toString('hex');
    const opened = openDatabase({ file, keyHex, durable: 'full' });
    if (!opened.ok) throw new Error(opened.code);
    const db = opened.value;
    db.exec('CREATE TABLE page (id INTEGER PRIMARY KEY, content BLOB NOT NULL)');
    const insert = db.prepare('INSERT INTO page (content) VALUES (?)');
    const pageCount = Math.max(1, Math.floor(byteCount / FRAME_BYTES));
    for (let page = 0; page < pageCount; page += 1) insert.run(randomBytes(ROW_BYTES));
    const update = db.prepare('UPDATE page SET content = ?');
    const contents = [randomBytes(ROW_BYTES), randomBytes(ROW_BYTES)];
    let turn = 0;
    this.#commit = () => {
      turn = 1 - turn;
      update.run(contents[turn]);
    };
    this.#db = db;
    this.#file = file;
  }

  commit(): void {
    this.#commit();
  }

  /** What one commit puts into the write-ahead log. */
  byteCount(): Promise<number> {
    return walBytes(this.#db, this.#file, this.#commit);
  }

  close(): void {
    this.#db.close();
  }
}
