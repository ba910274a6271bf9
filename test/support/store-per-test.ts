import { afterEach, beforeEach } from 'vitest';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { Stores } from '#service/ports.ts';
import { NOON_MS } from './facts.ts';
import { openBench, seedNetwork, type StoreBench } from './network-store.ts';

/** The stores of a small network, as they are when a test asks for them. */
export interface StorePerTest {
  readonly bench: StoreBench;
  readonly stores: Stores;
  /** Writes changes to people at noon, without a word in the trail. */
  readonly commit: (...changes: readonly PeopleChange[]) => Promise<CommitOutcome>;
}

/** A seeded database of the engine under test for each test of a file. */
export function storePerTest(): StorePerTest {
  let open: StoreBench | undefined;
  const bench = (): StoreBench => {
    if (open === undefined) throw new Error('asked for outside a test');
    return open;
  };
  beforeEach(async () => {
    open = await openBench();
    await seedNetwork(open.store);
  });
  afterEach(() => open?.dispose());
  return {
    get bench() {
      return bench();
    },
    get stores() {
      return bench().store.stores;
    },
    commit: (...changes) =>
      bench().store.stores.people.commit({ atMs: NOON_MS, audit: null, changes }),
  };
}
