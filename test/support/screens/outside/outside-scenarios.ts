// Windows of somebody who is not signed in, door by door.
import type { Role } from '#domain/identity/rights.ts';
import { refuse } from '#domain/result.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { FeedbackRecord } from '#protocol/records/feedback.ts';
import type { LetterLink } from '#protocol/letter-link.ts';
import { type EngineAnswers, type ShellAnswers, good } from '../fake-client.ts';
import { type Scenario, scenario } from '../make-scenario.ts';
import { feedbackOfDesk, feedbackRows } from './feedback-samples.ts';
import { keptNews, news, stations } from './guest-samples.ts';
import * as samples from './outside-samples.ts';
import { nowMs, sessionOf, settings, syncOffline } from '../samples.ts';

const outside = {
  'programme:public': () => good(samples.programmes),
  'terms:read': () => good(samples.paper),
  'terms:versions': () => good(samples.paperVersions),
  'session:setPassword': () => refuse('PASSWORD_REUSED'),
  'password:recover': () => good({ done: true }),
  'registration:start': () => good(samples.registration),
  'registration:confirm': () => refuse('CODE_INVALID', { left: 4 }),
  'consent:list': () => good(samples.consents),
  'password:prove': () => refuse('CODE_INVALID', { left: 4 }),
  'news:public': () => good({ rows: [...news], asOfMs: nowMs }),
  'station:public': () => good({ rows: [...stations], asOfMs: nowMs }),
  'feedback:here': () => good({ rows: [...feedbackOfDesk] }),
  'feedback:send': () => refuse('CONTACT_REQUIRED'),
} satisfies EngineAnswers;

function door(programmeId: string | null, changes: Parameters<typeof scenario>[0] = {}): Scenario {
  return scenario({
    role: null,
    ...changes,
    engine: { ...outside, ...changes.engine },
    settings: { ...settings, lastDoor: programmeId, lastLogin: null },
  });
}

/** Somebody who is signed in, where feedback is written and read. */
function inside(role: Role, rows: readonly FeedbackRecord[] = feedbackRows): Scenario {
  const asOfMs = nowMs - 2000;
  const list = () => good({ rows: [...rows], nextCursor: null, asOfMs });
  return scenario({ path: '/feedback', role, engine: { ...outside, 'feedback:list': list } });
}

/** A link out of a letter has come. */
const linked = (link: LetterLink): ShellAnswers => ({ 'letterLink:take': () => good({ link }) });

/** Somebody who is signed in, where news and stations are. */
function told(path: string, role: Role): Scenario {
  const mine = () => good({ rows: [...news], asOfMs: nowMs });
  const list = () => good({ rows: [...keptNews], nextCursor: null, asOfMs: nowMs });
  const engine = { ...outside, 'news:mine': mine, 'news:list': list } satisfies EngineAnswers;
  return scenario({ path, role, engine });
}

/** Letters leave, short messages only lie in the box. */
const channels: BridgeAnswer<'channel:get'> = {
  email: {
    settings: {
      host: 'mail.network.example',
      port: 587,
      security: 'starttls',
      user: 'cards',
      fromAddress: 'cards@network.example',
      site: null,
      trustedCaPem: null,
    },
    hasSecret: true,
    revision: 2,
    changedAtMs: nowMs - 86_400_000,
  },
  sms: null,
  asOfMs: nowMs - 2000,
};

/** Somebody who came in for one thing alone. */
function halfway(purpose: 'set-password' | 'accept-terms'): Scenario {
  const { programmeId } = samples.members;
  const session = { ...sessionOf('member'), programmeId, purpose, rights: [] };
  return door(programmeId, { engine: { 'session:state': () => good(session) } });
}

export const outsideScenarios: Readonly<Record<string, Scenario>> = {
  'door-staff': door(null),
  'door-given': door('steppe-cards'),
  'door-checked': door('octave', {
    engine: { 'password:prove': () => good({ next: 'wait' }) },
  }),
  'door-phone': door('road-home'),
  'door-immutable': door('blue-flame'),
  'door-email': door('green-voucher'),
  'letter-link-door': door('green-voucher', { shellAnswers: linked(samples.invitationLink) }),
  'letter-link-unknown': door(null, { shellAnswers: linked({ kind: 'unknown' }) }),
  'letter-link-waits': scenario({ shellAnswers: linked(samples.invitationLink) }),
  'letter-link-contact': scenario({ shellAnswers: linked(samples.contactLink) }),
  'door-offline': door('road-home', { sync: syncOffline }),
  'door-told-nothing': door('road-home', {
    sync: syncOffline,
    engine: {
      'news:public': () => refuse('LINK_DOWN'),
      'station:public': () => refuse('LINK_DOWN'),
    },
  }),
  'door-no-news': door(null, {
    engine: { 'news:public': () => good({ rows: [], asOfMs: nowMs }) },
  }),
  news: told('/news', 'client-manager'),
  'news-reading': told('/news', 'member'),
  stations: told('/stations', 'client-manager'),
  feedback: inside('client-manager'),
  'feedback-supervisor': inside('shift-supervisor'),
  'feedback-writing': inside('operator'),
  'feedback-empty': inside('administrator', []),
  papers: scenario({ path: '/papers', role: 'operator', engine: outside }),
  channels: scenario({
    path: '/messages',
    role: 'administrator',
    engine: {
      'message:list': () => good({ rows: [], nextCursor: null, asOfMs: nowMs - 2000 }),
      'channel:get': () => good(channels),
    },
  }),
  'first-password': halfway('set-password'),
  terms: halfway('accept-terms'),
};
