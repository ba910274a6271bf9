// Applications of an invented gas network, in every state that the office meets.
import type { ApplicationRecord } from '#protocol/records/application.ts';
import { nowMs } from '../samples.ts';

const hourMs = 3_600_000;

const filed: ApplicationRecord = {
  applicationId: '01939c2e-0000-7000-8000-000000000012',
  number: 12,
  programmeId: 'blue-flame',
  form: {
    clientName: 'АО «Кирпичный завод имени Третьей пятилетки»',
    taxId: '7707083893',
    contractNumber: 'Д-1041/26',
    personName: 'Снегирёва Вера Константиновна',
    phone: '+79160000009',
    email: 'vera@kirpich.example',
    authority: {
      title: 'Доверенность',
      number: '45-2026',
      fromOn: '2026-01-12',
      untilOn: '2026-12-31',
    },
  },
  language: 'ru',
  source: 'form',
  filedAtMs: nowMs - 3 * hourMs,
  filedBy: null,
  curatorUserId: 'u-client-manager',
  headUserId: 'u-administrator',
  curatorSeenAtMs: nowMs - hourMs,
  headSeenAtMs: null,
  state: 'filed',
  closedAtMs: null,
  closedBy: null,
  reason: null,
  accountUserId: null,
  curatorName: 'Тимур Алиев',
  headName: 'Константин Рощин',
  closedByName: null,
  accountLogin: null,
};

/** Both have seen it. */
export const ready: ApplicationRecord = { ...filed, headSeenAtMs: nowMs - 60_000 };

/** The head has not. */
export const waiting = filed;

export const processed: ApplicationRecord = {
  ...ready,
  number: 11,
  applicationId: '01939c2e-0000-7000-8000-000000000011',
  state: 'processed',
  closedAtMs: nowMs,
  closedBy: 'u-client-manager',
  closedByName: 'Тимур Алиев',
  accountUserId: 'u-9',
  accountLogin: 'k7pm-94qx',
};

export const rejected: ApplicationRecord = {
  ...filed,
  number: 10,
  applicationId: '01939c2e-0000-7000-8000-000000000010',
  source: 'paper',
  form: { ...filed.form, clientName: 'ИП Гусев', personName: 'Гусев Иван', email: null },
  curatorUserId: null,
  curatorName: null,
  curatorSeenAtMs: null,
  headSeenAtMs: nowMs - 2 * hourMs,
  state: 'rejected',
  closedAtMs: nowMs - hourMs,
  closedBy: 'u-administrator',
  closedByName: 'Константин Рощин',
  reason: 'Договор с таким номером не заключён. Подайте заявку после подписания.',
};

export const applications: readonly ApplicationRecord[] = [
  { ...ready, number: 13, applicationId: '01939c2e-0000-7000-8000-000000000013' },
  waiting,
  processed,
  rejected,
];
