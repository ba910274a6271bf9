// Clients, their contracts from the first paper to the sheet, their people and invitations.
import { refuse } from '#domain/result.ts';
import type { Role } from '#domain/identity/rights.ts';
import { type EngineAnswers, good } from '../fake-client.ts';
import * as clients from './client-samples.ts';
import { type Scenario, scenario } from '../make-scenario.ts';
import { officeAnswers } from '../office-scenarios.ts';
import { nowMs, sessionOf } from '../samples.ts';

const answers = {
  ...officeAnswers,
  'programme:public': () => good(clients.programmes),
  'client:list': ({ search = '' }) => {
    const rows = clients.clients.rows.filter(({ name }) =>
      name.toLowerCase().includes(search.toLowerCase()),
    );
    return good({ ...clients.clients, rows });
  },
  'client:get': ({ clientId }) => {
    const isBare = clientId === clients.bareClient.clientId;
    const client = isBare ? clients.bareClient : clients.client;
    const contracts = isBare ? [] : [...clients.contracts];
    return good({ client, contracts, asOfMs: nowMs - 2000 });
  },
  'client:put': () => refuse('INN_INVALID'),
  'contract:create': () => refuse('CONTRACT_NUMBER_TAKEN', { number: 'Д-1041/26' }),
  'clientUser:list': () => good(clients.people),
  'clientUser:invite': () => refuse('LOGIN_TAKEN'),
  'invitation:list': () => good(clients.invitations),
  'card:handOvers': () => good(clients.handOvers),
  'account:open': () => refuse('CARD_NOT_HANDED_OVER'),
  'account:sheet': () => good(clients.sheet),
} satisfies EngineAnswers;

function at(path: string, role: Role = 'client-manager', engine: EngineAnswers = {}): Scenario {
  return scenario({ path, role, engine: { ...answers, ...engine } });
}

const owner = sessionOf('representative');
const ofClient = {
  ...owner,
  user: owner.user === null ? null : { ...owner.user, userId: 'cu-1', clientId: 'cl-1' },
  rights: [...owner.rights, 'account.manage' as const],
};
const nobody = { rows: [], nextCursor: null, asOfMs: nowMs };

export const clientScenarios: Readonly<Record<string, Scenario>> = {
  clients: at('/clients'),
  'clients-empty': at('/clients', 'client-manager', { 'client:list': () => good(nobody) }),
  'clients-failed': at('/clients', 'accountant', { 'client:list': () => refuse('LINK_DOWN') }),
  'clients-waiting': at('/clients', 'client-manager', {
    'client:waiting': () => good(clients.waiting),
  }),
  'clients-waiting-sync': at('/sync', 'client-manager', {
    'client:waiting': () => good(clients.waiting),
  }),
  client: at('/clients/cl-1'),
  'client-waiting': at('/clients/cl-1', 'client-manager', {
    'client:waiting': () => good(clients.waiting),
  }),
  'client-bare': at('/clients/cl-2', 'client-manager', {
    'clientUser:list': () => good(nobody),
    'invitation:list': () => good(nobody),
  }),
  'client-changed': at('/clients/cl-1', 'client-manager', {
    'client:put': () => refuse('CLIENT_CHANGED'),
    'client:get': (() => {
      let asked = 0;
      return () => {
        asked += 1;
        const kept = { ...clients.client, phone: '+79000000078', revision: 4 };
        const client = asked === 1 ? clients.client : kept;
        return good({ client, contracts: [...clients.contracts], asOfMs: nowMs });
      };
    })(),
  }),
  'contract-access': at('/contracts/ct-2', 'client-manager', {
    'client:get': () =>
      good({ client: clients.client, contracts: [...clients.contracts], asOfMs: nowMs }),
    'clientUser:list': () => good(nobody),
  }),
  'contract-access-open': at('/contracts/ct-1', 'client-manager', {
    'clientUser:list': () => {
      const rows = clients.people.rows.map((one) => ({ ...one, programmeId: 'octave' }));
      return good({ ...clients.people, rows });
    },
    'client:get': () => {
      const contracts = clients.contracts.map((one) => ({ ...one, programmeId: 'octave' }));
      return good({ client: clients.client, contracts, asOfMs: nowMs });
    },
  }),
  'own-people': at('/own-people', 'representative', { 'session:state': () => good(ofClient) }),
};
