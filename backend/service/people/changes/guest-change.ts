import type { News, StationSaid } from '../../guests/guest-rows.ts';

/** What may become of what the network tells everybody. */
export type GuestChange =
  /** An id that is there already makes the work stale. */
  | { readonly kind: 'news.add'; readonly news: News }
  /** `revision` is the one that was read. */
  | { readonly kind: 'news.put'; readonly news: News }
  /** The same; it tells the workstations of the address, too. */
  | { readonly kind: 'station.describe'; readonly said: StationSaid };
