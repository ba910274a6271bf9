import { type ComputedRef, type ShallowRef, computed, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFiles } from '#bridge/query/use-files.ts';
import { useSession } from '#bridge/state/session-state.ts';
import { useStation } from '#bridge/state/station-state.ts';
import { useTelling } from '#ui/overlay/use-telling.ts';
import type { IssuedAccess } from './issued-access.ts';
import { useProgrammeNames } from './use-programme-names.ts';

type Wanted = Omit<IssuedAccess, 'password'> & { readonly password: string | null };

export interface PrintedAccess {
  readonly busy: ComputedRef<boolean>;
  /** What stands in the window while it is printed; null otherwise. */
  readonly paper: Readonly<ShallowRef<PaperOf | null>>;
  /** Whether it is on paper. */
  print(access: Wanted): Promise<boolean>;
}

interface PaperOf extends Omit<Wanted, 'programmeId'> {
  readonly programmeName: string;
  readonly officeName: string;
  readonly staffName: string;
}

/** Puts an access, or only its receipt, on paper: in the window only while it is printed. */
export function usePrintedAccess(): PrintedAccess {
  const files = useFiles(useTelling());
  const session = useSession();
  const station = useStation();
  const programmeName = useProgrammeNames();
  const { t } = useI18n({ useScope: 'global' });
  const paper = shallowRef<PaperOf | null>(null);

  return {
    paper,
    busy: computed(() => files.work.value !== null),
    async print({ programmeId, login, password }) {
      paper.value = {
        login,
        password,
        programmeName: programmeName(programmeId),
        officeName: station.context?.station.name ?? '—',
        staffName: session.user?.displayName ?? '—',
      };
      const suggestedName = t('print.access.title');
      const isPrinted = await files.print({ to: 'printer', suggestedName });
      paper.value = null;
      return isPrinted;
    },
  };
}
