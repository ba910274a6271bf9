import { accountRow, clientAccountRow } from '../../authority/account-row.ts';
import { assetRow } from '../../authority/stored-text.ts';
import type { Card } from '#domain/card/card.ts';
import type { Refund } from '#domain/sale/refund.ts';
import type { StateDelta } from '../../authority/state-delta.ts';
import { visitsOf } from '../../authority/visits.ts';
import { fold } from '#domain/text/fold.ts';
import { countedColumns, packColumns } from '../../sql/packs.ts';
import { saleColumns } from '../../sql/sale-rows.ts';
import type { SqlRow } from '../../sql/sql.ts';
import { rowOf } from '../json-rows.ts';
import { put, type Put } from './put-rows.ts';

const MONTH_KEY = ['month', 'contract_id', 'product_id'] as const;
const STATION_MONTH_KEY = ['month', 'station_id', 'contract_id', 'product_id'] as const;
const VERSION_KEY = ['limit_id', 'from_ms', 'command_id'] as const;

/** Every row that a batch changed. */
export function putsOf(delta: StateDelta): readonly Put[] {
  return [...putsOfSales(delta), ...putsOfMonths(delta), ...putsOfOffice(delta)];
}

function putsOfSales(delta: StateDelta): readonly Put[] {
  return [
    ...newOrChanged('sale', ['sale_id'], delta.sales, (one) => saleColumns(one.sale, one.digest)),
    ...newOrChanged('transfer', ['transfer_id'], delta.transfers, ({ transfer, contractId }) => {
      return { ...rowOf(transfer), contract_id: contractId };
    }),
    ...putsOfPacks(delta),
    put(
      'insert',
      'command_outcome',
      [],
      delta.outcomes.map(({ kept, ...outcome }) => {
        return { ...rowOf(outcome), outcome: JSON.stringify(kept) };
      }),
    ),
    put(
      'insert',
      'journal_line',
      [],
      delta.lines.map(({ line, ...kept }) => {
        return { ...rowOf(line), ...rowOf(kept) };
      }),
    ),
    put(
      'update',
      'workstation',
      ['workstation_id'],
      delta.heads.map(([id, { seq, hash }]) => {
        return { workstation_id: id, head_seq: seq, head_hash: hash };
      }),
    ),
    put('upsert', 'lease', ['lease_id'], delta.leases.map(rowOf)),
    put(
      'insert',
      'lease_return',
      [],
      delta.leaseReturns.map(({ leaseReturn, atMs }) => {
        return { ...rowOf(leaseReturn), at_ms: atMs };
      }),
    ),
    put('count', 'card_visit', ['card_id', 'station_id'], visitsOf(delta.visits).map(rowOf)),
    put(
      'keep',
      'refused_sale',
      ['sale_id'],
      delta.refusedSales.map(([saleId, atMs]) => {
        return { sale_id: saleId, at_ms: atMs };
      }),
    ),
    put(
      'upsert',
      'window_archive',
      ['allowance_key'],
      delta.archived.map((one) => {
        const { allowanceKey, contractId, counters } = one;
        return { ...rowOf(counters), allowance_key: allowanceKey, contract_id: contractId };
      }),
    ),
  ];
}

/** Apart: a row that may be there or not costs the server one look more. */
function newOrChanged<T extends { readonly isNew: boolean }>(
  table: string,
  key: readonly string[],
  all: readonly T[],
  row: (one: T) => SqlRow,
): readonly Put[] {
  const [added, changed] = [all.filter(({ isNew }) => isNew), all.filter(({ isNew }) => !isNew)];
  return [put('insert', table, key, added.map(row)), put('update', table, key, changed.map(row))];
}

function putsOfMonths({ months }: StateDelta): readonly Put[] {
  return [
    put('add', 'sale_month', MONTH_KEY, months.ofContracts.map(rowOf)),
    put('add', 'station_month', STATION_MONTH_KEY, months.ofStations.map(rowOf)),
  ];
}

function putsOfPacks({ packs, countedPacks }: StateDelta): readonly Put[] {
  return [
    put('upsert', 'pack', ['owner_key'], packs.map(packColumns)),
    put('update', 'pack', ['owner_key'], countedPacks.map(countedColumns)),
  ];
}

function putsOfOffice(delta: StateDelta): readonly Put[] {
  return [
    put('keep', 'limit_place', ['limit_id'], delta.limitPlaces.map(rowOf)),
    put(
      'upsert',
      'card_group',
      ['group_id'],
      delta.cardGroups.map((group) => {
        return { ...rowOf(group), search: fold(group.name) };
      }),
    ),
    put(
      'remove',
      'card_group',
      ['group_id'],
      delta.removedGroups.map((groupId) => {
        return { group_id: groupId };
      }),
    ),
    put(
      'upsert',
      'limit_version',
      VERSION_KEY,
      delta.limitVersions.map((one) => {
        return { ...rowOf(one.version), contract_id: one.contractId };
      }),
    ),
    put('update', 'card', ['card_id'], delta.cards.map(cardRow)),
    put('update', 'contract', ['contract_id'], delta.contracts.map(rowOf)),
    put(
      'upsert',
      'asset',
      ['asset_key'],
      delta.assets.map((asset) => rowOf(assetRow(asset))),
    ),
    put('insert', 'user_account', [], delta.accounts.map(accountRow)),
    put('insert', 'client_account', [], delta.accounts.map(clientAccountRow)),
    put('insert', 'lost_lease', [], delta.lostLeases.map(rowOf)),
    put('insert', 'exposure', [], delta.exposures.map(rowOf)),
    put('insert', 'refund', [], delta.refunds.map(refundRow)),
    put('insert', 'period_lock', [], delta.locks.map(rowOf)),
    put('add', 'recovery_taken', ['contract_id'], delta.declaredTaken.map(rowOf)),
    put('insert', 'contract_closing', [], delta.contractClosings.map(rowOf)),
  ];
}

/** What a decision may change of a card; the rest belongs to the registers. */
function cardRow(card: Card): SqlRow {
  const { contractId: _contract, panMasked: _pan, pinRequired: _pin, ...others } = card;
  const { holder: _holder, vehicle: _vehicle, ...changed } = others;
  return rowOf(changed);
}

function refundRow({ to, ...refund }: Refund): SqlRow {
  return { ...rowOf(refund), refund_to: to };
}
