import { contractMoney } from '#domain/authority/facts.ts';
import type { Contract } from '#domain/contract/contract.ts';
import {
  excess,
  moneyAllowanceKey,
  ZERO_COUNTERS,
  type AllowanceCounters,
} from '#domain/limit/allowance.ts';
import type { Clock } from '#service/ports.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { CONTRACT_FACT_COLUMNS } from '../rows.ts';

/** Puts contracts in force. */
export class ContractWriter {
  readonly #writer: NetworkWriter;
  readonly #clock: Clock;
  readonly #statements;

  constructor(writer: NetworkWriter, clock: Clock) {
    this.#writer = writer;
    this.#clock = clock;
    this.#statements = prepare(writer);
  }

  /**
   * Signing again sets the credit anew; what is spent above it is named as exposure (I1). False:
   * unknown or closed.
   */
  sign(contractId: string, creditLimitMinor: number): boolean {
    const before = this.#statements.contract.get(contractId);
    if (before === undefined || before.state === 'closed') return false;
    this.#statements.sign.run(creditLimitMinor, contractId);
    this.#writer.feed.touch('contract', contractId);
    this.#nameExcess(before, { ...before, creditLimitMinor });
    return true;
  }

  #nameExcess(before: Contract, after: Contract): void {
    const { contractId } = after;
    const allowanceKey = moneyAllowanceKey(contractId);
    const counters = this.#statements.counters.get(allowanceKey) ?? ZERO_COUNTERS;
    const quantity =
      excess(contractMoney(after, counters)) - excess(contractMoney(before, counters));
    if (quantity <= 0) return;
    const atMs = this.#clock.nowMs();
    this.#statements.expose.run({ allowanceKey, contractId, quantity, atMs });
  }
}

function prepare({ db }: NetworkWriter) {
  return {
    contract: db.prepare<[string], Contract>(
      `SELECT ${CONTRACT_FACT_COLUMNS} FROM contract WHERE contract_id = ?`,
    ),
    sign: db.prepare(
      `UPDATE contract SET state = 'signed', credit_limit_minor = ? WHERE contract_id = ?`,
    ),
    counters: db.prepare<[string], AllowanceCounters>(
      `SELECT captured, held, leased FROM allowance_counter WHERE allowance_key = ?`,
    ),
    // Numbered, because one contract's credit may be lowered many times.
    expose: db.prepare(`
      INSERT INTO exposure
      SELECT 'credit/' || @contractId || '/' || count(*), @allowanceKey, @contractId, 'money',
        @quantity, NULL, NULL, @atMs
      FROM exposure WHERE allowance_key = @allowanceKey`),
  };
}
