// Settings of whoever is signed in, and of the desk where he sits.
import { refuse } from '#domain/result.ts';
import type { Role } from '#domain/identity/rights.ts';
import { type EngineAnswers, good } from '../fake-client.ts';
import { type Scenario, scenario } from '../make-scenario.ts';
import * as samples from '../samples.ts';
import * as outside from '../outside/outside-samples.ts';
import { ownConsents, ownData, ownSessions } from './settings-samples.ts';

const answers = {
  'session:list': () => good(ownSessions),
  'session:revokeOthers': () => good({ endedCount: 2 }),
  'session:setPassword': () => refuse('PASSWORD_REUSED'),
  'appPin:get': () => good({ isSet: true }),
  'appPin:set': () => good({ done: true }),
  'preferences:get': () => good({}),
  'preferences:set': () => refuse('CHANNEL_NOT_VERIFIED', { channel: 'email' }),
  'personalData:get': () => good(ownData),
  'personalData:put': () => refuse('FIELD_INVALID', { field: 'displayName' }),
  'contact:change': () => good({ done: true }),
  'contact:confirmLink': () => refuse('LINK_EXPIRED'),
  'consent:list': () => good(ownConsents),
  'terms:read': () => good(outside.paper),
  'terms:versions': () => good(outside.paperVersions),
  'account:askErasure': () => good({ done: true }),
  'account:takeBackErasure': () => good({ done: true }),
} satisfies EngineAnswers;

/** Somebody of a programme: he has documents, and contacts of his own. */
function ofMember(section: string, engine: EngineAnswers = {}): Scenario {
  const session = { ...samples.sessionOf('member'), programmeId: outside.members.programmeId };
  return at(section, 'member', { 'session:state': () => good(session), ...engine });
}

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
  'settings-data': ofMember('data'),
  'settings-data-staff': at('data', 'operator', {
    'personalData:get': () => good({ ...ownData, email: null, phone: null, changes: [] }),
  }),
  'settings-documents': ofMember('documents'),
  'settings-documents-asked': ofMember('documents', {
    'consent:list': () => good({ ...ownConsents, erasureAskedAtMs: samples.nowMs }),
  }),
  'settings-notices': ofMember('notices'),
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
