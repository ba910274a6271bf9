import type { Change } from '#domain/authority/change.ts';
import type { Decision } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { Facts } from '#domain/authority/facts.ts';
import type { SalePart } from '#domain/sale/sale.ts';
import type { AuthorityAnswer, AuthorityRequest, DecidingStore } from '#service/ports.ts';
import {
  leasesMadeWhole,
  misled,
  recounted,
  rewritten,
  twisted,
  type Decide,
  type Fault,
  type PlantedFault,
} from './fault.ts';

/** Faults that spend more than there is (I1). */

const leaseNotSubtracted = misled(['sale.authorize'], (facts) =>
  recounted(facts, (_key, counted) => ({ ...counted, leased: 0 })),
);

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
        ...store,
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

const leaseNotLowered: PlantedFault = { afterOfflineHold: leasesMadeWhole };

const SECOND_MS = 1000;

/** Every window begins and ends a second too early. */
const windowOffByASecond = twisted((command, facts, decideOne) => {
  if (command.kind !== 'sale.authorize') return decideOne(command, facts);
  const { outcome, changes } = decideOne({ ...command, atMs: command.atMs + SECOND_MS }, facts);
  const back = changes.map((change): Change => {
    if (change.kind !== 'sale.put') return change;
    return { ...change, sale: { ...change.sale, authorizedAtMs: command.atMs } };
  });
  return { outcome, changes: back };
});

const STALE_MS = 10 * 60_000;

interface OpenHold {
  readonly atMs: number;
  readonly parts: readonly SalePart[];
}

/** A hold that is open for long is no longer counted, although its pump may still run. */
function staleHoldFreed(): PlantedFault {
  const open = new Map<string, OpenHold>();
  return twisted((command, facts, decideOne) => {
    if (command.kind !== 'sale.authorize') return noted(open, command, decideOne(command, facts));
    const freed = new Map<string, number>();
    for (const { atMs, parts } of open.values()) {
      if (atMs + STALE_MS > command.atMs) continue;
      for (const { allowanceKey: key, held } of parts) freed.set(key, (freed.get(key) ?? 0) + held);
    }
    const told = recounted(facts, (key, counted) => {
      return { ...counted, held: Math.max(0, counted.held - (freed.get(key) ?? 0)) };
    });
    return noted(open, command, decideOne(command, told));
  });
}

function noted(
  open: Map<string, OpenHold>,
  { atMs }: AuthorityCommand,
  decision: Decision,
): Decision {
  for (const change of decision.changes) {
    if (change.kind !== 'sale.put') continue;
    const { saleId, state, parts } = change.sale;
    if (state === 'held') open.set(saleId, { atMs, parts });
    else open.delete(saleId);
  }
  return decision;
}

const exposureNotNamed = rewritten(['sale.book-hold', 'limit.set', 'contract.sign'], (changes) =>
  changes.filter((change) => change.kind !== 'exposure.put'),
);

const HOUR_MS = 3_600_000;

/** A lease ends an hour after its window. */
const leaseOutlivesWindow = twisted((command, facts, decideOne) => {
  const decision = decideOne(command, facts);
  const { outcome } = decision;
  if (command.kind !== 'lease.grant' || !outcome.ok || outcome.value.kind !== 'leases') {
    return decision;
  }
  const longer = <L extends { readonly expiresAtMs: number }>(lease: L): L => {
    return { ...lease, expiresAtMs: lease.expiresAtMs + HOUR_MS };
  };
  const leases = outcome.value.leases.map(longer);
  const changes = decision.changes.map((change): Change => {
    return change.kind === 'lease.put' ? { ...change, lease: longer(change.lease) } : change;
  });
  return { outcome: { ok: true, value: { ...outcome.value, leases } }, changes };
});

const creditBeyondLimit = misled(['sale.authorize', 'lease.grant'], (facts): Facts => {
  const { contract } = facts;
  if (contract === null) return facts;
  const creditLimitMinor = contract.creditLimitMinor + 5_000_000;
  return { ...facts, contract: { ...contract, creditLimitMinor } };
});

const plannedTermsIgnored = misled(['sale.authorize'], (facts) => ({
  ...facts,
  limits: facts.limits.map((limit) => ({ ...limit, scheduled: [] })),
}));

const contractLimitForgotten = misled(['sale.authorize'], (facts) => ({
  ...facts,
  limits: facts.limits.filter((limit) => limit.subjectKind === 'card'),
}));

export const spendingFaults: readonly Fault[] = [
  {
    name: 'lease-not-subtracted',
    invariant: 'I1',
    what: 'authorize takes for free what workstations hold leases on',
    seed: 2,
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
    seed: 10,
    plant: grantBeforeDebit,
  },
  {
    name: 'rest-returned-twice',
    invariant: 'I1',
    what: 'what a fill left of its lease goes back twice',
    seed: 5,
    plant: () => restReturnedTwice,
  },
  {
    name: 'lease-spent-without-line',
    invariant: 'I1',
    what: 'a workstation lowers a lease and writes no line',
    seed: 4,
    plant: () => leaseSpentWithoutLine,
  },
  {
    name: 'lease-not-lowered',
    invariant: 'I1',
    what: 'a workstation sells from leases and lowers none',
    seed: 4,
    plant: () => leaseNotLowered,
  },
  {
    name: 'window-off-by-a-second',
    invariant: 'I1',
    what: 'the last second of a day counts in the next one',
    seed: 16,
    plant: () => windowOffByASecond,
  },
  {
    name: 'stale-hold-freed',
    invariant: 'I1',
    what: 'a hold that is open for ten minutes is no longer counted',
    seed: 28,
    plant: staleHoldFreed,
  },
  {
    name: 'exposure-not-named',
    invariant: 'I1',
    what: 'what stands above its amount is named nowhere',
    seed: 5,
    plant: () => exposureNotNamed,
  },
  {
    name: 'lease-outlives-window',
    invariant: 'I1',
    what: 'a lease is good for an hour after its window',
    seed: 1,
    plant: () => leaseOutlivesWindow,
  },
  {
    name: 'credit-beyond-limit',
    invariant: 'I1',
    what: 'a contract is given more credit than it has',
    seed: 1,
    plant: () => creditBeyondLimit,
  },
  {
    name: 'contract-limit-forgotten',
    invariant: 'I1',
    what: 'a fill is counted on the limits of its card alone',
    seed: 2,
    plant: () => contractLimitForgotten,
  },
  {
    name: 'planned-terms-ignored',
    invariant: 'I1',
    what: 'what was planned for a limit does not come into force by itself',
    seed: 30,
    plant: () => plannedTermsIgnored,
  },
  {
    name: 'copy-keeps-leases',
    invariant: 'I1',
    what: 'a journal that was put back from a copy sells from the leases in it',
    seed: 43,
    plant: () => ({ forgetsGeneration: true }),
  },
];
