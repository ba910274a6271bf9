import type { MemberChange } from '#service/people/changes/member-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { Kit } from '#domain/member/bindings.ts';
import type { Member } from '#service/member/member-rows.ts';
import { addCard } from '../register/card-writer.ts';
import type { SqlWrite } from '../sql.ts';
import * as registrations from './registrations.ts';

// Members, their cards, kits of cards, and what a network assigned to a programme.

const SQL = {
  add: `
    INSERT INTO member (user_id, programme_id, points_account_id, registered_at_ms)
    VALUES (@userId, @programmeId, @pointsAccountId, @registeredAtMs)`,
  bind: `
    INSERT INTO member_card (card_id, user_id, kind, virtual_range, bound_at_ms)
    VALUES (@cardId, @userId, @kind, @virtualRange, @atMs) ON CONFLICT DO NOTHING`,
  addToKit: `
    INSERT INTO card_kit (card_id, kit_id, place) VALUES (@cardId, @kitId, @place)
    ON CONFLICT DO NOTHING`,
  assign: `
    INSERT INTO programme_assignment (programme_id, member_contract_id, curator_user_id,
      head_user_id)
    VALUES (@programmeId, @memberContractId, @curatorUserId, @headUserId)
    ON CONFLICT (programme_id) DO UPDATE SET member_contract_id = excluded.member_contract_id,
      curator_user_id = excluded.curator_user_id, head_user_id = excluded.head_user_id`,
};

export async function applyMember(sql: SqlWrite, change: MemberChange): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'member.add':
      return addMember(sql, change.member);
    case 'member-card.bind':
      return bind(sql, change);
    case 'card.add':
      return (await addCard(sql, change.card, change.panHash)) ? 'done' : 'stale';
    case 'kit.add':
      return addKit(sql, change.kit);
    case 'assignment.put':
      await sql.run(SQL.assign, change.assignment);
      return 'done';
    default:
      return registrations.applyRegistration(sql, change);
  }
}

async function addMember(sql: SqlWrite, member: Member): Promise<CommitOutcome> {
  await sql.run(SQL.add, member);
  return 'done';
}

async function bind(
  sql: SqlWrite,
  {
    userId,
    binding,
    virtualRange,
    atMs,
  }: Extract<MemberChange, { readonly kind: 'member-card.bind' }>,
): Promise<CommitOutcome> {
  const { cardId, kind } = binding;
  return (await sql.run(SQL.bind, { cardId, userId, kind, virtualRange, atMs })) === 1
    ? 'done'
    : 'stale';
}

async function addKit(
  sql: SqlWrite,
  { kitId, mainCardId, additionalCardIds }: Kit,
): Promise<CommitOutcome> {
  const main = await sql.run(SQL.addToKit, { cardId: mainCardId, kitId, place: 'main' });
  if (main === 0) return 'stale';
  for (const cardId of additionalCardIds) {
    if ((await sql.run(SQL.addToKit, { cardId, kitId, place: 'additional' })) === 0) return 'stale';
  }
  return 'done';
}
