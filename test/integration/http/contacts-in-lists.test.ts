import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes, type RouteId } from '#protocol/routes.ts';
import { validInputs } from '#test/contract/valid-inputs.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

// Rule G5: a list shows nobody's phone and no address whole, to nobody; whoever needs one opens its
// thing, and the audit trail tells that. Generated from the table of routes.

const WHOLE = /\+7\d{10}|[\w.]{2,}@[\w.]+\.example/u;

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
  const { url, manager: session } = network;
  await useProgramme(network.backend, programmeWith({ birth: 'with-contract' }));
  const clientId = await enterClient(network);
  const programmeId = 'invented';
  const contractId = await draftContract(network, { clientId, programmeId });
  const signing = { commandId: uuid(), contractId, creditLimitMinor: 0 };
  await call(url, 'contract.sign', signing, { session });
  const sheet = { commandId: uuid(), contractId, reason: 'Лист утерян' };
  await call(url, 'account.sheet', sheet, { session });
  await call(url, 'feedback.send', {
    commandId: uuid(),
    contact: '+79160000001',
    text: 'Цена на табло другая',
    programmeId: null,
    language: 'ru',
    workstationId: null,
    writtenAtMs: 1,
  });
});
afterAll(() => network.backend.stop());

const lists = (Object.keys(routes) as RouteId[]).filter((routeId) => {
  const { method, auth } = routes[routeId];
  return /\.list/u.test(routeId) && method === 'GET' && auth === 'user';
});
/** Everything, where a list can be asked for that. */
const widest = (routeId: RouteId) =>
  routes[routeId].input.safeParse({}).success ? {} : validInputs[routeId];

describe('[G5] a list shows no contact whole', () => {
  it('there are lists, and what they list has contacts', async () => {
    expect(lists.length).toBeGreaterThan(10);
    const session = network.administrator;
    const { rows } = await call(network.url, 'message.list', {}, { session });
    expect(rows.map(({ recipient }) => recipient)).toEqual(['o•••@client.example']);
    const [message] = rows;
    const asked = { messageId: message?.messageId ?? '' };
    const opened = await call(network.url, 'message.get', asked, { session });
    expect(opened.message.recipient).toMatch(WHOLE);
  });

  it.each(lists)('%s', async (routeId) => {
    for (const session of [network.administrator, network.manager]) {
      const answer = await callRaw(network.url, routeId, widest(routeId), { session });
      expect(outcomeOf(answer)).not.toMatch(/^[5]/u);
      expect(JSON.stringify(answer.body)).not.toMatch(WHOLE);
    }
  });
});
