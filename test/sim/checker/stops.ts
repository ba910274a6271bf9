import { wholeRecord, type KeptRow } from '#protocol/cache-record.ts';
import { KEPT_COLUMNS } from '#protocol/cache-schema.ts';
import { feedEntities } from '#protocol/feed.ts';
import type { DeskEvidence, Evidence, Violation } from './evidence.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';
import { all } from './tables/rows.ts';

/** I5: what is stopped is refused from the moment that the deciding side knows. */

/** What stood at the check before. */
interface Before {
  readonly stoppedCards: ReadonlySet<string>;
  readonly stoppedContracts: ReadonlySet<string>;
  readonly stoppedWorkstations: ReadonlySet<string>;
  readonly sales: ReadonlySet<string>;
  readonly leases: ReadonlySet<string>;
  readonly blockLines: ReadonlySet<string>;
  /** What is older was decided before, and is only told now: late truth. */
  readonly lateBeforeMs: number;
}

/** Remembers what was stopped at the last check; what is stopped at both was so in between. */
export class Stops {
  #before: Before | null = null;

  check(evidence: Evidence, ledger: LedgerTables): Violation[] {
    const now: Before = {
      stoppedCards: idsOf(ledger.cards.values(), 'card_id', 'active'),
      stoppedContracts: idsOf(ledger.contracts.values(), 'contract_id', 'signed'),
      stoppedWorkstations: idsOf(ledger.workstations.values(), 'workstation_id', 'active'),
      sales: new Set(ledger.sales.map(({ sale_id }) => sale_id)),
      leases: new Set(ledger.leases.map(({ lease_id }) => lease_id)),
      blockLines: new Set(ledger.blockLines.map(({ line }) => line)),
      // A restored backend is told again also what it decided in this very millisecond.
      lateBeforeMs: evidence.nowMs + (evidence.backendRestored ? 1 : 0),
    };
    const before = this.#before;
    this.#before = now;
    const found = evidence.healed ? evidence.desks.flatMap((desk) => staleCards(desk, ledger)) : [];
    if (before !== null)
      found.push(...soldAlthough(before, now, ledger), ...unheard(before, ledger));
    return found.map((what) => ({ invariant: 'I5', what }));
  }
}

function idsOf<K extends string>(
  rows: Iterable<{ readonly [name in K | 'state']: string }>,
  key: K,
  running: string,
): ReadonlySet<string> {
  return new Set([...rows].filter(({ state }) => state !== running).map((row) => row[key]));
}

/** New online sales and new leases on what was stopped before and after. */
function soldAlthough(before: Before, now: Before, ledger: LedgerTables): string[] {
  const stopped = (kind: 'stoppedCards' | 'stoppedContracts' | 'stoppedWorkstations', id: string) =>
    before[kind].has(id) && now[kind].has(id);
  const sales = ledger.sales.flatMap((sale) => {
    if (before.sales.has(sale.sale_id) || sale.mode === 'offline') return [];
    if (sale.authorized_at_ms < before.lateBeforeMs) return [];
    const wrong =
      stopped('stoppedCards', sale.card_id) ||
      stopped('stoppedContracts', sale.contract_id) ||
      stopped('stoppedWorkstations', sale.workstation_id);
    return wrong ? [`sale ${sale.sale_id} was authorized on something that is stopped`] : [];
  });
  const leases = ledger.leases.flatMap((lease) => {
    const { lease_id, workstation_id, contract_id, issued_at_ms } = lease;
    if (before.leases.has(lease_id) || issued_at_ms < before.lateBeforeMs) return [];
    const wrong =
      stopped('stoppedContracts', contract_id) || stopped('stoppedWorkstations', workstation_id);
    return wrong ? [`lease ${lease_id} was granted on something that is stopped`] : [];
  });
  return [...sales, ...leases];
}

/** A block that a workstation told and that was taken stops the card. */
function unheard(before: Before, ledger: LedgerTables): string[] {
  return ledger.blockLines.flatMap(({ line, card_id }) => {
    const state = ledger.cards.get(card_id)?.state;
    if (before.blockLines.has(line) || state !== 'active') return [];
    return [`line ${line} blocked card ${card_id}, which is ${state}`];
  });
}

/** When all is told, a workstation knows of every card what the backend knows. */
function staleCards({ deskId, cache }: DeskEvidence, ledger: LedgerTables): string[] {
  const known = all<KeptRow>(cache, `SELECT ${KEPT_COLUMNS} FROM record WHERE entity = 'card'`);
  return known.flatMap((row) => {
    const { cardId, state } = feedEntities.card.parse(wholeRecord('card', row));
    const real = ledger.cards.get(cardId)?.state;
    return real === state ? [] : [`${deskId} takes card ${cardId} for ${state}, it is ${real}`];
  });
}
