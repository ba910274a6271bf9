import type { Kit, KitPlace } from '#domain/member/bindings.ts';
import type { MemberStore, PhoneQuestion, PhoneTries } from '#service/member/member-ports.ts';
import type {
  BindableCard,
  Member,
  MemberCard,
  ProgrammeAssignment,
  Registration,
} from '#service/member/member-rows.ts';
import type { Sql, SqlDatabase } from '../sql.ts';
import { registrationById, registrationsOf } from './registrations.ts';

const SQL = {
  member: `
    SELECT user_id AS userId, programme_id AS programmeId, points_account_id AS pointsAccountId,
      registered_at_ms AS registeredAtMs
    FROM member WHERE user_id = @userId`,
  cards: `
    SELECT bound.card_id AS cardId, bound.kind, bound.virtual_range AS virtualRange,
      card.pan_masked AS panMasked, card.pan_hash AS panHash, card.state
    FROM member_card AS bound JOIN card ON card.card_id = bound.card_id
    WHERE bound.user_id = @userId
    ORDER BY CASE bound.kind WHEN 'primary' THEN 0 ELSE 1 END, bound.bound_at_ms, bound.card_id`,
  card: `
    SELECT card.card_id AS cardId, card.contract_id AS contractId, card.state,
      card_kit.kit_id AS kitId, member_card.user_id AS userId
    FROM card LEFT JOIN card_kit ON card_kit.card_id = card.card_id
      LEFT JOIN member_card ON member_card.card_id = card.card_id
    WHERE card.card_id = @cardId`,
  kit: `SELECT card_id AS cardId, place FROM card_kit WHERE kit_id = @kitId ORDER BY card_id`,
  assignment: `
    SELECT programme_id AS programmeId, member_contract_id AS memberContractId,
      curator_user_id AS curatorUserId, head_user_id AS headUserId
    FROM programme_assignment WHERE programme_id = @programmeId`,
};

interface CardRow extends Omit<BindableCard, 'kit' | 'bound'> {
  readonly kitId: string | null;
  readonly userId: string | null;
}

/** Members as the use cases read them. */
export class SqlMemberStore implements MemberStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  registration(registrationId: string): Promise<Registration | null> {
    return registrationById(this.#db, registrationId);
  }

  registrationsOf(question: PhoneQuestion): Promise<PhoneTries> {
    return registrationsOf(this.#db, question);
  }

  async member(userId: string): Promise<Member | null> {
    return (await this.#db.get<Member>(SQL.member, { userId })) ?? null;
  }

  async memberCards(userId: string): Promise<readonly MemberCard[]> {
    const rows = await this.#db.all<Omit<MemberCard, 'virtual'>>(SQL.cards, { userId });
    return rows.map((row) => ({ ...row, virtual: row.virtualRange !== null }));
  }

  bindableCard(cardId: string): Promise<BindableCard | null> {
    return this.#db.read(async (sql) => {
      const row = await sql.get<CardRow>(SQL.card, { cardId });
      if (row === undefined) return null;
      const { kitId, userId, ...card } = row;
      const kit = kitId === null ? null : await kitById(sql, kitId);
      return { ...card, kit, bound: userId !== null };
    });
  }

  async assignment(programmeId: string): Promise<ProgrammeAssignment> {
    const row = await this.#db.get<ProgrammeAssignment>(SQL.assignment, { programmeId });
    const nobody = { memberContractId: null, curatorUserId: null, headUserId: null };
    return row ?? { programmeId, ...nobody };
  }
}

async function kitById(sql: Sql, kitId: string): Promise<Kit> {
  const cards = await sql.all<{ cardId: string; place: KitPlace }>(SQL.kit, { kitId });
  const idsOf = (place: KitPlace) =>
    cards.filter((card) => card.place === place).map(({ cardId }) => cardId);
  const [mainCardId = ''] = idsOf('main');
  return { kitId, mainCardId, additionalCardIds: idsOf('additional') };
}
