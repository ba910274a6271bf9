/**
 * For so long after a sign-in online the network's own people unlock a workstation without a link
 * (row N-03, its default). How long a programme's people do, their programme says.
 */
export const STAFF_OFFLINE_MS = 7 * 24 * 3_600_000;
