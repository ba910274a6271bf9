import { auditEntry, type Doer } from '#domain/audit/audit-entry.ts';
import { maskPhone } from '#domain/client/contact-mask.ts';
import { normalizePhone } from '#domain/client/contact.ts';
import { may } from '#domain/identity/rights.ts';
import { assert } from '#domain/assert.ts';
import { ok, refuse } from '#domain/result.ts';
import { memberCard } from '#protocol/records/member.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { once, type Keep } from '../authority/first-answer.ts';
import type { Caller, CallingPerson } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { boundCard, type CardWish } from './bind-card.ts';
import { memberProgramme, type MemberProgramme } from './member-programme.ts';
import type { Member } from './member-rows.ts';
import { cardOfNumber } from './plastic-card.ts';
import { DRAWS_MAX, numberOfVirtual } from './virtual-card.ts';

/**
 * A member with his cards. The owner sees his own numbers whole, staff see nothing but masks (rows
 * ); anybody else's member is not there (G10).
 */
export async function getMember(
  service: Service,
  { userId }: RouteInput<'member.get'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'member.get'>>> {
  const person = personOf(caller);
  const found = await memberFor(service, person, userId);
  if (!found.ok) return found;
  const shown = await shownMember(service, found.value, person);
  return shown.ok ? ok({ ...shown.value, asOfMs: service.clock.nowMs() }) : shown;
}

/**
 * The member of a programme with a phone, for whoever serves him (row R-17).
 * @returns `FIELD_INVALID` {field} for no phone, `NOT_FOUND` for nobody's
 */
export async function findMember(
  service: Service,
  { programmeId, phone: typed }: RouteInput<'member.find'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'member.find'>>> {
  const phone = normalizePhone(typed);
  if (!phone.ok) return phone;
  const { stores } = service;
  const account = await stores.people.accountAt(programmeId, phone.value);
  const member = account === null ? null : await stores.members.member(account.userId);
  return member === null ? refuse('NOT_FOUND') : shownMember(service, member, personOf(caller));
}

async function shownMember(
  service: Service,
  member: Member,
  person: CallingPerson,
): Promise<Answer<RouteAnswer<'member.get'>>> {
  const { stores } = service;
  const account = await stores.people.accountById(member.userId);
  assert(account !== null, 'a member has an account');
  const own = person.userId === member.userId;
  const { phone, email } = account;
  return ok({
    ...member,
    phone: own || phone === null ? phone : maskPhone(phone),
    email: own ? email : null,
    cards: await shownCards(service, member, own),
  });
}

async function shownCards(service: Service, { userId, programmeId }: Member, own: boolean) {
  const { stores } = service;
  const programme = await stores.programmes.programme(programmeId);
  const rules = own ? (programme?.profile.memberCards ?? null) : null;
  const cards: RouteAnswer<'member.get'>['cards'] = [];
  for (const card of await stores.members.memberCards(userId)) {
    const { cardId, kind, virtual, state, panMasked } = card;
    const pan = rules === null ? null : await numberOfVirtual(service, card, rules);
    cards.push({ cardId, kind, virtual, state, panMasked, pan });
  }
  return cards;
}

/**
 * Adds a plastic card beside the virtual one, or a virtual one beside plastic: both feed the same
 * points (rows ). The member does it himself where the programme offers it, or whoever
 * serves him at a desk. How many numbers he may try is counted.
 * @returns `RATE_LIMITED` {waitMs} among others
 */
export async function addMemberCard(
  service: Service,
  { commandId, card, userId }: RouteInput<'member.add-card'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'member.add-card'>>> {
  const person = personOf(caller);
  const found = await memberFor(service, person, userId);
  if (!found.ok) return found;
  const member = found.value;
  const programme = await memberProgramme(service, member.programmeId);
  if (!programme.ok) return programme;
  const alone = person.role === 'member' && card.way === 'card';
  if (alone && !programme.value.profile.selfService.includes('register-card')) {
    return refuse('FORBIDDEN', { right: 'member.cards' });
  }
  if (alone) {
    // What is answered tells the numbers of unsold cards from others.
    const taken = await service.guessLimits.take([{ kind: 'card', who: person.userId }]);
    if (!taken.ok) return taken;
  }
  const plastic =
    card.way === 'card' ? await cardOfNumber(service, card.pan, programme.value) : null;
  if (plastic?.ok === false) return plastic;
  const plasticCardId = plastic?.value ?? null;
  const asked = { userId: member.userId, plasticCardId };
  // The whole number of a virtual card is shown by `member.get` and kept in no answer.
  const parse = (kept: unknown) => memberCard.parse(kept);
  return once(service, { command: 'member.add-card', commandId, caller, asked, parse }, (keep) =>
    bindTo(
      service,
      { member, programme: programme.value, by: doerOf(caller), keep },
      {
        plasticCardId,
        newCardId: commandId,
      },
    ),
  );
}

interface Binder {
  readonly member: Member;
  readonly programme: MemberProgramme;
  readonly by: Doer;
  readonly keep: Keep<RouteAnswer<'member.add-card'>>;
}

async function bindTo(
  service: Service,
  { member, programme, by, keep }: Binder,
  wish: Pick<CardWish, 'plasticCardId' | 'newCardId'>,
): Promise<Answer<RouteAnswer<'member.add-card'>>> {
  const { stores, clock } = service;
  const { userId } = member;
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const bindings = await stores.members.memberCards(userId);
    const card = await boundCard(service, programme, { ...wish, bindings, draw });
    if (!card.ok) return card;
    const record = { ...card.value.record, pan: null };
    const atMs = clock.nowMs();
    const written = await stores.people.commit({
      atMs,
      audit: auditEntry(by, {
        event: 'member.add-card',
        subjectKind: 'account',
        subjectId: userId,
        after: { cardId: record.cardId, kind: record.kind },
      }),
      changes: [...card.value.changes(userId, atMs), keep(record)],
    });
    if (written === 'done') return ok(record);
  }
  return refuse('CARD_RANGE_FULL');
}

/** One's own, or one whom somebody serves; foreign ones look like none. */
async function memberFor(
  { stores }: Service,
  person: CallingPerson,
  userId: string | undefined,
): Promise<Answer<Member>> {
  const serves = may(person, 'member.register');
  if (!serves && userId !== undefined && userId !== person.userId) return refuse('NOT_FOUND');
  const member = await stores.members.member(userId ?? person.userId);
  return member === null ? refuse('NOT_FOUND') : ok(member);
}
