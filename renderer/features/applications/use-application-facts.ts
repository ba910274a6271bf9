import { useI18n } from 'vue-i18n';
import { dayStart } from '#domain/time/local-date.ts';
import type { ApplicationForm } from '#protocol/records/application.ts';
import { useFormat } from '#ui/format/use-format.ts';
import { shownPhone } from '#ui/phone/phone-digits.ts';

/** One fact of an application, ready to be read. */
export interface ApplicationFact {
  readonly name: string;
  readonly value: string;
  readonly strong?: boolean;
}

/** What an application says, the same on the screen and on paper. */
export function useApplicationFacts(): (form: ApplicationForm) => readonly ApplicationFact[] {
  const { t } = useI18n({ useScope: 'global' });
  const format = useFormat();
  const day = (date: string): string => format.value.date(dayStart(date, format.value.timeZone));
  return ({ clientName, taxId, contractNumber, personName, phone, email, authority }) => {
    const { title, number, fromOn, untilOn } = authority;
    const from = { from: day(fromOn) };
    return [
      { name: t('applications.field.clientName'), value: clientName, strong: true },
      { name: t('applications.fact.taxId'), value: taxId },
      { name: t('applications.field.contractNumber'), value: contractNumber },
      { name: t('applications.fact.personName'), value: personName, strong: true },
      { name: t('applications.field.phone'), value: shownPhone(phone) },
      { name: t('applications.field.email'), value: email ?? '—' },
      {
        name: t('applications.field.authority'),
        value: t('applications.fact.document', { title, number }),
      },
      {
        name: t('applications.fact.holds'),
        value:
          untilOn === null
            ? t('applications.fact.endless', from)
            : t('applications.fact.span', { ...from, until: day(untilOn) }),
      },
    ];
  };
}
