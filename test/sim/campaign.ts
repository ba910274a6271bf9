import { Crew, HANDS, type Order } from './crew.ts';
import type { Fault } from './faults/fault.ts';
import type { RunResult } from './simulate.ts';

/** Many runs, and what they came to together. */

/** What every campaign has to have met; a kind that never came was not tested. */
const MUST_OCCUR: readonly string[] = [
  'online hold',
  'offline hold',
  'online sale',
  'offline sale',
  'lease expired',
  'reversal by the operator',
  'reversal by a lost answer',
  'card blocked at a workstation',
  'card unblocked',
  'limit lowered',
  'limit raised',
  'limit added plain',
  'limit added by hours',
  'limit added alerting',
  'recall',
  'limit planned',
  'limit removed',
  'exposure by a lowered amount',
  'exposure by late truth',
  'credit changed',
  'payment',
  'voucher issued',
  'voucher blocked',
  'voucher leased',
  'points leased',
  'points credited',
  'points credited again',
  'points taken back',
  'online redemption of a voucher',
  'offline redemption of a voucher',
  'online redemption of points',
  'offline redemption of points',
  'redemption used up',
  'redemption given back',
  'refund booked',
  'refund queued',
  'refund of a fill from elsewhere',
  'limit lowered at a workstation',
  'limit lowered without the link',
  'contract closed',
  'hold given up',
  'fill of a hold that was given up',
  'template changed',
  'template removed',
  'template applied',
  'template planned',
  'many limits changed',
  'many limits planned',
  'change of many limits taken back',
  'limit left as another has changed it',
  'slip entered',
  'hold by telephone',
  'fill by telephone that nobody came back for',
  'backend without room',
  'fault request lost',
  'fault answer lost',
  'fault request doubled',
  'fault request stuck',
  'fault late delivery',
  'fault partition',
  'fault deaf line',
  'fault engine killed',
  'fault engine restarted',
  'fault backend killed',
  'fault backend restarted',
  'fault power cut',
  'fault torn tail',
  'fault unsynced tail lost',
  'fault clock set back',
  'fault clock set ahead',
  'fault copy restored',
  'fault journal forked',
  'fault workstation copied',
  'fault workstation declared lost',
  'fault workstation replaced',
  'fault cut in a commit',
  'fault head file rolled back',
  'fault disk full',
  'fault backend disk full',
  'fault backend restored',
  'fault version skew',
  'refused DISK_FULL',
  'refused CLIENT_UPGRADE_REQUIRED',
  'refused BACKEND_UPGRADE_REQUIRED',
  'refused JOURNAL_FORKED',
  'refused NETWORK_RECOVERING',
  'refused WORKSTATION_REVOKED',
  'refused LIMIT_EXCEEDED',
  'refused INSUFFICIENT_FUNDS',
  'refused TANK_CAPACITY_EXCEEDED',
  'refused LEASE_REQUIRED',
  'refused LEASE_EXCEEDED',
  'refused LEASES_KILLED',
  'refused CLOCK_UNTRUSTED',
  'refused CARD_BLOCKED',
  'refused PIN_REQUIRED',
  'refused PIN_INVALID',
  'refused PIN_BLOCKED',
  'refused PUMP_BUSY',
  'refused CAPTURE_ABOVE_HOLD',
  'refused VOUCHER_USED',
  'refused VOUCHER_RESERVED',
  'refused VOUCHER_EXPIRED',
  'refused VOUCHER_BLOCKED',
  'refused POINTS_INSUFFICIENT',
  'refused ONLINE_REQUIRED',
  'refused REFUND_ABOVE_SALE',
  'refused REFUND_TO_ACCOUNT',
  'refused LIMIT_ONLY_LOWERED',
  'refused CONTRACT_CLOSED',
  'refused HOLD_ALIVE',
  'refused LIMIT_TEMPLATE_NOT_FOUND',
  'refused LIMIT_ROWS_INVALID',
  'refused SLIP_ENTERED',
  'refused CONTINGENCY_QUOTA_EXCEEDED',
  'refused VOICE_CHALLENGE_INVALID',
  'refused VOICE_CODE_INVALID',
  'refused VOICE_CODE_VOID',
];

