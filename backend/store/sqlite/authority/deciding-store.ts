import type { Outcome } from '#domain/authority/change.ts';
import type { decide } from '#domain/authority/decide.ts';
import type { AuthorityAnswer, AuthorityRequest, DecidingStore } from '#service/ports.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { ChangeWriter } from './change-writer.ts';
import { FactsReader } from './facts-reader.ts';
import { JournalBook, type LineResult } from './journal-book.ts';
import { OutcomeBook, type Asked } from './outcome-book.ts';

interface Decided {
  readonly outcome: Outcome;
  readonly repeated: boolean;
  readonly contractId: string | null;
}

/**
 * The deciding port on SQLite: all requests of a batch are decided in order in one transaction
 * that holds the write lock, with one fsync at its end. An exception undoes the whole batch;
 * whoever collects a batch of several askers then asks for each alone.
 */
export class SqliteDecidingStore implements DecidingStore {
  readonly #writer: NetworkWriter;
  readonly #facts: FactsReader;
  readonly #changes: ChangeWriter;
  readonly #outcomes: OutcomeBook;
  readonly #journal: JournalBook;

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#facts = new FactsReader(writer.db);
    this.#changes = new ChangeWriter(writer);
    this.#outcomes = new OutcomeBook(writer.db, (saleId) => this.#facts.sale(saleId));
    this.#journal = new JournalBook(writer.db);
  }

  async commitBatch(
    requests: readonly AuthorityRequest[],
    decideOne: typeof decide,
  ): Promise<readonly AuthorityAnswer[]> {
    return this.#writer.transaction(() => requests.map((one) => this.#answer(one, decideOne)));
  }

  #answer(request: AuthorityRequest, decideOne: typeof decide): AuthorityAnswer {
    const { command, digest, line } = request;
    if (line !== null) {
      const kept = this.#journal.judge(line.workstationId, line.line);
      if (kept?.status === 'conflict') return { outcome: null, repeated: false, line: kept };
      if (kept !== null) return { ...this.#firstAnswer(request), line: kept };
    }
    const decided = command === null ? null : this.#decided({ command, digest }, decideOne);
    const outcome = decided?.outcome ?? null;
    const repeated = decided?.repeated ?? false;
    if (line === null) return { outcome, repeated, line: null };
    const result = lineResult(decided, command?.commandId ?? null);
    this.#journal.append(line.workstationId, line.line, result);
    return { outcome, repeated, line: { status: result.status, code: result.code } };
  }

  #firstAnswer({ command, digest }: AuthorityRequest): Omit<AuthorityAnswer, 'line'> {
    const outcome = command === null ? null : this.#outcomes.first({ command, digest });
    return { outcome, repeated: outcome !== null };
  }

  #decided(asked: Asked, decideOne: typeof decide): Decided {
    const first = this.#outcomes.first(asked);
    if (first !== null) return { outcome: first, repeated: true, contractId: null };
    const facts = this.#facts.read(asked.command);
    const { outcome, changes } = decideOne(asked.command, facts);
    const contractId = facts.contract?.contractId ?? null;
    for (const change of changes) this.#changes.write(change, contractId);
    this.#outcomes.keep(asked, outcome, contractId);
    return { outcome, repeated: false, contractId };
  }
}

function lineResult(decided: Decided | null, commandId: string | null): LineResult {
  if (decided === null) return { status: 'noted', code: null, commandId: null, contractId: null };
  const { outcome, contractId } = decided;
  if (outcome.ok) return { status: 'applied', code: null, commandId, contractId };
  return { status: 'refused', code: outcome.code, commandId, contractId };
}
