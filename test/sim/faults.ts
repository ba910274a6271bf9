import { join } from 'node:path';
import type { Change, Decision } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { decide } from '#domain/authority/decide.ts';
import type { Facts } from '#domain/authority/facts.ts';
import type { AuthorityAnswer, AuthorityRequest, DecidingStore, Ids } from '#service/ports.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { Invariant } from './checker/evidence.ts';
import { loseLastCommit } from './world/disk.ts';

/** A fault that was built in on purpose, through ports alone; the checker has to name it. */
export interface Fault {
  readonly name: string;
  /** What the checker must say. */
  readonly invariant: Invariant;
  readonly what: string;
  /** A seed that is known to catch it. */
  readonly seed: number;
  readonly plant: () => PlantedFault;
}

/** Where a fault may sit. Each run has its own. */
export interface PlantedFault {
  /** Stands between the use cases and the store that decides. */
  readonly deciding?: (store: DecidingStore, ids: Ids) => DecidingStore;
  /** Touches what a dead engine left in its folder. */
  readonly afterDeath?: (folder: string) => void;
  /** Touches the journal of a workstation after a hold from leases. */
  readonly afterOfflineHold?: (journal: WritableDb, saleId: string) => void;
}

type Decide = typeof decide;
type Twist = (command: AuthorityCommand, facts: Facts, decideOne: Decide) => Decision;

/** A store whose decisions are twisted. */
function twisted(twist: Twist): PlantedFault {
  return {
    deciding: (store) => ({
      commitBatch: (requests, decideOne) =>
        store.commitBatch(requests, (command, facts) => twist(command, facts, decideOne)),
    }),
  };
}

/** A store that leaves out or adds to what decisions of one kind change. */
function rewritten(
  kinds: readonly AuthorityCommand['kind'][],
  rewrite: (changes: readonly Change[], facts: Facts) => readonly Change[],
): PlantedFault {
  return twisted((command, facts, decideOne) => {
    const decision = decideOne(command, facts);
    if (!kinds.includes(command.kind)) return decision;
    return { ...decision, changes: rewrite(decision.changes, facts) };
  });
}

const leaseNotSubtracted = twisted((command, facts, decideOne) => {
  if (command.kind !== 'sale.authorize') return decideOne(command, facts);
  const counters = new Map(
    [...facts.counters].map(([key, counter]) => [key, { ...counter, leased: 0 }]),
  );
  return decideOne(command, { ...facts, counters });
});

const leaseNotCounted = rewritten(['lease.grant'], (changes) =>
  changes.filter((change) => change.kind !== 'counters.add'),
);

class Undone extends Error {}

/** A grant is told first and written with whatever is written next, if anything is. */
function grantBeforeDebit(): PlantedFault {
  return {
    deciding: (store) => {
      let late: AuthorityRequest[] = [];
      return {
        async commitBatch(requests, decideOne) {
          const [only] = requests;
          if (requests.length === 1 && only?.command?.kind === 'lease.grant') {
            const told = await decidedOnly(store, only, decideOne);
            if (told !== null) late.push(only);
            return told === null ? store.commitBatch(requests, decideOne) : [told];
          }
          const first = late;
          late = [];
          const answers = await store.commitBatch([...first, ...requests], decideOne);
          return answers.slice(first.length);
        },
      };
    },
  };
}

