import type { ShellState } from '#protocol/shell.ts';
import type { Application } from './application.ts';

/** What end-to-end tests may read; nothing in it changes anything. */
export interface TestStatus {
  readonly state: () => ShellState;
  readonly pids: () => Readonly<Record<'engine' | 'backend' | 'vault', number | null>>;
  readonly profileDir: string;
}

/** Only in the test build: the caller stands behind `__TEST_CONTROLS__`. */
export function exposeTestStatus(application: Application, profileDir: string): void {
  const status: TestStatus = Object.freeze({
    state: () => application.workstation.state,
    pids: () => application.workstation.pids(),
    profileDir,
  });
  Object.defineProperty(globalThis, 'forecourtTestStatus', { value: status });
}
