import { useI18n } from 'vue-i18n';

/** A command in the words of the person who reads it; its name where there are no words for it. */
export function useEventWords(): (event: string) => string {
  const { t, te } = useI18n({ useScope: 'global' });
  return (event) => {
    const key = `ui.event.${event.replaceAll('.', '-')}`;
    return te(key) ? t(key) : event;
  };
}
