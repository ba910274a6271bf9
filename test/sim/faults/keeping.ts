import { join } from 'node:path';
import type { Change } from '#domain/authority/change.ts';
import { refuse } from '#domain/result.ts';
import type { AuthorityRequest } from '#service/ports.ts';
import { loseLastCommit } from '../world/disk.ts';
import { misled, rewritten, twinOf, twisted, type Fault, type PlantedFault } from './fault.ts';

/** Faults that double, lose, forget or falsify (I2–I5, I8). */

/** A request that comes again under its id is taken for a new one. */
function retryNotDeduplicated(): PlantedFault {
  const known = new Set<string>();
  return {
    deciding: (store, ids) => ({
      ...store,
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

const reversalForgotten = rewritten(['sale.reverse'], (changes) =>
  changes.filter((change) => change.kind !== 'sale.refuse'),
);

const REUSED_EVERY = 4;

/** Now and then a sale gets the id of the one before. */
function idNotUnique(): PlantedFault {
  let count = 0;
  let last: string | null = null;
  return {
    saleId: (fresh) => {
      count += 1;
      const id = count % REUSED_EVERY === 0 && last !== null ? last : fresh;
      last = id;
      return id;
    },
  };
}

/** Money moves, and what was reserved for it stays reserved. */
const reserveNotReleased = rewritten(['sale.capture'], (changes) =>
  changes.filter((change) => change.kind !== 'transfer'),
);

/** A kopeck less is booked than was sold. */
const roundedDown = rewritten(['sale.capture'], (changes) =>
  changes.map((change): Change => {
    if (change.kind !== 'sale.put' || change.sale.amountMinor === 0) return change;
    return { ...change, sale: { ...change.sale, amountMinor: change.sale.amountMinor - 1 } };
  }),
);

const vatOfLastYear = misled(['sale.authorize'], (facts) => ({ ...facts, vatRateBp: 2000 }));

const statementLineLost: PlantedFault = {
  stores: (stores) => ({
    ...stores,
    statements: {
      subject: (kind, id) => stores.statements.subject(kind, id),
      async statement(question) {
        const read = await stores.statements.statement(question);
        return { ...read, lines: read.lines.slice(0, read.lines.length > 2 ? -1 : undefined) };
      },
    },
  }),
};

const lateTruthRefused = twisted((command, facts, decideOne) => {
  if (command.kind === 'sale.book-hold' && facts.workstation?.state !== 'active') {
    return { outcome: refuse('WORKSTATION_REVOKED'), changes: [] };
  }
  return decideOne(command, facts);
});

const blockIgnored = misled(['sale.authorize'], (facts) => {
  const { card } = facts;
  if (card === null) return facts;
  return { ...facts, card: { ...card, state: 'active', blockReason: null } };
});

const toldBlockForgotten = rewritten(['card.block'], (changes, { workstation }) =>
  workstation === null ? changes : changes.filter((change) => change.kind !== 'card.put'),
);

/** Nobody looks whether a workstation was stopped, neither at the door nor where it is decided. */
function stoppedWorkstationSells(): PlantedFault {
  const { deciding } = misled(['sale.authorize', 'lease.grant'], (facts) => {
    const { workstation } = facts;
    return workstation === null
      ? facts
      : { ...facts, workstation: { ...workstation, state: 'active' } };
  });
  return {
    ...(deciding === undefined ? {} : { deciding }),
    stores: (stores) => {
      const identity = new Proxy(stores.identity, {
        get: (owner, name) => {
          const value: unknown = Reflect.get(owner, name, owner);
          if (typeof value !== 'function') return value;
          // What is answered at once stays so: a promise that nobody awaits ends the process.
          return (...given: unknown[]) => {
            const answer: unknown = Reflect.apply(value, owner, given);
            return answer instanceof Promise ? answer.then(activeStill) : answer;
          };
        },
      });
      return { ...stores, identity };
    },
  };
}

function activeStill(row: unknown): unknown {
  return isWorkstation(row) ? { ...row, state: 'active' } : row;
}

function isWorkstation(row: unknown): row is object {
  return typeof row === 'object' && row !== null && 'refreshHashes' in row;
}

const ROWS_LOST_EVERY = 5;

/** Now and then a page of the feed lacks its last card. */
function feedRowLost(): PlantedFault {
  let pages = 0;
  return {
    stores: (stores) => ({
      ...stores,
      feed: {
        clientFeed: (question) => stores.feed.clientFeed(question),
        feedHead: () => stores.feed.feedHead(),
        feedCount: () => stores.feed.feedCount(),
        async feed(question) {
          const read = await stores.feed.feed(question);
          if (read === null) return read;
          pages += 1;
          const lost = read.rows.findLast(({ entity }) => entity === 'card');
          if (pages % ROWS_LOST_EVERY > 0 || lost === undefined) return read;
          return { ...read, rows: read.rows.filter((row) => row !== lost) };
        },
      },
    }),
  };
}

const lineChangedAtDesk: PlantedFault = {
  afterOfflineHold: (journal, saleId) => {
    journal.exec('DROP TRIGGER IF EXISTS line_fixed');
    journal
      .prepare(`UPDATE line SET body = json_set(body, '$.pumpNumber', 9) WHERE sale_id = ?`)
      .run(saleId);
  },
};

/** A line is kept otherwise than it came. */
const lineChangedAtBackend: PlantedFault = {
  deciding: (store) => ({
    ...store,
    commitBatch: (requests, decideOne) =>
      store.commitBatch(
        requests.map((request): AuthorityRequest => {
          if (request.line?.line.kind !== 'sale.captured') return request;
          const { line, workstationId } = request.line;
          const body = line.body.replace(/"slipNumber":\d+/u, '"slipNumber":4711');
          return { ...request, line: { workstationId, line: { ...line, body } } };
        }),
        decideOne,
      ),
  }),
};

export const keepingFaults: readonly Fault[] = [
  {
    name: 'retry-not-deduplicated',
    invariant: 'I2',
    what: 'a repeated command is taken for a new one',
    seed: 1,
    plant: retryNotDeduplicated,
  },
  {
    name: 'hold-booked-twice',
    invariant: 'I2',
    what: 'an offline hold comes into the books under two ids',
    seed: 2,
    plant: () => holdBookedTwice,
  },
  {
    name: 'reversal-forgotten',
    invariant: 'I2',
    what: 'the reversal of an unseen id is not remembered',
    seed: 70,
    plant: () => reversalForgotten,
  },
  {
    name: 'id-not-unique',
    invariant: 'I2',
    what: 'two sales get the same id, at any workstation',
    seed: 10,
    plant: idNotUnique,
  },
  {
    name: 'reserve-not-released',
    invariant: 'I3',
    what: 'a capture leaves its transfer pending',
    seed: 2,
    plant: () => reserveNotReleased,
  },
  {
    name: 'rounded-down',
    invariant: 'I3',
    what: 'a minor unit less is booked than was sold',
    seed: 2,
    plant: () => roundedDown,
  },
  {
    name: 'vat-of-last-year',
    invariant: 'I3',
    what: 'a sale has the VAT rate of another date',
    seed: 2,
    plant: () => vatOfLastYear,
  },
  {
    name: 'statement-line-lost',
    invariant: 'I3',
    what: 'a statement lacks a line',
    seed: 1,
    plant: () => statementLineLost,
  },
  {
    name: 'engine-sync-skipped',
    invariant: 'I4',
    what: 'the last commit of a journal was not synced when its engine died',
    seed: 3,
    plant: () => ({ afterDeath: (folder) => void loseLastCommit(join(folder, 'journal.db-wal')) }),
  },
  {
    name: 'backend-sync-skipped',
    invariant: 'I4',
    what: 'the last commit of the ledger was not synced when the backend died',
    seed: 3,
    plant: () => ({
      afterBackendDeath: (folder) => void loseLastCommit(join(folder, 'network.db-wal')),
    }),
  },
  {
    name: 'late-truth-refused',
    invariant: 'I4',
    what: 'the journal of a lost workstation is refused',
    seed: 53,
    plant: () => lateTruthRefused,
  },
  {
    name: 'block-ignored',
    invariant: 'I5',
    what: 'authorize does not look whether a card is blocked',
    seed: 15,
    plant: () => blockIgnored,
  },
  {
    name: 'told-block-forgotten',
    invariant: 'I5',
    what: 'a block that comes with a journal is taken and not carried out',
    seed: 1,
    plant: () => toldBlockForgotten,
  },
  {
    name: 'stopped-workstation-sells',
    invariant: 'I5',
    what: 'a workstation that was declared lost goes on asking and is answered',
    seed: 1,
    plant: stoppedWorkstationSells,
  },
  {
    name: 'feed-row-lost',
    invariant: 'I5',
    what: 'a workstation is not told that a card changed',
    seed: 3,
    plant: feedRowLost,
  },
  {
    name: 'line-changed-at-desk',
    invariant: 'I8',
    what: 'a line of a journal is changed after it was written',
    seed: 4,
    plant: () => lineChangedAtDesk,
  },
  {
    name: 'line-changed-at-backend',
    invariant: 'I8',
    what: 'the backend keeps another line than came',
    seed: 2,
    plant: () => lineChangedAtBackend,
  },
];
