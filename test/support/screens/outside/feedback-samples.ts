// What an invented network's people wrote.
import type { FeedbackHere } from '#protocol/bridge/outside.ts';
import type { FeedbackRecord } from '#protocol/records/feedback.ts';
import { nowMs } from '../samples.ts';

const MINUTE_MS = 60_000;
const nobody = { answer: null, answeredAtMs: null, answeredByName: null } as const;
const open = { closedAtMs: null, closedByName: null } as const;

const written: FeedbackRecord = {
  feedbackId: '01939c2e-0000-7000-8000-000000000014',
  number: 14,
  programmeId: 'steppe-cards',
  contact: '+79160000014',
  text:
    'На табло у въезда цена дизеля 61,90, а в чеке 62,40. Стою у третьей колонки, чек сохранил.\n' +
    'Прошу вернуть разницу.',
  language: 'ru',
  workstationName: 'Касса 2',
  stationName: 'АЗС № 17, трасса М-5',
  writtenAtMs: nowMs - 190 * MINUTE_MS,
  toldAtMs: nowMs - 12 * MINUTE_MS,
  state: 'new',
  ...nobody,
  ...open,
};

export const feedbackRows: readonly FeedbackRecord[] = [
  written,
  {
    ...written,
    feedbackId: '01939c2e-0000-7000-8000-000000000013',
    number: 13,
    contact: 'fleet@client.example',
    text: 'Не приходит счёт за октябрь.',
    state: 'answered',
    answer: 'Счёт отправлен повторно, адрес в договоре был старый.',
    answeredAtMs: nowMs - 60 * MINUTE_MS,
    answeredByName: 'Петрова А. С.',
  },
  {
    ...written,
    feedbackId: '01939c2e-0000-7000-8000-000000000012',
    number: 12,
    programmeId: null,
    text: 'Спасибо оператору ночной смены.',
    state: 'closed',
    closedAtMs: nowMs - 50 * MINUTE_MS,
    closedByName: 'Петрова А. С.',
  },
];

export const feedbackOfDesk: readonly FeedbackHere[] = [
  { contactMasked: '+7•••01', number: null, refusedCode: null },
  { contactMasked: 'f•••@client.example', number: 13, refusedCode: null },
].map((row, index) => ({
  ...row,
  feedbackId: `01939c2e-0000-7000-8000-00000000002${index}`,
  programmeId: null,
  writtenAtMs: nowMs - (index + 1) * 47 * MINUTE_MS,
}));
