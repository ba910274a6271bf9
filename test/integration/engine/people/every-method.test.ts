import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOfClient, may } from '#domain/identity/rights.ts';
import { methodRights } from '#engine/bridge/rights.ts';
import { bridgeMethods, type BridgeInput, type BridgeMethod } from '#protocol/bridge.ts';
import {
  routeMethods,
  routeMethodNames,
  type RouteMethod,
} from '#protocol/bridge/route-methods.ts';
import { validInputs } from '#test/contract/valid-inputs.ts';
import { personas, signInAll } from '#test/support/backend/personas.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import {
  FOREIGN,
  FOREIGN_PAN,
  foreignIds,
  startTwoClients,
  type TwoClients,
} from '#test/support/backend/two-clients.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

/** Who signs in and out is what this test does itself. */
type Tried = Exclude<BridgeMethod, 'session:signIn' | 'session:signOut'>;

let network: TwoClients;
let bench: EngineBench;
let foreignSale: string;
beforeAll(async () => {
  network = await startTwoClients();
  await signInAll(network, personas, 'client-1');
  bench = await EngineBench.start(network);
  foreignSale = (await bench.sell({ cardId: foreignIds.cardId }, 1_000)).saleId;
  await bench.find(0);
  await bench.syncOk();
});
afterAll(async () => {
  bench.dispose();
  await network.backend.stop();
});

const DAYS = { fromDate: '2026-11-01', toDate: '2026-11-30' };
const NOBODYS = '01939c2e-0000-7000-8000-000000000001';

/**
 * About the other client's objects, wherever a method names one. A new method has to stand here.
 */
function unrouted(): { [M in Exclude<Tried, RouteMethod>]: BridgeInput<M> } {
  const { cardId, contractId, limitId } = foreignIds;
  const sale = { saleId: foreignSale };
  const ask = { by: 'volume', volumeMl: 1_000 } as const;
  const fill = { cardId, productId: 'dt', pumpNumber: 1 };
  const { stationId } = network;
  const redemption = { redemptionId: uuid() };
  const statement = { subjectKind: 'card', subjectId: cardId, ...DAYS } as const;
  const limit = { ...validInputs['limit.set'].limit, limitId, subjectId: cardId };
  return {
    'session:state': {},
    'session:setPassword': validInputs['password.set'],
    'session:renew': validInputs['session.renew'],
    'appPin:get': {},
    'appPin:set': { pin: '4815', repeat: '4815' },
    'appPin:remove': {},
    'consent:refusalRead': {},
    'session:lock': {},
    'session:unlock': { pin: '4815' },
    'instructions:resend': validInputs['instructions.resend'],
    'invitation:read': validInputs['invitation.read'],
    'invitation:accept': validInputs['invitation.accept'],
    'password:recover': validInputs['password.recover'],
    'contact:confirmLink': validInputs['contact.confirm-link'],
    'password:prove': {
      programmeId: validInputs['password.recover'].programmeId,
      proof: validInputs['password.prove'].proof,
    },
    'registration:start': validInputs['registration.start'],
    'registration:resend': validInputs['registration.resend'],
    'registration:confirm': { ...validInputs['registration.confirm'], programmeId: 'x' },
    'application:file': validInputs['application.file'],
    'programme:public': {},
    'terms:read': validInputs['terms.read'],
    'terms:versions': validInputs['terms.versions'],
    'news:public': {},
    'news:mine': {},
    'station:public': {},
    'feedback:send': {
      commandId: uuid(),
      programmeId: null,
      contact: '+79160000001',
      text: 't',
      language: 'ru',
    },
    'feedback:here': {},
    'client:put': { ...validInputs['client.put'], commandId: uuid() },
    'client:waiting': {},
    'client:dropWaiting': { entryId: uuid() },
    'station:context': {},
    'card:find': { typed: FOREIGN_PAN },
    'sale:authorize': { ...fill, saleId: uuid(), ask, pin: null },
    'sale:preview': { cardId, stationId, productId: 'dt', ask },
    'sale:enter': validInputs['sale.enter'],
    'sale:enterPreview': validInputs['sale.enter-preview'],
    'sale:capture': { ...sale, volumeMl: 1_000 },
    'sale:reverse': sale,
    'sale:open': {},
    'sale:recent': { limit: 200 },
    'sale:slip': sale,
    'refund:make': { ...validInputs['sale.refund'], ...sale },
    'refund:slip': { refundId: uuid() },
    'voice:challenge': { ...fill, volumeMl: 1_000 },
    'voice:authorize': { counter: 1, code: '0' },
    'redemption:reserve': { allowanceKey: 'points/nobody', wanted: 1 },
    'redemption:redeem': {
      ...redemption,
      allowanceKey: 'points/nobody',
      quantity: 1,
      productId: null,
    },
    'redemption:capture': { ...redemption, volumeMl: null },
    'redemption:reverse': redemption,
    'statement:get': statement,
    'statement:export': { ...statement, language: 'en' },
    'table:workbook': { sheet: 's', titles: ['t'], rows: [] },
    'sync:state': {},
    'sync:now': {},
    'sync:arrival': { paused: false },
    'sync:resolve': { seq: 1, reason: 'r' },
    'sync:retry': { seq: 1 },
    'fork:untold': { language: 'en' },
    'fork:saved': { throughSeq: 0 },
    'fork:rejoin': { code: 'nothing' },
    'register:template': { titles: ['t'] },
    'register:preview': {
      register: 'clients',
      fileName: 'f',
      bytes: new Uint8Array(),
      defaults: { country: null, currency: null, zone: null, unit: null, makeGroups: false },
    },
    'register:import': { jobId: NOBODYS },
    'register:cancel': { jobId: NOBODYS },
    'card:list': { contractId, search: FOREIGN },
    'card:get': { cardId },
    'card:block': { cardId, reason: 'client' },
    'card:takeBack': { commandId: uuid(), cardId },
    'limit:set': { commandId: uuid(), limit },
    'limit:remove': { commandId: uuid(), limitId },
    'limit:setMany': { ...validInputs['limit.set-many'], contractId },
    'limit:previewMany': { ...validInputs['limit.preview-many'], contractId },
    'user:list': {},
    'contract:list': { search: FOREIGN },
    'station:list': {},
    'product:list': {},
    'exposure:leases': { search: '' },
    'exposure:export': { as: 'csv', search: '', language: 'en' },
  };
}

