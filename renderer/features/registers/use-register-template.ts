import { useI18n } from 'vue-i18n';
import type { Result } from '#domain/result.ts';
import { registerFields, type RegisterKind } from '#protocol/records/registers.ts';
import { useClient } from '#bridge/client.ts';
import { useToasts } from '#ui/overlay/toast.ts';
import { useErrorText } from '#ui/text/use-error-text.ts';

/** An empty file of a register with the words of the screen as headings; the import knows them. */
export function useRegisterTemplate(): { save(register: RegisterKind): Promise<void> } {
  const { engine, shell } = useClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const { t } = useI18n({ useScope: 'global' });

  function tellRefusal(refusal: Extract<Result<unknown>, { ok: false }>): void {
    const { title, text, next } = errorText.value(refusal);
    toasts.show({ tone: 'danger', title, text: `${text} ${next}` });
  }

  async function save(register: RegisterKind): Promise<void> {
    const titles = registerFields(register).map((field) => t(`registers.field.${field}`));
    const made = await engine.request('register:template', { titles });
    if (!made.ok) return tellRefusal(made);
    const fileName = t('registers.template.name', { register: t(`registers.kind.${register}`) });
    const { bytes } = made.value;
    const saved = await shell.request('file:save', { suggestedName: fileName, bytes });
    if (!saved.ok) return tellRefusal(saved);
    if (!saved.value.saved) return;
    toasts.show({ tone: 'ok', title: t('registers.template.saved', { fileName }) });
  }

  return { save };
}
