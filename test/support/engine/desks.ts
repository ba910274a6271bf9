import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { startSmallNetwork, type SmallNetwork } from '../backend/small-network.ts';
import { EngineBench } from './engine-bench.ts';

/** A desk and its network, as they are when a test asks for them. */
export interface TestDesk {
  readonly network: SmallNetwork;
  readonly bench: EngineBench;
}

type Hook = (work: () => Promise<void>) => void;

interface Life {
  readonly begin: Hook;
  readonly end: Hook;
}

const FILE: Life = { begin: beforeAll, end: afterAll };
const TEST: Life = { begin: beforeEach, end: afterEach };

/** One network and one desk for all tests of a file. */
export const deskPerFile = (): TestDesk => deskOf({ network: FILE, bench: FILE });
/** One network for a file, and a new desk for each of its tests. */
export const deskPerTest = (): TestDesk => deskOf({ network: FILE, bench: TEST });
/** Both anew for each test. */
export const deskAndNetworkPerTest = (): TestDesk => deskOf({ network: TEST, bench: TEST });

function deskOf(lives: { readonly network: Life; readonly bench: Life }): TestDesk {
  let network: SmallNetwork | undefined;
  let bench: EngineBench | undefined;
  lives.network.begin(async () => {
    network = await startSmallNetwork();
  });
  lives.network.end(async () => network?.backend.stop());
  lives.bench.begin(async () => {
    bench = await EngineBench.start(there(network));
  });
  lives.bench.end(async () => bench?.dispose());
  return {
    get network() {
      return there(network);
    },
    get bench() {
      return there(bench);
    },
  };
}

function there<T>(known: T | undefined): T {
  if (known === undefined) throw new Error('asked for outside a test');
  return known;
}
