import { emptyPack, ownerOfLimit, type Pack } from '#domain/authority/pack.ts';
import { assert } from '#domain/assert.ts';
import { limitShape } from '#domain/limit/limit-version.ts';
import type { Limit } from '#domain/limit/limit.ts';
import type { BulkNetwork } from '#service/bulk-ports.ts';
import { packColumns } from '../packs.ts';
import { fold } from '#domain/text/fold.ts';
import { addCard, setCardPin } from '../register/card-writer.ts';
import { putPrice } from '../register/price-writer.ts';
import { putStation } from '../register/station-writer.ts';
import type { SqlWrite } from '../sql.ts';

/** Registers of a network that begins whole. */
export async function loadNetwork(sql: SqlWrite, network: BulkNetwork): Promise<void> {
  for (const station of network.stations) {
    await putStation(sql, { ...station, chain: null, segment: null });
  }
  await loadProducts(sql, network);
  for (const price of network.prices) await putPrice(sql, price);
  await loadContracts(sql, network);
  const contractOfCard = await loadCards(sql, network);
  await loadLimits(sql, network.limits, contractOfCard);
}

async function loadProducts(sql: SqlWrite, { groups, products }: BulkNetwork): Promise<void> {
  await sql.insertAll(
    'product_group',
    groups.map(({ groupId, name }) => ({ group_id: groupId, name })),
  );
  for (const { groupId } of groups) await sql.touch('product-group', groupId);
  await sql.insertAll(
    'product',
    products.map(({ productId, name, unit, groupId }) => {
      return {
        product_id: productId,
        name,
        unit,
        group_id: groupId,
        search: fold(name, productId),
      };
    }),
  );
  for (const { productId } of products) await sql.touch('product', productId);
}

async function loadContracts(sql: SqlWrite, { clients, contracts }: BulkNetwork): Promise<void> {
  const names = new Map(clients.map(({ clientId, name }) => [clientId, name]));
  await sql.insertAll(
    'client',
    clients.map((client) => ({
      client_id: client.clientId,
      name: client.name,
      country: client.country,
      tax_id: client.taxId,
      segment: client.segment,
      contact_name: client.contactName,
      phone: client.phone,
      email: client.email,
      search: fold(client.name, client.clientId, client.taxId),
    })),
  );
  await sql.insertAll(
    'contract',
    contracts.map((contract) => {
      assert(contract.depositsMinor === 0, 'money comes with the history');
      return {
        contract_id: contract.contractId,
        client_id: contract.clientId,
        number: contract.number,
        currency: contract.currency,
        zone: contract.zone,
        state: contract.state,
        credit_limit_minor: contract.creditLimitMinor,
        deposits_minor: contract.depositsMinor,
        terms: JSON.stringify(contract.terms),
        search: fold(contract.number, names.get(contract.clientId) ?? null),
      };
    }),
  );
  for (const { contractId } of contracts) await sql.touch('contract', contractId);
}

async function loadCards(
  sql: SqlWrite,
  { cards }: BulkNetwork,
): Promise<ReadonlyMap<string, string>> {
  const contractOfCard = new Map<string, string>();
  for (const { card, panHash, pinVerifier } of cards) {
    const lists = {
      productIds: copied(card.productIds),
      stationIds: copied(card.stationIds),
    };
    const added = await addCard(sql, { ...card, ...lists }, panHash);
    assert(added, `card ${card.cardId} is known`);
    if (pinVerifier !== null) await setCardPin(sql, card.cardId, pinVerifier);
    contractOfCard.set(card.cardId, card.contractId);
  }
  return contractOfCard;
}

async function loadLimits(
  sql: SqlWrite,
  limits: readonly Limit[],
  contractOfCard: ReadonlyMap<string, string>,
): Promise<void> {
  const contractOf = ({ limitId, subjectKind, subjectId }: Limit): string => {
    const contractId = subjectKind === 'card' ? contractOfCard.get(subjectId) : subjectId;
    assert(contractId !== undefined, `the subject of limit ${limitId} is unknown`);
    return contractId;
  };
  const byOwner = new Map<string, Pack>();
  for (const limit of limits.toSorted((a, b) => (a.limitId < b.limitId ? -1 : 1))) {
    const owner = ownerOfLimit(limit);
    const pack = byOwner.get(owner) ?? emptyPack(owner, contractOf(limit));
    byOwner.set(owner, { ...pack, limits: [...pack.limits, limit] });
  }
  await sql.insertAll('pack', [...byOwner.values()].map(packColumns));
  const places = limits.map((limit) => {
    const owner_key = ownerOfLimit(limit);
    return {
      limit_id: limit.limitId,
      owner_key,
      contract_id: contractOf(limit),
      shape: limitShape(limit),
    };
  });
  await sql.insertAll('limit_place', places);
}

function copied(ids: readonly string[] | null): string[] | null {
  return ids === null ? null : [...ids];
}