/** The same of methods that are routes: only their names are of interest without the link. */
function inputOf(method: Tried): unknown {
  const known: Readonly<Record<string, unknown>> = unrouted();
  const routed = routeMethodNames.find((name) => name === method);
  return routed === undefined ? known[method] : validInputs[routeMethods[routed]];
}

const tried = bridgeMethods.filter(
  (method): method is Tried => method !== 'session:signIn' && method !== 'session:signOut',
);

describe('every method of a window', () => {
  it('[G10] is closed to somebody who has not signed in, but for what concerns nobody', async () => {
    await bench.desk.call('session:signOut', {});
    for (const method of tried.filter((name) => methodRights[name] !== 'open')) {
      const answer = await bench.desk.ask(method, inputOf(method));
      expect(answer.ok ? 'answered' : answer.code, method).toBe('UNAUTHORIZED');
    }
  });

  it.each(personas)('[G10] is closed to $name without its right', async (persona) => {
    await bench.mend();
    await bench.signIn(persona.name, PASSWORD);
    await bench.cut();
    for (const method of tried) {
      const right = methodRights[method];
      if (right === 'open' || right === null || may(persona, right)) continue;
      const answer = await bench.desk.ask(method, inputOf(method));
      expect(answer, method).toMatchObject({ ok: false, code: 'FORBIDDEN', params: { right } });
    }
  });

  it.each(personas.filter(({ role }) => isOfClient(role)))(
    '[G10] tells $name nothing of another client, with the link cut',
    async (persona) => {
      await bench.mend();
      await bench.signIn(persona.name, PASSWORD);
      await bench.cut();
      const asked = tried.filter((method) => {
        const right = methodRights[method];
        return right === 'open' || right === null || may(persona, right);
      });
      for (const method of asked) {
        const answer = await bench.desk.ask(method, inputOf(method));
        const said = JSON.stringify(answer);
        expect(said, method).not.toContain(`${FOREIGN}name`);
        expect(said, method).not.toContain(`${FOREIGN}holder`);
        expect(said, method).not.toContain(`"${foreignIds.cardId}"`);
        expect(said, method).not.toContain(foreignSale);
      }
    },
  );
});
