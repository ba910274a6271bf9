import type { Change } from '#domain/authority/change.ts';
import type { FactLook, Facts } from '#domain/authority/facts.ts';
import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import type { LeaseStore } from '#service/lease-ports.ts';
import {
  leasesMadeWhole,
  misled,
  recounted,
  rewritten,
  twisted,
  type Fault,
  type PlantedFault,
} from './fault.ts';

/** Faults of vouchers, points and refunds (I6, I7, and what money comes back: I1, I3). */

const VOUCHER = 'voucher/';
const POINTS = 'points/';

/** Counters of vouchers, or of points, told otherwise. */
function retold(kind: string, tell: (counted: AllowanceCounters) => AllowanceCounters) {
  return (facts: Facts): Facts =>
    recounted(facts, (key, counted) => (key.startsWith(kind) ? tell(counted) : counted));
}

const usedVoucherTakenAgain = misled(
  ['asset.redeem', 'asset.lease'],
  retold(VOUCHER, (counted) => ({ ...counted, captured: 0 })),
);

const leasedVoucherRedeemed = misled(
  ['asset.redeem'],
  retold(VOUCHER, (counted) => ({ ...counted, leased: 0 })),
);

const longOver = <L extends { readonly expiresAtMs: number }>(lease: L): L => {
  return { ...lease, expiresAtMs: 0 };
};

/** A voucher that lay at a lost workstation is not kept for what that may still tell. */
const lostVoucherFreed: PlantedFault = {
  ...twisted((command, facts, decideOne) => {
    if (command.kind !== 'workstation.declare-lost') return decideOne(command, facts);
    const leases = facts.leases.map(longOver);
    const { outcome, changes } = decideOne(command, { ...facts, leases });
    const endOf = new Map(facts.leases.map(({ leaseId, expiresAtMs }) => [leaseId, expiresAtMs]));
    const asItEnds = changes.map((change): Change => {
      if (change.kind !== 'lease.put') return change;
      const { lease } = change;
      const expiresAtMs = endOf.get(lease.leaseId) ?? lease.expiresAtMs;
      return { kind: 'lease.put', lease: { ...lease, expiresAtMs } };
    });
    return { outcome, changes: asItEnds };
  }),
  stores: (stores) => {
    const leases = new Proxy(stores.leases, {
      get: (owner, name) => {
        if (name === 'openLeases') {
          return async (...asked: Parameters<LeaseStore['openLeases']>) =>
            (await owner.openLeases(...asked)).map(longOver);
        }
        const value: unknown = Reflect.get(owner, name, owner);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => Reflect.apply(value, owner, given);
      },
    });
    return { ...stores, leases };
  },
};

/** The workstation writes its line and keeps the lease as it was. */
const voucherLeaseNotLowered: PlantedFault = { afterOfflineRedemption: leasesMadeWhole };

const takenPointsSpentAgain = misled(
  ['asset.redeem', 'asset.lease'],
  retold(POINTS, () => ({ captured: 0, held: 0, leased: 0 })),
);

/** Nobody remembers which sales have brought points. */
const pointsCreditedTwice = misled(['points.accrue'], (facts) => {
  const { look } = facts;
  const forgetful: FactLook = {
    card: (id) => look.card(id),
    heldSales: (id) => look.heldSales(id),
    group: (id) => look.group(id),
    limitsOf: (key) => look.limitsOf(key),
    rulesOf: (key) => look.rulesOf(key),
    limitPlace: (id) => look.limitPlace(id),
    transfer: (id) => look.transfer(id),
    clientAccount: (of) => look.clientAccount(of),
    isLoginTaken: (key) => look.isLoginTaken(key),
    asset: (key) => (key.startsWith('accrual/') ? null : look.asset(key)),
  };
  return { ...facts, look: forgetful };
});

/** What could not be taken back is owed by nobody. */
const debtForgotten = rewritten(['points.reverse-accrual'], (changes) =>
  changes.map((change): Change => {
    if (change.kind !== 'asset.put' || change.asset.kind !== 'points-account') return change;
    const account = { ...change.asset.account, debtPoints: 0 };
    return { kind: 'asset.put', asset: { kind: 'points-account', account } };
  }),
);

const refundNotCounted = rewritten(['sale.refund'], (changes) =>
  changes.filter((change) => change.kind !== 'counters.add'),
);

/** A kopeck of each refund stays with the station. */
const refundRoundedDown = rewritten(['sale.refund'], (changes) =>
  changes.map((change): Change => {
    if (change.kind !== 'refund.put' || change.refund.amountMinor === 0) return change;
    const { refund } = change;
    return { kind: 'refund.put', refund: { ...refund, amountMinor: refund.amountMinor - 1 } };
  }),
);

export const assetFaults: readonly Fault[] = [
  {
    name: 'used-voucher-taken-again',
    invariant: 'I6',
    what: 'what was taken of a voucher is not counted once the fuel is in the tank',
    seed: 94,
    plant: () => usedVoucherTakenAgain,
  },
  {
    name: 'leased-voucher-redeemed',
    invariant: 'I6',
    what: 'a voucher that lies at one workstation is redeemed at another',
    seed: 62,
    plant: () => leasedVoucherRedeemed,
  },
  {
    name: 'voucher-lease-not-lowered',
    invariant: 'I6',
    what: 'a workstation redeems a voucher without the link and keeps its lease',
    seed: 10,
    plant: () => voucherLeaseNotLowered,
  },
  {
    name: 'lost-voucher-freed',
    invariant: 'I6',
    what: 'a voucher that lies at a workstation which is lost is free at once',
    seed: 47,
    plant: () => lostVoucherFreed,
  },
  {
    name: 'points-spent-again',
    invariant: 'I7',
    what: 'points that are spent, held or leased are taken for free',
    seed: 30,
    plant: () => takenPointsSpentAgain,
  },
  {
    name: 'points-credited-twice',
    invariant: 'I7',
    what: 'a sale brings its points as often as it is told',
    seed: 1,
    plant: () => pointsCreditedTwice,
  },
  {
    name: 'debt-forgotten',
    invariant: 'I7',
    what: 'points that were spent before their sale was taken back are owed by nobody',
    seed: 18,
    plant: () => debtForgotten,
  },
  {
    name: 'refund-not-counted',
    invariant: 'I1',
    what: 'a refund gives nothing back to the windows of its sale',
    seed: 2,
    plant: () => refundNotCounted,
  },
  {
    name: 'refund-rounded-down',
    invariant: 'I3',
    what: 'a refund gives a minor unit less back than the sale took',
    seed: 2,
    plant: () => refundRoundedDown,
  },
];
