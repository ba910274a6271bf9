import type { Change } from '#domain/authority/change.ts';
import { refuse } from '#domain/result.ts';
import type { AuthorityRequest, Stores } from '#service/ports.ts';
import { misled, rewritten, twinOf, twisted, type Fault, type PlantedFault } from './fault.ts';

/** Faults of what the office ends, enters and changes at once (I1, I2, I4, I5). */

const closedContractSells = misled(['sale.authorize', 'lease.grant'], (facts) => {
  const { contract } = facts;
  return contract === null ? facts : { ...facts, contract: { ...contract, state: 'signed' } };
});

/** No page of the feed says that a contract was closed. */
const closingNotTold: PlantedFault = {
  stores: (stores) => ({
    ...stores,
    feed: {
      clientFeed: (question) => stores.feed.clientFeed(question),
      feedHead: () => stores.feed.feedHead(),
      feedCount: () => stores.feed.feedCount(),
      async feed(question) {
        const read = await stores.feed.feed(question);
        if (read === null) return read;
        return { ...read, rows: read.rows.filter((row) => !isClosedContract(row)) };
      },
    },
  }),
};

function isClosedContract(row: { readonly entity: string }): boolean {
  return row.entity === 'contract' && JSON.stringify(row).includes('closed');
}

/** How many commits later a change is made once more. */
const AGAIN_AFTER = 10;

/** A change of many limits that comes once more is made once more. */
function limitsChangedTwice(): PlantedFault {
  const late: { readonly request: AuthorityRequest; readonly atCommit: number }[] = [];
  let commits = 0;
  return {
    deciding: (store, ids) => ({
      ...store,
      commitBatch: async (requests, decideOne) => {
        commits += 1;
        const answers = await store.commitBatch(requests, decideOne);
        while ((late[0]?.atCommit ?? commits) < commits) {
          const again = late.shift();
          if (again !== undefined) await store.commitBatch([again.request], decideOne);
        }
        for (const request of requests) {
          const { command } = request;
          if (command?.kind !== 'limit.set-many' || command.dryRun) continue;
          const again = { ...request, command: { ...command, commandId: ids.uuid() } };
          late.push({ request: again, atCommit: commits + AGAIN_AFTER });
        }
        return answers;
      },
    }),
  };
}

/** Of many limits that are changed, the last one stays as it was. */
const limitsPartlyChanged = rewritten(['limit.set-many'], (changes) => {
  const last = changes.flatMap((one) => limitIdOf(one) ?? []).at(-1);
  return changes.filter((one) => last === undefined || limitIdOf(one) !== last);
});

function limitIdOf(change: Change): string | null {
  if (change.kind === 'limit.put') return change.limit.limitId;
  if (change.kind === 'limit.remove') return change.limitId;
  return change.kind === 'limit.history' ? change.version.limitId : null;
}

/** A change of many limits does not look whether they are as they were seen. */
const limitsUndoneUnseen = twisted((command, facts, decideOne) => {
  return decideOne(command.kind === 'limit.set-many' ? { ...command, seen: [] } : command, facts);
});

/** A slip that is in the books already comes into them under another id. */
function slipEnteredTwice(): PlantedFault {
  const twins = new Map<string, string>();
  return {
    stores: (stores) => ({ ...stores, handEntries: forgetful(stores.handEntries, twins) }),
    deciding: (store) => ({
      ...store,
      commitBatch: (requests, decideOne) => {
        const renamed = requests.map((request): AuthorityRequest => {
          const { command } = request;
          const saleId = twins.get(command?.commandId ?? '');
          if (command?.kind !== 'sale.enter' || saleId === undefined) return request;
          return { ...request, command: { ...command, saleId } };
        });
        return store.commitBatch(renamed, decideOne);
      },
    }),
  };
}

function forgetful(
  entries: Stores['handEntries'],
  twins: Map<string, string>,
): Stores['handEntries'] {
  return {
    async note(entry, quota) {
      const noted = await entries.note(entry, quota);
      if (noted !== 'entered') return noted;
      const saleId = twinOf(entry.saleId);
      twins.set(entry.commandId, saleId);
      return entries.note({ ...entry, saleId }, quota);
    },
    forget: (commandId) => entries.forget(commandId),
    countOf: (day) => entries.countOf(day),
  };
}

const slipNotCounted = rewritten(['sale.enter'], (changes) =>
  changes.filter((change) => change.kind !== 'counters.add'),
);

const MONTH_MS = 30 * 24 * 3_600_000;

/** The code that the office has told works as often as it is typed, and for long. */
const voiceCodeUsedAgain: PlantedFault = {
  afterVoice: (journal, counter) => {
    journal
      .prepare(`UPDATE voice_challenge SET state = 'open', at_ms = at_ms + ? WHERE counter = ?`)
      .run(MONTH_MS, counter);
  },
};

const livingHoldGivenUp = misled(['hold.void'], (facts) => ({ ...facts, holdOwner: null }));

const lateFillRefused = twisted((command, facts, decideOne) => {
  if (command.kind === 'sale.capture' && facts.sale?.voided === true) {
    return { outcome: refuse('SALE_REVERSED'), changes: [] };
  }
  return decideOne(command, facts);
});

export const officeFaults: readonly Fault[] = [
  {
    name: 'closed-contract-sells',
    invariant: 'I5',
    what: 'authorize and leases do not look whether a contract is closed',
    seed: 4,
    plant: () => closedContractSells,
  },
  {
    name: 'closing-not-told',
    invariant: 'I5',
    what: 'workstations are not told that a contract was closed',
    seed: 4,
    plant: () => closingNotTold,
  },
  {
    name: 'limits-changed-twice',
    invariant: 'I2',
    what: 'a change of many limits is made once more when it comes once more',
    seed: 1,
    plant: limitsChangedTwice,
  },
  {
    name: 'limits-partly-changed',
    invariant: 'I4',
    what: 'of many limits that were changed one is as before',
    seed: 1,
    plant: () => limitsPartlyChanged,
  },
  {
    name: 'limits-undone-unseen',
    invariant: 'I4',
    what: 'a change of many limits undoes what somebody else has done meanwhile',
    seed: 5,
    plant: () => limitsUndoneUnseen,
  },
  {
    name: 'slip-entered-twice',
    invariant: 'I2',
    what: 'a paper slip that two people enter is two sales',
    seed: 1,
    plant: slipEnteredTwice,
  },
  {
    name: 'slip-not-counted',
    invariant: 'I1',
    what: 'a fill that is entered by hand counts on nothing',
    seed: 1,
    plant: () => slipNotCounted,
  },
  {
    name: 'voice-code-used-again',
    invariant: 'I2',
    what: 'a code that was told by telephone works as often as it is typed',
    seed: 29,
    plant: () => voiceCodeUsedAgain,
  },
  {
    name: 'living-hold-given-up',
    invariant: 'I1',
    what: 'the office gives up a hold whose pump may be running',
    seed: 3,
    plant: () => livingHoldGivenUp,
  },
  {
    name: 'late-fill-refused',
    invariant: 'I4',
    what: 'a fill is refused because its hold was given up before it was told',
    seed: 95,
    plant: () => lateFillRefused,
  },
];
