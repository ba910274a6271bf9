import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BackendClient } from '#engine/ports.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let bench: EngineBench;
beforeEach(async () => {
  network = await startSmallNetwork();
  bench = await EngineBench.start(network);
});
afterEach(async () => {
  bench.dispose();
  await network.backend.stop();
});

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
  await bench.restart({ backend: greetsAnew(bench.line.client) });
  bench.line.asked.length = 0;
  const round = await bench.engine.syncOnce();
  expect(round).toMatchObject({ ok: false, code: 'INTERNAL', params: { reason: 'epoch' } });
  const greetings = bench.line.asked.filter((routeId) => routeId === 'handshake.do');
  expect(greetings.length).toBeLessThanOrEqual(4);
  expect(bench.line.asked).not.toContain('journal.push');
});
