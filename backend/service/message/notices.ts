import { noticePlace } from '#domain/message/notice-place.ts';
import { CLAIM_MS } from '#domain/message/outgoing.ts';
import { isTemplate } from '#domain/message/templates.ts';
import { ok } from '#domain/result.ts';
import type { NoticeRecord } from '#protocol/records/message.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { letterFacts } from './letter-facts.ts';
import { setUpChannels } from './set-up-channels.ts';

/** So many at once: more would cover what the person is working on. */
const AT_ONCE = 5;

/**
 * The desktop is the carrier of its notices: it takes what is due for whoever is signed in there,
 * and says the next time what was shown. What it did not say is there again after a while.
 */
export async function takeNotices(
  { stores, clock, post }: Service,
  { shown }: RouteInput<'notice.take'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'notice.take'>>> {
  const { userId, sessionId } = personOf(caller);
  const { messages } = stores;
  const nowMs = clock.nowMs();
  const claim = `desktop ${sessionId}`;
  const sent = { state: 'sent', error: null, providerId: null, nextTryAtMs: null } as const;
  for (const messageId of shown) await messages.settle(messageId, claim, { ...sent, atMs: nowMs });
  const claimed = await messages.claimDue({
    channels: ['desktop'],
    recipient: userId,
    claim,
    nowMs,
    claimedUntilMs: nowMs + CLAIM_MS,
    limit: AT_ONCE,
  });
  const channels = claimed.length === 0 ? null : await setUpChannels(messages);
  const notices: NoticeRecord[] = [];
  for (const message of claimed) {
    const { messageId, template } = message;
    if (channels === null || !isTemplate(template)) continue;
    const facts = await letterFacts(stores, { ...message, channels });
    const { subject, text } = post.texts.render({ ...message, template, secrets: null }, facts);
    notices.push({ messageId, title: subject, text, place: noticePlace(template) });
  }
  return ok({ notices });
}
