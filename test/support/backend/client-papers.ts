import { v7 as uuid } from 'uuid';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import type { ClientEntry } from '#protocol/records/client/client.ts';
import { call } from './http-client.ts';
import type { NetworkAt } from './small-network.ts';

/** A company of which everything is known. */
export const companyOf = (patch: Partial<ClientEntry> = {}): ClientEntry => ({
  type: 'legal-entity',
  name: 'ООО «Вега»',
  country: 'RU',
  taxId: fictitiousInn(1),
  kpp: '000101001',
  segment: null,
  contactName: 'Иванов Пётр',
  phone: '8 900 000-00-01',
  email: 'Office@Client.Example',
  ...patch,
});

type Office = Pick<NetworkAt, 'url' | 'manager'>;

/** Enters a client; answers its id. */
export async function enterClient(
  { url, manager: session }: Office,
  client: ClientEntry = companyOf(),
): Promise<string> {
  const asked = { commandId: uuid(), clientId: null, revision: null, client };
  return (await call(url, 'client.put', asked, { session })).clientId;
}

/** Draws a contract up for a client; answers its id. */
export async function draftContract(
  { url, manager: session }: Office,
  {
    clientId,
    programmeId,
    number = '26-1',
  }: { clientId: string; programmeId: string | null; number?: string },
): Promise<string> {
  const paper = { clientId, programmeId, number, currency: 'RUB' } as const;
  const asked = { commandId: uuid(), ...paper, zone: 'Europe/Moscow' };
  return (await call(url, 'contract.create', asked, { session })).contractId;
}
