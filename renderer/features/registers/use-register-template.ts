import { useI18n } from 'vue-i18n';
import { registerFields, type RegisterKind } from '#protocol/records/registers.ts';
import { useClient } from '#bridge/client.ts';
import { useFiles } from '#bridge/query/use-files.ts';
import { useTelling } from '#ui/overlay/use-telling.ts';

/** An empty file of a register with the words of the screen as headings; the import knows them. */
export function useRegisterTemplate(): { save(register: RegisterKind): Promise<void> } {
  const { engine } = useClient();
  const files = useFiles(useTelling());
  const { t } = useI18n({ useScope: 'global' });

  return {
    save(register) {
      const titles = registerFields(register).map((field) => t(`registers.field.${field}`));
      const fileName = t('registers.template.name', { register: t(`registers.kind.${register}`) });
      return files.save({
        make: () => engine.request('register:template', { titles }),
        nameOf: () => fileName,
        saidOf: (savedAs) => t('registers.template.saved', { fileName: savedAs }),
      });
    },
  };
}
