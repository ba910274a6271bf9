const DAY_MS = 24 * 3_600_000;

/**
 * For so many days after a sign-in online the network's own people unlock a workstation without a
 * link, until an administrator says otherwise (row N-03, its default). How long a programme's
 * people do, their programme says.
 */
export const STAFF_OFFLINE_DAYS = 7;

/** A month, after which nobody knows any more who still works here. */
export const STAFF_OFFLINE_DAYS_MAX = 30;

/** A term in days as a length of time. */
export function offlineTermMs(days: number): number {
  return days * DAY_MS;
}
