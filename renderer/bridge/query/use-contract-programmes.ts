import { type ComputedRef, computed } from 'vue';
import type { AccountBirth } from '#domain/identity/programme.ts';
import { useSettings } from '../state/settings-state.ts';
import { useQuery } from './use-query.ts';

export interface ContractProgrammes {
  /** Those that a contract may be under, by name; members come without one. */
  readonly options: ComputedRef<readonly { readonly value: string; readonly label: string }[]>;
  /** Whether the network has answered yet, well or not. */
  readonly isKnown: ComputedRef<boolean>;
  /** Its id where it is closed and its name is told to nobody; null where there is none. */
  nameOf(programmeId: string | null): string | null;
  /** How its people come by an account; null where nobody tells. */
  birthOf(programmeId: string | null): AccountBirth | null;
}

/** The programmes that are open in this network, as the office needs them for its contracts. */
export function useContractProgrammes(): ContractProgrammes {
  const settings = useSettings();
  const query = useQuery('programme:public', {});
  const doors = computed(() => query.answer.value?.programmes ?? []);
  const find = (id: string | null) => doors.value.find(({ programmeId }) => programmeId === id);
  const options = computed(() =>
    doors.value
      .filter(({ birth }) => birth !== 'by-member')
      .map(({ programmeId, names }) => {
        return { value: programmeId, label: names[settings.settings.language] };
      }),
  );
  return {
    options,
    isKnown: computed(() => query.state.value !== 'loading'),
    nameOf: (id) => find(id)?.names[settings.settings.language] ?? id,
    birthOf: (id) => find(id)?.birth ?? null,
  };
}
