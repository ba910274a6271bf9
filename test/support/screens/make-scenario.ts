// A scenario is a set of answers and the place where the window opens.
import { refuse } from '#domain/result.ts';
import type { Role } from '#domain/identity/rights.ts';
import type { SyncState } from '#protocol/bridge.ts';
import type { Settings, ShellState } from '#protocol/shell.ts';
import { type EngineAnswers, type ShellAnswers, good, never } from './fake-client.ts';
import * as people from './people-samples.ts';
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
  readonly settings?: Settings;
  readonly tells?: Scenario['tells'];
}

const done = good({ done: true } as const);

function makeSettings(initial: Settings): ShellAnswers {
  let settings = initial;
  return {
    'settings:get': () => good(settings),
    'settings:set': (part) => {
      // Main leaves out what was not given; so does this.
      settings = { ...settings, ...(part as Partial<Settings>) };
      return good(settings);
    },
  };
}

/** A working window with everything as usual, but for the given changes. */
export function scenario(changes: Changes): Scenario {
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
      'sync:arrival': () => good(sync),
      'station:list': () => good(samples.stations),
      'station:getMany': ({ stationIds }) =>
        good({
          rows: samples.stations.rows.filter(({ stationId }) => stationIds.includes(stationId)),
        }),
      'user:list': () => good(samples.users),
      'user:create': () => refuse('LOGIN_TAKEN'),
      'user:lastSignIn': () => good({ ...samples.lastSignIn, errorCount: 0 }),
      'signIn:last': () => good(samples.lastSignIn),
      'session:listAll': () => good(people.sessions),
      'preferences:get': () => good({}),
      'preferences:set': () => good({}),
      'appPin:get': () => good({ isSet: false }),
      'audit:list': () => good(people.auditTrail),
      'audit:verify': () =>
        good({ entryCount: 3, headHash: '1'.repeat(64), fault: null, asOfMs: samples.nowMs }),
      'user:put': () => refuse('LAST_ADMINISTRATOR'),
      'staffRules:get': () => good({ offlineDays: 7, asOfMs: samples.nowMs }),
      'staffRules:put': () => done,
      'user:resetPassword': () => good(people.drawnAccess),
      'user:unlock': () => done,
      'workstation:list': () => good(samples.workstations),
      'workstation:code': () =>
        good({ code: 'K7PM-94QX-WD2T', expiresAtMs: samples.nowMs + 15 * 60_000 }),
      'workstation:revoke': () => done,
      'exposure:leases': () => good(samples.exposures),
      'programme:public': () => good({ programmes: [], asOfMs: samples.nowMs }),
      'recovery:get': () => good({ recovery: null, asOfMs: samples.nowMs }),
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
      ...makeSettings(changes.settings ?? samples.settings),
      ...changes.shellAnswers,
    },
  };
}
