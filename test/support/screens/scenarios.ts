// Each scenario is a set of answers and the place where the window opens.
import { refuse } from '#domain/result.ts';
import type { Role } from '#domain/identity/rights.ts';
import type { SyncState } from '#protocol/bridge.ts';
import type { Settings, ShellState } from '#protocol/shell.ts';
import { type EngineAnswers, type ShellAnswers, good, never } from './fake-client.ts';
import * as samples from './samples.ts';

export interface Scenario {
  readonly engine: EngineAnswers;
  readonly shell: ShellAnswers;
  /** Address behind the `#`. */
  readonly path: string;
  /** What the engine or main tells after the window stands. */
  readonly tells?: readonly { readonly event: string; readonly body: unknown }[];
}

interface Changes {
  readonly shell?: Partial<ShellState>;
  readonly role?: Role | null;
  readonly local?: boolean;
  readonly sync?: SyncState;
  readonly path?: string;
  readonly engine?: EngineAnswers;
  readonly shellAnswers?: ShellAnswers;
  readonly demonstration?: boolean;
  readonly tells?: Scenario['tells'];
}

const done = good({ done: true } as const);

function makeSettings(): ShellAnswers {
  let settings: Settings = samples.settings;
  return {
    'settings:get': () => good(settings),
    'settings:set': (part) => {
      // Main leaves out what was not given; so does this.
      settings = { ...settings, ...(part as Partial<Settings>) };
      return good(settings);
    },
  };
}

function scenario(changes: Changes): Scenario {
  const { role = 'operator', sync = samples.syncOnline, demonstration = false } = changes;
  const state = { ...samples.shellState, ...changes.shell };
  const session = role === null ? samples.nobody : samples.sessionOf(role);
  return {
    path: changes.path ?? '/',
    tells: changes.tells ?? [],
    engine: {
      'session:state': () => good(changes.local === true ? { ...session, mode: 'local' } : session),
      'session:signIn': () => refuse('AUTH_INVALID'),
      'session:signOut': () => good(samples.nobody),
      'station:context': () => good({ ...samples.station, demonstration }),
      'sync:state': () => good(sync),
      'sync:now': () => good(sync),
      'station:list': () => good(samples.stations),
      'user:list': () => good(samples.users),
      'user:create': () => refuse('LOGIN_TAKEN'),
      'workstation:list': () => good(samples.workstations),
      'workstation:code': () =>
        good({ code: 'K7PM-94QX-WD2T', expiresAtMs: samples.nowMs + 15 * 60_000 }),
      'workstation:revoke': () => done,
      'exposure:list': () => good(samples.exposures),
      ...changes.engine,
    },
    shell: {
      'shell:state': () => good(state),
      'app:quit': () => done,
      'print:view': () => good({ printed: true }),
      'keyStore:retry': () => refuse('KEY_STORE_LOCKED'),
      'keyStore:recover': () => refuse('RECOVERY_KEY_INVALID'),
      'setup:demonstration': never,
      'setup:newNetwork': () => good({ recoveryKey: 'F7KQ-2MXD-P9TB-4HWC-Z6RN-8VJY-3GSA-5LEU' }),
      'setup:join': () => refuse('ENROLMENT_CODE_INVALID'),
      ...makeSettings(),
      ...changes.shellAnswers,
    },
  };
}

const failing = {
  'user:list': () => refuse('LINK_DOWN'),
  'workstation:list': () => refuse('LINK_DOWN'),
  'exposure:list': () => refuse('LINK_DOWN'),
} satisfies EngineAnswers;

const empty = { rows: [], nextCursor: null, asOfMs: samples.nowMs };
const bare = {
  'user:list': () => good(empty),
  'workstation:list': () => good(empty),
  'exposure:list': () => good(empty),
} satisfies EngineAnswers;

const keyStore = (state: ShellState['keyStore']): Scenario =>
  scenario({ shell: { phase: 'key-store', keyStore: state } });

export const scenarios: Readonly<Record<string, Scenario>> = {
  'first-run': scenario({ shell: { phase: 'first-run', mode: null } }),
  'first-run-busy': scenario({ shell: { phase: 'first-run', mode: null, testBuild: true } }),
  starting: scenario({
    shell: {
      phase: 'starting',
      processes: { vault: 'running', backend: 'starting', engine: 'starting' },
    },
  }),
  failed: scenario({
    shell: {
      phase: 'failed',
      failureCode: 'DATABASE_FROM_FUTURE',
      processes: { vault: 'running', backend: 'down', engine: 'down' },
    },
  }),
  'key-locked': keyStore('locked'),
  'key-absent': keyStore('absent'),
  'key-wiped': keyStore('wiped'),
  'sign-in': scenario({ role: null }),
  'sign-in-demo': scenario({
    role: null,
    demonstration: true,
    shell: { mode: 'demonstration', testBuild: true },
  }),
  'sign-in-offline': scenario({ role: null, sync: samples.syncOffline }),
  'sign-in-local': scenario({ local: true, sync: samples.syncOffline, path: '/sync' }),
  sync: scenario({ path: '/sync' }),
  'sync-offline': scenario({ path: '/sync', sync: samples.syncOffline }),
  'sync-refused': scenario({ path: '/sync', sync: samples.syncRefused, role: 'administrator' }),
  'sync-attention': scenario({
    path: '/sync',
    sync: samples.syncAttention,
    role: 'administrator',
    shell: { mode: 'demonstration' },
  }),
  settings: scenario({ path: '/settings', role: 'administrator' }),
  'settings-restart': scenario({
    path: '/settings',
    shell: {
      mode: 'demonstration',
      testBuild: true,
      processes: { vault: 'running', backend: 'running', engine: 'restarting' },
    },
  }),
  people: scenario({ path: '/people', role: 'administrator' }),
  'people-loading': scenario({
    path: '/people',
    role: 'administrator',
    engine: { 'user:list': never, 'workstation:list': never },
  }),
  'people-failed': scenario({
    path: '/people',
    role: 'administrator',
    sync: samples.syncOffline,
    engine: failing,
  }),
  'people-empty': scenario({ path: '/people', role: 'administrator', engine: bare }),
  quit: scenario({
    path: '/sync',
    sync: samples.syncOffline,
    tells: [{ event: 'quit:asked', body: { unsentCount: 11, openFillCount: 2 } }],
  }),
};