/** What many runs came to; a campaign that was cut short goes on from it. */
export interface Tally {
  readonly firstSeed: number;
  /** The seed that comes next: all before it are in here. */
  nextSeed: number;
  steps: number;
  /** Time that passed in the simulated worlds, and here. */
  simulatedMs: number;
  realMs: number;
  readonly counts: Map<string, number>;
  /** Runs in which something was wrong. */
  readonly failed: RunResult[];
}

export function emptyTally(firstSeed: number): Tally {
  const counts = new Map<string, number>();
  return {
    firstSeed,
    nextSeed: firstSeed,
    steps: 0,
    simulatedMs: 0,
    realMs: 0,
    counts,
    failed: [],
  };
}

export interface CampaignOptions {
  /** Where it begins, or goes on; it grows with each run. */
  readonly tally: Tally;
  /** No run after this seed. */
  readonly lastSeed: number;
  /** No run begins later. */
  readonly minutes?: number;
  readonly steps: number;
  readonly fault?: Fault | null;
  readonly onRun?: (run: RunResult) => void;
}

/** Runs seeds in processes side by side; results come in the order of seeds. */
export async function campaign(options: CampaignOptions): Promise<Tally> {
  const { tally, lastSeed, minutes = Infinity, steps, fault = null, onRun } = options;
  const startedMs = Date.now();
  const before = tally.realMs;
  const crew = new Crew(HANDS);
  const orders = ordersOf({ firstSeed: tally.nextSeed, lastSeed, steps, fault });
  try {
    await crew.work(orders, (run) => {
      add(tally, run);
      tally.realMs = before + Date.now() - startedMs;
      onRun?.(run);
      return Date.now() - startedMs < minutes * 60_000 ? 'go on' : 'stop';
    });
  } finally {
    crew.dismiss();
  }
  return tally;
}

interface Orders {
  readonly firstSeed: number;
  readonly lastSeed: number;
  readonly steps: number;
  readonly fault: Fault | null;
}

function* ordersOf({ firstSeed, lastSeed, steps, fault }: Orders): Generator<Order, void> {
  for (let seed = firstSeed; seed <= lastSeed; seed += 1) {
    yield { seed, steps, faultName: fault?.name ?? null };
  }
}

function add(tally: Tally, run: RunResult): void {
  tally.nextSeed = run.seed + 1;
  tally.steps += run.steps;
  tally.simulatedMs += run.simulatedMs;
  for (const [kind, count] of run.counts) {
    tally.counts.set(kind, (tally.counts.get(kind) ?? 0) + count);
  }
  if (!isClean(run)) tally.failed.push(run);
}

/** Kinds that should have come and did not. */
export function absentFrom({ counts }: Tally): readonly string[] {
  return MUST_OCCUR.filter((kind) => !counts.has(kind));
}

export function isClean({ violations, bugs }: RunResult): boolean {
  return violations.length === 0 && bugs.length === 0;
}

/** The first run, of so many, in which the checker names the fault's invariant; null when none. */
export async function firstCatch(
  fault: Fault,
  { firstSeed, lastSeed, steps }: { firstSeed: number; lastSeed: number; steps: number },
): Promise<RunResult | null> {
  const crew = new Crew(HANDS);
  let caught: RunResult | null = null;
  try {
    await crew.work(ordersOf({ firstSeed, lastSeed, steps, fault }), (run) => {
      if (!catches(fault, run)) return 'go on';
      caught = run;
      return 'stop';
    });
  } finally {
    crew.dismiss();
  }
  return caught;
}

export function catches(fault: Fault, { violations }: RunResult): boolean {
  return violations.some(({ invariant }) => invariant === fault.invariant);
}
