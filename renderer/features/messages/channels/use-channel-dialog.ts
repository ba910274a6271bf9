import type { ComputedRef, Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { BridgeInput } from '#protocol/bridge.ts';
import { useCommand } from '#bridge/query/use-command.ts';
import { type DialogBinding, useFormDialog } from '#ui/form/use-form-dialog.ts';
import type { Refusal } from '#ui/text/use-error-text.ts';
import { channelField, typedSecret } from './channel-fields.ts';

interface ChannelForm {
  readonly values: { secret: string };
  check(): boolean;
  refuseField(name: string, refusal: Refusal): boolean;
  forgetFaults(): void;
}

interface OwnOfChannel {
  readonly form: ChannelForm;
  /** Null while the channel is not set up. */
  kept(): { readonly revision: number } | null;
  /** What the fields begin with. */
  fields(): Readonly<Record<string, string>>;
  /** What was typed, without the secret. */
  change(): BridgeInput<'channel:set'>['change'];
  made(): void;
}

/**
 * The dialog that sets a channel up: begins with what is kept, sends it whole, and shows a refusal
 * at the field it is about. A secret that nobody typed stays as it is.
 */
export function useChannelDialog(
  open: Ref<boolean>,
  { form, kept, fields, change, made }: OwnOfChannel,
): ComputedRef<DialogBinding> {
  const { t } = useI18n({ useScope: 'global' });
  const command = useCommand('channel:set');

  return useFormDialog(open, {
    begin: () => {
      form.forgetFaults();
      Object.assign(form.values, fields());
    },
    send: () => {
      if (!form.check()) return null;
      const typed = { ...change(), ...typedSecret(form.values.secret) };
      return command.run({ revision: kept()?.revision ?? 0, change: typed });
    },
    refused: (refusal) => form.refuseField(channelField(refusal), refusal),
    done: () => {
      made();
      return { title: t('messages.channels.saved'), text: t('messages.channels.savedNext') };
    },
  });
}
