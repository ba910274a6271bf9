import type { Result } from '#domain/result.ts';
import type { FaultLog } from '#service/platform-ports.ts';
import type { Clock, FeedListener, Stores } from '#service/ports.ts';

export interface OpenedStores {
  readonly stores: Stores;
  close(): Promise<void>;
}

/** Opens the network's database, wherever it is. */
export type OpenStores = (parts: {
  readonly clock: Clock;
  readonly appVersion: string;
  readonly listener: FeedListener;
  readonly log: FaultLog;
}) => Promise<Result<OpenedStores>>;
