import type { Outcome, OutcomeValue } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { ok, refuse, type Params } from '#domain/result.ts';
import type { Sale, SaleState } from '#domain/sale/sale.ts';
import type { WritableDb } from '#sqlite/open.ts';

interface OutcomeRow {
  readonly digest: string;
  readonly outcome: string;
}

/** An outcome as it is kept. A sale is kept once, in its own table; here is how far it had come. */
type KeptOutcome =
  | { readonly sale: string; readonly state: SaleState }
  | { readonly value: Exclude<OutcomeValue, { kind: 'sale' }> }
  | { readonly code: string; readonly params: Params };

export interface Asked {
  readonly command: AuthorityCommand;
  readonly digest: string;
}

/** First answers of the authority, refusals too: whoever asks again gets the same (I2). */
export class OutcomeBook {
  readonly #get;
  readonly #put;
  readonly #saleOf: (saleId: string) => Sale | null;

  constructor(db: WritableDb, saleOf: (saleId: string) => Sale | null) {
    this.#saleOf = saleOf;
    this.#get = db.prepare<[string], OutcomeRow>(
      `SELECT digest, outcome FROM command_outcome WHERE command_id = ?`,
    );
    this.#put = db.prepare(`INSERT INTO command_outcome VALUES (?, ?, ?, ?, ?, ?)`);
  }

  /**
   * The first answer; COMMAND_ID_REUSED when the id stood for something else; null when it is
   * new.
   */
  first({ command, digest }: Asked): Outcome | null {
    const row = this.#get.get(command.commandId);
    if (row === undefined) return null;
    if (row.digest !== digest) return refuse('COMMAND_ID_REUSED', { commandId: command.commandId });
    return this.#restored(row.outcome);
  }

  keep({ command, digest }: Asked, outcome: Outcome, contractId: string | null): void {
    const { commandId, kind, atMs } = command;
    const kept = JSON.stringify(keptFrom(outcome));
    this.#put.run(commandId, contractId, kind, digest, kept, atMs);
  }

  #restored(text: string): Outcome {
    // Written by `keep` and by nobody else.
    const kept = JSON.parse(text) as KeptOutcome;
    if ('code' in kept) return refuse(kept.code, kept.params);
    if ('value' in kept) return ok(kept.value);
    const sale = this.#saleOf(kept.sale);
    if (sale === null) throw new Error('an outcome names a sale that is not there');
    return ok({ kind: 'sale', sale: asOf(sale, kept.state) });
  }
}

function keptFrom(outcome: Outcome): KeptOutcome {
  if (!outcome.ok) return { code: outcome.code, params: outcome.params };
  const { value } = outcome;
  if (value.kind !== 'sale') return { value };
  return { sale: value.sale.saleId, state: value.sale.state };
}

/**
 * The sale as the first answer gave it. A closed sale never changes again, so only "still held"
 * has to be rebuilt.
 */
function asOf(sale: Sale, state: SaleState): Sale {
  if (sale.state === state) return sale;
  return {
    ...sale,
    state,
    closedAtMs: null,
    amountMinor: 0,
    volumeMl: 0,
    vatMinor: 0,
    slipNumber: null,
  };
}
