import { type ComputedRef, computed } from 'vue';
import type { CardRecord } from '#protocol/records.ts';
import type { ListedGroup } from '#protocol/records/limits.ts';
import { useList } from '#bridge/query/use-list.ts';
import { loadWhile } from '../whole-list.ts';

export type GroupName = Pick<ListedGroup, 'groupId' | 'name'>;

/** Cards of one group, or of the contract's others. */
export interface GroupSide {
  readonly groupId: string;
  readonly inside: boolean;
}

export function isOnSide(card: Pick<CardRecord, 'groupId'>, side: GroupSide | null): boolean {
  return side === null || (card.groupId === side.groupId) === side.inside;
}

export interface ContractGroupNames {
  readonly groups: ComputedRef<readonly ListedGroup[]>;
  /** The name of a card's group; a dash where it has none. */
  nameOf(groupId: string | null): string;
}

/** The groups of a contract by name; none where no contract is named. */
export function useGroupNames(contractId: () => string | null): ContractGroupNames {
  const list = useList('group:list', () => {
    const id = contractId();
    return id === null ? null : { contractId: id, limit: 500 };
  });
  loadWhile(list, () => true);
  const names = computed(() => new Map(list.rows.value.map((one) => [one.groupId, one.name])));
  return {
    groups: list.rows,
    nameOf: (groupId) => (groupId === null ? '—' : (names.value.get(groupId) ?? '—')),
  };
}
