import { onScopeDispose } from 'vue';
import type { Scan } from './scanner.ts';
import { listenToScanner } from './scanner-listener.ts';

/**
 * Calls `onScan` for each reader burst in this window for as long as the calling component lives.
 */
export function useScanner(onScan: (scan: Scan) => void): void {
  const page = document.defaultView;
  if (page !== null) onScopeDispose(listenToScanner(page, onScan));
}
