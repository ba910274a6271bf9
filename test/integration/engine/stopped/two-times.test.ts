import { v7 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import type { BackendClient } from '#engine/ports.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();

/** The same backend, which greets with another time at every handshake. */
function greetsAnew({ call }: BackendClient): BackendClient {
  return {
    call: async (routeId, input, auth) => {
      const answer = await call(routeId, input, auth);
      if (routeId !== 'handshake.do' || !answer.ok) return answer;
      return { ...answer, value: { ...answer.value, epoch: uuid() } };
    },
  };
}

it('a server that tells another time at every word ends the round instead of going on for ever', async () => {
  await desk.bench.restart({ backend: greetsAnew(desk.bench.line.client) });
  desk.bench.line.asked.length = 0;
  const round = await desk.bench.engine.syncOnce();
  expect(round).toMatchObject({ ok: false, code: 'INTERNAL', params: { reason: 'epoch' } });
  const greetings = desk.bench.line.asked.filter((routeId) => routeId === 'handshake.do');
  expect(greetings.length).toBeLessThanOrEqual(4);
  expect(desk.bench.line.asked).not.toContain('journal.push');
});