/** The answer without the commit; null when it was a repeated request. */
async function decidedOnly(
  store: DecidingStore,
  request: AuthorityRequest,
  decideOne: Decide,
): Promise<AuthorityAnswer | null> {
  let decision: Decision | null = null;
  try {
    await store.commitBatch([request], (command, facts) => {
      decision = decideOne(command, facts);
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  const decided = decision as Decision | null;
  return decided === null ? null : { outcome: decided.outcome, repeated: false, line: null };
}

/** A request that comes again under its id is taken for a new one. */
function retryNotDeduplicated(): PlantedFault {
  const known = new Set<string>();
  return {
    deciding: (store, ids) => ({
      commitBatch: (requests, decideOne) => {
        const renamed = requests.map((request): AuthorityRequest => {
          const { command, line } = request;
          if (command === null || line !== null) return request;
          const again = known.has(command.commandId);
          known.add(command.commandId);
          return again ? { ...request, command: { ...command, commandId: ids.uuid() } } : request;
        });
        return store.commitBatch(renamed, decideOne);
      },
    }),
  };
}

const twinOf = (saleId: string): string => saleId.replace(/^.{8}/u, 'ffffffff');

const holdBookedTwice = rewritten(['sale.book-hold'], (changes) =>
  changes.flatMap((change): Change[] => {
    if (change.kind === 'counters.add') return [change, { ...change, leased: 0 }];
    if (change.kind === 'sale.put') {
      const parts = change.sale.parts.map((part) => ({ ...part, leaseId: null }));
      const sale = { ...change.sale, parts, saleId: twinOf(change.sale.saleId) };
      return [change, { ...change, sale }];
    }
    if (change.kind !== 'transfer' || change.step.step !== 'pend') return [change];
    const { transfer } = change.step;
    const twin = { ...transfer, transferId: twinOf(transfer.transferId) };
    return [change, { ...change, step: { step: 'pend', transfer: twin } }];
  }),
);

const captureLostOnCrash: PlantedFault = {
  afterDeath: (folder) => void loseLastCommit(join(folder, 'journal.db-wal')),
};

/** Money moves, and what was reserved for it stays reserved on both accounts. */
const accountDeltaSkipped = rewritten(['sale.capture'], (changes) =>
  changes.map((change): Change => {
    if (change.kind !== 'transfer' || change.step.step !== 'post') return change;
    const transfer = { ...change.step.transfer, pendingMinor: 0 };
    return { ...change, step: { step: 'post', transfer } };
  }),
);

/** What a fill left of its lease is given back to the lease once more. */
const restReturnedTwice = rewritten(['sale.capture', 'sale.reverse'], (changes, facts) => {
  const again = new Map<string, number>();
  const lowered = changes.map((change): Change => {
    if (change.kind !== 'lease.put') return change;
    const before = facts.leases.find((lease) => lease.leaseId === change.lease.leaseId);
    const rest = Math.min((before?.spent ?? 0) - change.lease.spent, change.lease.spent);
    if (rest <= 0) return change;
    const { allowanceKey } = change.lease;
    again.set(allowanceKey, (again.get(allowanceKey) ?? 0) + rest);
    return { ...change, lease: { ...change.lease, spent: change.lease.spent - rest } };
  });
  return lowered.map((change) =>
    change.kind === 'counters.add'
      ? { ...change, leased: change.leased + (again.get(change.allowanceKey) ?? 0) }
      : change,
  );
});

const leaseSpentWithoutLine: PlantedFault = {
  afterOfflineHold: (journal, saleId) => {
    journal.exec('DROP TRIGGER IF EXISTS line_kept');
    journal
      .prepare(`DELETE FROM line WHERE sale_id = ? AND seq = (SELECT max(seq) FROM line)`)
      .run(saleId);
  },
};

const reversalForgotten = rewritten(['sale.reverse'], (changes) =>
  changes.filter((change) => change.kind !== 'sale.refuse'),
);

/**
 * At least one for each invariant; `npm run sim -- --faults` looks for a seed that catches each.
 */
export const faults: readonly Fault[] = [
  {
    name: 'lease-not-subtracted',
    invariant: 'I1',
    what: 'authorize takes for free what workstations hold leases on',
    seed: 1,
    plant: () => leaseNotSubtracted,
  },
  {
    name: 'lease-not-counted',
    invariant: 'I1',
    what: 'a grant is kept but not counted as leased',
    seed: 1,
    plant: () => leaseNotCounted,
  },
  {
    name: 'grant-before-debit',
    invariant: 'I1',
    what: 'a grant is told before it is written',
    seed: 1,
    plant: grantBeforeDebit,
  },
  {
    name: 'rest-returned-twice',
    invariant: 'I1',
    what: 'what a fill left of its lease goes back twice',
    seed: 3,
    plant: () => restReturnedTwice,
  },
  {
    name: 'lease-spent-without-line',
    invariant: 'I1',
    what: 'a workstation lowers a lease and writes no line',
    seed: 1,
    plant: () => leaseSpentWithoutLine,
  },
  {
    name: 'retry-not-deduplicated',
    invariant: 'I2',
    what: 'a repeated command is taken for a new one',
    seed: 3,
    plant: retryNotDeduplicated,
  },
  {
    name: 'hold-booked-twice',
    invariant: 'I2',
    what: 'an offline hold comes into the books under two ids',
    seed: 1,
    plant: () => holdBookedTwice,
  },
  {
    name: 'reversal-forgotten',
    invariant: 'I2',
    what: 'the reversal of an unseen id is not remembered',
    seed: 2,
    plant: () => reversalForgotten,
  },
  {
    name: 'account-delta-skipped',
    invariant: 'I3',
    what: 'a capture leaves its reserve on the accounts',
    seed: 1,
    plant: () => accountDeltaSkipped,
  },
  {
    name: 'capture-lost-on-crash',
    invariant: 'I4',
    what: 'the last commit of a journal was not synced when its engine died',
    seed: 1,
    plant: () => captureLostOnCrash,
  },
];

export function faultNamed(name: string): Fault | null {
  return faults.find((fault) => fault.name === name) ?? null;
}
