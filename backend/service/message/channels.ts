import { auditEntry, type AuditEntry, type Deed } from '#domain/audit/audit-entry.ts';
import type { AuditEvent } from '#domain/audit/audit-event.ts';
import { ok, refuse } from '#domain/result.ts';
import {
  emailSettings,
  smsSettings,
  testOutcome,
  type ChannelSet,
  type EmailSettings,
  type GatewaySettings,
  type SetUpChannel,
  type SmppSettings,
  type SmsSettings,
} from '#protocol/records/channel.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { hasSecondAdministrator } from '../access/second-person.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { approvedBySecond, type JsonChange } from '../people/approvals.ts';
import type { PeopleChange } from '../people/changes/people-change.ts';
import type { Service } from '../service.ts';
import type { Carrier } from './carrier-ports.ts';
import { letterFacts } from './letter-facts.ts';
import type { KeptChannel } from './message-ports.ts';
import { setUpChannels, type Channels, type SetUp } from './set-up-channels.ts';
import { testMessage, type TestMessage } from './test-message.ts';
import { toldSettings } from './told-settings.ts';

/** What is set up, without the secrets. */
export async function getChannels({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'channel.get'>>> {
  const { email, sms } = await setUpChannels(stores.messages);
  const shown: ChannelSet = {
    email: email === null ? null : { ...told(email), settings: email.settings },
    sms: sms === null ? null : { ...told(sms), settings: sms.settings },
  };
  return ok({ ...shown, asOfMs: clock.nowMs() });
}

function told({ secret, revision, changedAtMs }: Omit<SetUp<unknown>, 'settings'>) {
  return { hasSecret: secret !== null, revision, changedAtMs };
}

/**
 * Sets a channel up, or not any more. The secret may be left as it is, but not where it would go
 * elsewhere or otherwise: whoever may not read it must not have it sent to himself. By a channel go
 * the codes and links of everybody: one that is set up is changed or taken away only once another
 * administrator has let it happen (row N-12), where there is one who may.
 * @returns `CHANNEL_CHANGED`, `FIELD_REQUIRED` {field: 'secret'}, or `SECOND_APPROVER_REQUIRED`
 *   {approvalId}
 */
export function setChannel(
  service: Service,
  { commandId, revision, change }: RouteInput<'channel.set'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'channel.set'>>> {
  const { secret, ...open } = change;
  const asked = { revision, ...open, secret: secret === undefined ? 'kept' : 'given' };
  return once(
    service,
    { command: 'channel.set', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const { digests } = service;
      const { messages, people } = service.stores;
      const { channel, settings } = change;
      const kept = (await messages.channels()).find((each) => each.channel === channel);
      if ((kept?.revision ?? 0) !== revision) return refuse('CHANNEL_CHANGED');
      const before = kept === undefined ? null : parsed(kept);
      const moves = settings !== null && before !== null && wayOf(settings) !== wayOf(before);
      const beforeSecret = takesSecret(change) ? (kept?.secret ?? null) : null;
      if (secret === undefined && moves && beforeSecret !== null) {
        return refuse('FIELD_REQUIRED', { field: 'secret' });
      }
      const next = takesSecret(change) ? (secret ?? beforeSecret) : null;
      const said = {
        before: before === null ? null : toldSettings(digests, before),
        after:
          settings === null
            ? null
            : { ...toldSettings(digests, settings), secretGiven: secret !== undefined },
      };
      const approved = await approvedChange(service, { change, ...said }, caller);
      if (!approved.ok) return approved;
      const outcome = await people.commit({
        atMs: service.clock.nowMs(),
        audit: entryOf('channel.set', { channel, caller, ...said }),
        changes: [
          ...approved.value,
          { kind: 'channel.put', channel, settings, secret: next, revision },
          keep({ done: true }),
        ],
      });
      return outcome === 'done' ? ok({ done: true } as const) : refuse('CHANNEL_CHANGED');
    },
  );
}

type ChannelChange = RouteInput<'channel.set'>['change'];

/** A mail server that asks for no name asks for no password, and none is kept for it. */
function takesSecret(change: ChannelChange): boolean {
  if (change.settings === null) return false;
  return change.channel !== 'email' || change.settings.user !== null;
}

interface ToldChange {
  readonly change: ChannelChange;
  /** Null while the channel is not set up: the first way out of a network waits for nobody. */
  readonly before: JsonChange;
  readonly after: JsonChange;
}

/** What is written together with a change that a second person has let happen. */
async function approvedChange(
  service: Service,
  { change, before, after }: ToldChange,
  caller: Caller,
): Promise<Answer<readonly PeopleChange[]>> {
  const { userId } = personOf(caller);
  if (before === null || !(await hasSecondAdministrator(service, userId))) return ok([]);
  const { channel, settings, secret = null } = change;
  const wanted = { event: 'channel.set', right: 'channel.manage', before, after } as const;
  const subject = { subjectKind: 'channel', subjectId: channel } as const;
  const needed = { ...wanted, ...subject, unseen: { settings, secret } };
  const approved = await approvedBySecond(service, needed, caller);
  return approved.ok ? ok([approved.value]) : approved;
}

function parsed({ channel, settings }: KeptChannel): EmailSettings | SmsSettings {
  return channel === 'email' ? emailSettings.parse(settings) : smsSettings.parse(settings);
}

/** What of a way has nothing to do with where its secret goes, and how. */
const BESIDE_SECRET: ReadonlySet<string> = new Set<
  keyof EmailSettings | keyof SmppSettings | keyof GatewaySettings
>([
  'fromAddress',
  'site',
  'systemType',
  'sourceAddress',
  'sourceTon',
  'sourceNpi',
  'longTexts',
  'success',
  'idField',
]);

/**
 * To whom the secret is told, under whose name, vouched for by whom, and in what words: a template
 * of the same server may put it into a message to a telephone.
 */
function wayOf(settings: EmailSettings | SmsSettings): string {
  return JSON.stringify(Object.entries(settings).filter(([name]) => !BESIDE_SECRET.has(name)));
}

/** Sends a message by what is set up, at once and past the queue, and says how it went. */
export function testChannel(
  service: Service,
  { commandId, ...asked }: RouteInput<'channel.test'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'channel.test'>>> {
  const parse = (kept: unknown) => testOutcome.parse(kept);
  return once(
    service,
    { command: 'channel.test', commandId, caller, asked, parse },
    async (keep) => {
      const { channel, to, language } = asked;
      const { stores, post, ids, clock } = service;
      const set = await setUpChannels(stores.messages);
      const carrier = carrierOf(service, set, channel);
      if (carrier === null) return refuse('CHANNEL_NOT_SET_UP', { channel });
      const facts = await letterFacts(stores, { programmeId: null, language, channels: set });
      const atMs = clock.nowMs();
      const sent: TestMessage = { channel, to, language, messageId: ids.uuid(), atMs };
      const outcome = await carrier
        .send(testMessage(post.texts, sent, facts))
        .finally(() => carrier.close());
      const told = { outcome: outcome.kind, code: outcome.kind === 'sent' ? null : outcome.code };
      const entry = { channel, caller, after: told };
      await stores.people.commit({
        atMs,
        audit: entryOf('channel.test', entry),
        changes: [keep(told)],
      });
      return ok(told);
    },
  );
}

function carrierOf(
  { post: { carriers } }: Service,
  { email, sms }: Channels,
  channel: SetUpChannel,
): Carrier | null {
  if (channel === 'email') return email && carriers.email(email.settings, email.secret);
  return sms && carriers.sms(sms.settings, sms.secret, () => Promise.resolve());
}

interface Said extends Pick<Deed, 'before' | 'after'> {
  readonly channel: SetUpChannel;
  readonly caller: Caller;
}

function entryOf(event: AuditEvent, { channel, caller, ...said }: Said): AuditEntry {
  const subject = { subjectKind: 'channel', subjectId: channel };
  return auditEntry(doerOf(caller), { event, ...subject, ...said });
}
