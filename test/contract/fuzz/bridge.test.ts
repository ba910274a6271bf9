import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bridge, bridgeMethods } from '#protocol/bridge.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';
import { inputsOf } from './inputs.ts';

/** What a window, or whatever has taken its place, may say to the engine. */
const RUNS = 30;

let network: SmallNetwork;
let bench: EngineBench;
beforeAll(async () => {
  network = await startSmallNetwork();
  bench = await EngineBench.start(network);
});
afterAll(async () => {
  bench.dispose();
  await network.backend.stop();
});

describe.each(bridgeMethods)('%s', (method) => {
  it('answers whatever comes with a value or a code, and never with a bug', async () => {
    await fc.assert(
      fc.asyncProperty(inputsOf(bridge[method].input, null), async (input) => {
        const answer = await bench.desk.ask(method, input);
        expect([method, answer.ok ? null : answer.code]).not.toContain('INTERNAL');
      }),
      { numRuns: RUNS },
    );
  });
});

describe('what is no method', () => {
  it('is refused by a code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.anything(), async (method, input) => {
        fc.pre(!Object.hasOwn(bridge, method));
        expect(await bench.desk.ask(method, input)).toMatchObject({
          code: 'BRIDGE_METHOD_UNKNOWN',
        });
      }),
      { numRuns: 100 },
    );
  });
});
