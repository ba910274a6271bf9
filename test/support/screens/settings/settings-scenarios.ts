// Settings of whoever is signed in, and of the desk where he sits.
import { refuse } from '#domain/result.ts';
import type { Role } from '#domain/identity/rights.ts';
import { type EngineAnswers, good } from '../fake-client.ts';
import { type Scenario, scenario } from '../make-scenario.ts';
import * as samples from '../samples.ts';
import { ownSessions } from './settings-samples.ts';

const answers = {
  'session:list': () => good(ownSessions),
  'session:revokeOthers': () => good({ endedCount: 2 }),
  'session:setPassword': () => refuse('PASSWORD_REUSED'),
  'appPin:get': () => good({ isSet: true }),
  'appPin:set': () => good({ done: true }),
} satisfies EngineAnswers;

function at(section: string, role: Role, engine: EngineAnswers = {}): Scenario {
  const path = `/settings?section=${section}`;
  return scenario({ path, role, engine: { ...answers, ...engine } });
}

export const settingsScenarios: Readonly<Record<string, Scenario>> = {
  settings: at('general', 'administrator'),
  'settings-security': at('security', 'administrator'),
  'settings-security-offline': scenario({
    path: '/settings?section=security',
    local: true,
    sync: samples.syncOffline,
    engine: {
      ...answers,
      'appPin:get': () => good({ isSet: false }),
      'session:list': () => refuse('ONLINE_REQUIRED'),
    },
  }),
  'settings-desk': at('desk', 'administrator'),
  'settings-restart': scenario({
    path: '/settings?section=desk',
    shell: {
      mode: 'demonstration',
      testBuild: true,
      processes: { vault: 'running', backend: 'running', engine: 'restarting' },
    },
  }),
  locked: scenario({
    engine: {
      'session:state': () => good({ ...samples.sessionOf('operator'), locked: true }),
      'session:unlock': () => refuse('APP_PIN_INVALID', { triesLeft: 3 }),
    },
  }),
};
