import { createHash } from 'node:crypto';
import type { NamedGroup } from '#protocol/records/registers.ts';
import { fold } from '#domain/text/fold.ts';
import type { Sql, SqlWrite } from '../sql.ts';

const SQL = {
  contractOf: `
    SELECT contract_id AS contractId FROM contract WHERE client_id = @sourceId
    ORDER BY state = 'closed', contract_id LIMIT 1`,
  groupsOf: `
    SELECT group_id AS groupId, search FROM card_group WHERE contract_id = @contractId
    ORDER BY group_id DESC`,
  addGroup: `
    INSERT INTO card_group (group_id, contract_id, name, search)
    VALUES (@groupId, @contractId, @name, @search)`,
};

/** What a row of a card register says about where its card belongs. */
export interface PlacedRow {
  readonly clientSourceId: string;
  readonly group?: string | null;
}

/**
 * Where cards of a register belong: the contract of their client, and the group of that contract
 * by its name, without case and accents as lists find it. Of two groups with one name it is always
 * the same one.
 */
export class CardPlaces {
  readonly #rows: readonly PlacedRow[];
  readonly #contracts = new Map<string, string>();
  readonly #groups = new Map<string, string>();

  private constructor(rows: readonly PlacedRow[]) {
    this.#rows = rows;
  }

  static async read(sql: Sql, rows: readonly PlacedRow[]): Promise<CardPlaces> {
    const places = new CardPlaces(rows);
    for (const sourceId of new Set(rows.map(({ clientSourceId }) => clientSourceId))) {
      const found = await sql.get<{ contractId: string }>(SQL.contractOf, { sourceId });
      if (found !== undefined) places.#contracts.set(sourceId, found.contractId);
    }
    const named = places.#named().map(({ clientSourceId }) => places.contractOf(clientSourceId));
    for (const contractId of new Set(named)) {
      if (contractId !== undefined) await places.#readGroups(sql, contractId);
    }
    return places;
  }

  contractOf(clientSourceId: string): string | undefined {
    return this.#contracts.get(clientSourceId);
  }

  /** The first client that there is no contract of. */
  missingClient(): string | undefined {
    return this.#rows.find((row) => !this.#contracts.has(row.clientSourceId))?.clientSourceId;
  }

  /** Null where the row names none. */
  groupOf({ clientSourceId, group = null }: PlacedRow): string | null {
    const contractId = this.contractOf(clientSourceId);
    if (group === null || contractId === undefined) return null;
    return this.#groups.get(groupKey(contractId, group)) ?? null;
  }

  /** Groups of known clients that are named and not there, each once. */
  missingGroups(): readonly NamedGroup[] {
    const missing = new Map<string, NamedGroup>();
    for (const named of this.#named()) {
      const contractId = this.contractOf(named.clientSourceId);
      if (contractId === undefined) continue;
      const key = groupKey(contractId, named.group);
      if (!this.#groups.has(key) && !missing.has(key)) missing.set(key, named);
    }
    return [...missing.values()];
  }

  /** Makes a group of a known client; one `seed` gives one name of a contract always one id. */
  async makeGroup(sql: SqlWrite, { clientSourceId, group }: NamedGroup, seed: string) {
    const contractId = this.contractOf(clientSourceId) ?? '';
    const key = groupKey(contractId, group);
    const groupId = `group-${createHash('sha256').update(`${seed} ${key}`).digest('hex')}`;
    await sql.run(SQL.addGroup, { groupId, contractId, name: group, search: fold(group) });
    this.#groups.set(key, groupId);
  }

  #named(): readonly NamedGroup[] {
    return this.#rows.flatMap(({ clientSourceId, group = null }) =>
      group === null ? [] : [{ clientSourceId, group }],
    );
  }

  async #readGroups(sql: Sql, contractId: string): Promise<void> {
    const rows = await sql.all<{ groupId: string; search: string }>(SQL.groupsOf, { contractId });
    for (const { groupId, search } of rows) this.#groups.set(`${contractId} ${search}`, groupId);
  }
}

function groupKey(contractId: string, name: string): string {
  return `${contractId} ${fold(name)}`;
}
