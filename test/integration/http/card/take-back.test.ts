import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
});
afterEach(() => network.backend.stop());

const takeBack = (cardId: string, session = network.manager) =>
  callRaw(network.url, 'card.take-back', { commandId: uuid(), cardId }, { session });

const desk = () => ({ bearer: network.workstation.bearer, session: network.operator });

function authorize(cardId: string, saleId = uuid()) {
  const ask = { by: 'volume', volumeMl: 1_000 } as const;
  const what = { cardId, productId: 'ai-95', pumpNumber: 1, pin: null, leaseReturns: [] };
  return callRaw(network.url, 'sale.authorize', { ...what, saleId, ask }, desk());
}

const cardOf = (cardId: string) =>
  call(network.url, 'card.get', { cardId }, { session: network.manager });

describe('[N-08] a card that its client gives up', () => {
  it('sells no more, stays given up, and its money stays on the contract', async () => {
    const { contract } = await cardOf('card-1');
    expect(outcomeOf(await takeBack('card-1'))).toBe('200');
    expect(outcomeOf(await authorize('card-1'))).toBe('422 CARD_RETURNED');
    const after = await cardOf('card-1');
    expect(after.card).toMatchObject({ state: 'returned', blockReason: null });
    expect(after.contract).toEqual(contract);
    expect(outcomeOf(await takeBack('card-1'))).toBe('200');
    const unblock = { commandId: uuid(), cardId: 'card-1' };
    const lifted = await callRaw(network.url, 'card.unblock', unblock, {
      session: network.manager,
    });
    expect(outcomeOf(lifted)).toBe('422 BLOCK_NOT_REVERSIBLE');
  });

  it('waits for the fills on it, and says which they are', async () => {
    const saleId = uuid();
    expect(outcomeOf(await authorize('card-2', saleId))).toBe('200');
    const refused = await takeBack('card-2');
    expect(refused.body).toMatchObject({
      code: 'CARD_HAS_OPEN_HOLD',
      params: { count: 1, saleIds: saleId },
    });
    const bearer = { bearer: network.workstation.bearer };
    const reversal = { commandId: uuid(), saleId, reversedAtMs: network.backend.clock.nowMs() };
    await call(network.url, 'sale.reverse', reversal, bearer);
    expect(outcomeOf(await takeBack('card-2'))).toBe('200');
  });

  it('is taken back by whoever stands at the desk, and by nobody without the right', async () => {
    const { administrator, operator } = network;
    expect(outcomeOf(await takeBack('card-2', administrator))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await takeBack('card-2', operator))).toBe('200');
    expect(outcomeOf(await takeBack('no-such-card'))).toBe('404 CARD_NOT_FOUND');
  });

  it.each(['card first', 'contract first'])(
    'with the end of its contract ends the access the same day: %s',
    async (order) => {
      const cardId = 'card-1';
      const { contract } = await cardOf(cardId);
      const { contractId } = contract;
      const end = async () => {
        const asked = { commandId: uuid(), contractId, reason: 'Клиент ушёл' };
        await call(network.url, 'contract.close', asked, { session: network.manager });
      };
      const steps = [async () => expect(outcomeOf(await takeBack(cardId))).toBe('200'), end];
      for (const step of order === 'card first' ? steps : steps.toReversed()) await step();
      const { service } = network.backend;
      const { clientId } = (await service.stores.clients.contractPaper(contractId))?.client ?? {};
      const asked = { clientId: clientId ?? '', programmeId: null };
      expect(await service.stores.registers.isClientClosed(asked)).toBe(true);
      expect((await cardOf(cardId)).card.state).toBe('returned');
    },
  );
});
