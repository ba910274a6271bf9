// Every window that is looked at, by name.
import { refuse } from '#domain/result.ts';
import type { ShellState } from '#protocol/shell.ts';
import { clientScenarios } from './clients/client-scenarios.ts';
import { decisionScenarios } from './decisions/decision-scenarios.ts';
import { applicationScenarios } from './applications/application-scenarios.ts';
import { deskScenarios } from './desk-scenarios.ts';
import { type EngineAnswers, good, never } from './fake-client.ts';
import { type Scenario, scenario } from './make-scenario.ts';
import { messageScenarios } from './messages/message-scenarios.ts';
import { officeScenarios } from './office-scenarios.ts';
import { memberScenarios } from './outside/member-scenarios.ts';
import { outsideScenarios } from './outside/outside-scenarios.ts';
import * as samples from './samples.ts';
import { settingsScenarios } from './settings/settings-scenarios.ts';

const failing = {
  'user:list': () => refuse('LINK_DOWN'),
  'workstation:list': () => refuse('LINK_DOWN'),
  'exposure:leases': () => refuse('LINK_DOWN'),
} satisfies EngineAnswers;

const empty = { rows: [], nextCursor: null, asOfMs: samples.nowMs };
const bare = {
  'user:list': () => good(empty),
  'workstation:list': () => good(empty),
  'exposure:leases': () => good({ rows: [], asOfMs: empty.asOfMs }),
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
  'terms-refused': scenario({
    path: '/sync',
    engine: {
      'session:state': () =>
        good({
          ...samples.sessionOf('representative'),
          refusedTerms: [
            { kind: 'rules', version: 2 },
            { kind: 'personal-data', version: 4 },
          ],
        }),
      'consent:refusalRead': () => good(samples.sessionOf('representative')),
    },
  }),
  'sign-in-arriving': scenario({ role: null, sync: samples.syncArriving }),
  sync: scenario({ path: '/sync' }),
  'sync-arriving': scenario({
    path: '/sync',
    sync: samples.syncPaused,
  }),
  'sync-offline': scenario({ path: '/sync', sync: samples.syncOffline }),
  'sync-refused': scenario({ path: '/sync', sync: samples.syncRefused, role: 'administrator' }),
  'sync-attention': scenario({
    path: '/sync',
    sync: samples.syncAttention,
    role: 'administrator',
    shell: { mode: 'demonstration' },
  }),
  'sync-forked': scenario({ path: '/sync', sync: samples.syncForked }),
  'sync-forked-open': scenario({
    path: '/sync',
    sync: { ...samples.syncForked, fork: { openCount: 2, saved: false } },
  }),
  'sync-forked-saved': scenario({
    path: '/sync',
    sync: { ...samples.syncForked, fork: { openCount: 0, saved: true } },
    engine: { 'fork:rejoin': () => refuse('ENROLMENT_CODE_INVALID') },
  }),
  'sync-recovering': scenario({
    path: '/sync',
    sync: samples.syncRecovering,
    role: 'administrator',
    engine: {
      'recovery:get': () => good({ recovery: samples.recovering, asOfMs: samples.nowMs }),
      'recovery:finish': () => refuse('RECOVERY_AWAITED'),
    },
  }),
  'sync-recovered': scenario({
    path: '/sync',
    role: 'administrator',
    engine: {
      'recovery:get': () =>
        good({
          recovery: { ...samples.recovering, endedAtMs: samples.nowMs },
          asOfMs: samples.nowMs,
        }),
      'recovery:finish': () => refuse('RECOVERY_AWAITED'),
    },
  }),
  ...settingsScenarios,
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
  ...officeScenarios,
  ...messageScenarios,
  ...clientScenarios,
  ...decisionScenarios,
  ...deskScenarios,
  ...outsideScenarios,
  ...applicationScenarios,
  ...memberScenarios,
};
