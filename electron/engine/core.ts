import type { CacheFile } from './cache/cache-file.ts';
import type { Events } from './events.ts';
import type { Identity } from './journal/facts.ts';
import type { Journal } from './journal/journal.ts';
import type { TrustedClock } from './journal/trusted-clock.ts';
import type { PinnedKey } from './pinned-keys.ts';
import type { Clock, Ids, Log, SecretHash, Vault } from './ports.ts';
import type { Arrival } from './sync/arrival.ts';
import type { Link } from './sync/link.ts';

export interface Recovery {
  readonly awaitedCount: number;
}

/** What every part of an enrolled workstation's engine works with. */
export interface Core {
  readonly journal: Journal;
  readonly cache: CacheFile;
  /** The time in which leases, sales and journal lines live. */
  readonly clock: TrustedClock;
  /** The machine's own clocks: for how long something takes, never for what it means. */
  readonly machineClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly vault: Vault;
  readonly secretHash: SecretHash;
  readonly identity: Identity;
  readonly workstationName: string;
  readonly backendKeys: readonly PinnedKey[];
  readonly link: Link;
  readonly events: Events;
  /** What the last handshake said about a backend that was restored; null when it was not. */
  readonly recovery: () => Recovery | null;
  readonly arrival: Arrival;
  readonly noteRecovery: (recovery: Recovery | null) => void;
}
