import { DEFAULT_REFUSAL_LIMITS, RefusalTally, type RefusalLimits } from './audit/refusal-tally.ts';
import { AdmittedCallers } from './access/admitted-callers.ts';
import {
  DEFAULT_GUESS_LIMITS,
  GuessLimits,
  type GuessLimitOptions,
} from './access/guess-limits.ts';
import { AuthorityDesk } from './authority/authority-desk.ts';
import { OneAtATime } from './authority/one-at-a-time.ts';
import { MessageSender } from './message/message-sender.ts';
import type { Post } from './message/post.ts';
import type {
  AuditLog,
  Digests,
  FaultLog,
  PasswordHasher,
  Pauses,
  Turns,
} from './platform-ports.ts';
import type { Clock, Ids, Stores } from './ports.ts';
import type { RobotCheck } from './people/guess-ports.ts';
import type { ShippedProgrammes } from './programme/shipped-programmes.ts';
import type { LiveEvents } from './sync/live-events.ts';
import { RecoveryWatch } from './recovery/recovery-watch.ts';
import { Recalls } from './sync/recalls.ts';
import type { SnapshotShelf } from './sync/snapshot-ports.ts';
import { Snapshots } from './sync/made-snapshots.ts';

export type Readiness = 'ready' | 'starting' | 'stopping';

/** What the composition root hands to the use cases. */
export interface ServiceDeps {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digests: Digests;
  readonly hasher: PasswordHasher;
  readonly robotCheck: RobotCheck;
  readonly turns: Turns;
  readonly pauses: Pauses;
  readonly audit: AuditLog;
  readonly faults: FaultLog;
  /** How messages are worded, and leave the network. */
  readonly post: Post;
  /** Also told to the store as its `FeedListener`. */
  readonly live: LiveEvents;
  readonly backendVersion: string;
  /** One-time token with which `network.create` is allowed; null when it is not. */
  readonly setupToken: string | null;
  readonly readiness: () => Readiness;
  /** Programmes that come with the product; absent where none do. */
  readonly shipped?: ShippedProgrammes;
  /** Where snapshots are made; absent where every workstation takes the feed from its beginning. */
  readonly snapshotShelf?: SnapshotShelf;
  readonly guessLimitOptions?: GuessLimitOptions;
  readonly refusalLimits?: RefusalLimits;
}

/** What every use case is called with. */
export interface Service extends ServiceDeps {
  readonly desk: AuthorityDesk;
  readonly locks: OneAtATime;
  readonly recalls: Recalls;
  readonly recovery: RecoveryWatch;
  readonly snapshots: Snapshots;
  readonly admitted: AdmittedCallers;
  readonly guessLimits: GuessLimits;
  readonly refusals: RefusalTally;
  /** Sends what is in the outgoing box, when it is asked to. */
  readonly sender: MessageSender;
  /** A hash that no password fits: unknown logins cost the same work as known ones (rule G7). */
  readonly nobodysHash: () => Promise<string>;
}

export function makeService(deps: ServiceDeps): Service {
  let nobodysHash: Promise<string> | null = null;
  return {
    ...deps,
    desk: new AuthorityDesk(deps.stores.deciding, deps.turns, deps.clock),
    locks: new OneAtATime(),
    recalls: new Recalls(),
    recovery: new RecoveryWatch(
      async () => (await deps.stores.recovery.recovery()) !== null,
      () => deps.clock.nowMs(),
    ),
    admitted: new AdmittedCallers(),
    guessLimits: new GuessLimits({
      windows: deps.stores.rateWindows,
      clock: deps.clock,
      options: deps.guessLimitOptions ?? DEFAULT_GUESS_LIMITS,
    }),
    refusals: new RefusalTally(deps.clock, deps.refusalLimits ?? DEFAULT_REFUSAL_LIMITS),
    sender: new MessageSender({ ...deps, ...deps.post }),
    snapshots: new Snapshots(),
    nobodysHash: () => (nobodysHash ??= deps.hasher.hash(deps.ids.token())),
  };
}
