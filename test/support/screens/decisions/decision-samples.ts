import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { RecoveryCaseRecord } from '#protocol/records/people/access.ts';
import { names, nowMs } from '../samples.ts';

const HOUR_MS = 3_600_000;

const caseOf = (patch: Partial<RecoveryCaseRecord>): RecoveryCaseRecord => ({
  caseId: 'case-1',
  kind: 'checked-link',
  state: 'waiting',
  programmeId: 'octave',
  account: { userId: 'account-1', login: 'zhanna.li', displayName: 'Жанна Ли' },
  candidates: [],
  compared: [],
  checks: [],
  newEmail: null,
  stationId: null,
  overrideReason: null,
  openedBy: null,
  openedByName: null,
  openedAtMs: nowMs - 26 * HOUR_MS,
  decidedBy: null,
  decidedByName: null,
  decidedAtMs: null,
  reason: null,
  ...patch,
});

const seen: Partial<RecoveryCaseRecord> = {
  kind: 'lost-mailbox',
  checks: ['identity-document', 'authority-document', 'contract-known'],
  newEmail: 'office@steppe.example',
  stationId: 'st-1',
};

const cases: readonly RecoveryCaseRecord[] = [
  caseOf({
    compared: [
      {
        field: 'email',
        requested: 'zh.li@steppe.example',
        stored: 'zh.li@steppe.example',
        same: true,
      },
      { field: 'phone', requested: '+7 701 000 00 17', stored: '+77010000071', same: false },
      { field: 'personName', requested: 'Ли Жанна', stored: 'Жанна Ли', same: false },
      { field: 'taxId', requested: null, stored: '990140000001', same: false },
    ],
  }),
  caseOf({
    caseId: 'case-2',
    kind: 'several-accounts',
    account: null,
    candidates: [
      { userId: 'account-2', login: 'sadykov', displayName: 'Ержан Садыков' },
      { userId: 'account-3', login: 'petrova', displayName: 'Ирина Петрова' },
    ],
    openedAtMs: nowMs - 5 * HOUR_MS,
  }),
  caseOf({
    ...seen,
    caseId: 'case-3',
    openedBy: 'u-administrator',
    openedByName: names.administrator,
    openedAtMs: nowMs - 2 * HOUR_MS,
  }),
  caseOf({
    ...seen,
    caseId: 'case-4',
    openedBy: 'u-client-manager',
    openedByName: names['client-manager'],
    openedAtMs: nowMs - HOUR_MS / 2,
  }),
  caseOf({
    caseId: 'case-5',
    kind: 'in-person',
    state: 'confirmed',
    checks: ['identity-document', 'authority-document', 'receipt-signed'],
    stationId: 'st-1',
    overrideReason: 'Офис выдачи закрыт на ремонт',
    openedBy: 'u-administrator',
    openedByName: names.administrator,
    openedAtMs: nowMs - 50 * HOUR_MS,
    decidedBy: 'u-administrator',
    decidedByName: names.administrator,
    decidedAtMs: nowMs - 50 * HOUR_MS,
  }),
];

export function casesIn(
  state: RecoveryCaseRecord['state'] | undefined,
): BridgeAnswer<'recoveryCase:list'> {
  const rows = cases.filter((one) => state === undefined || one.state === state);
  return { rows, nextCursor: null, asOfMs: nowMs - 2000 };
}

const asked = {
  event: 'account.erase',
  right: 'account.recover',
  subjectKind: 'account',
  before: { state: 'active' },
  after: { state: 'erased', reason: 'Заявление № 7 от 20.11.2026' },
  askedAtMs: nowMs - 3 * HOUR_MS,
  expiresAtMs: nowMs + 165 * HOUR_MS,
} as const;

export const approvals: BridgeAnswer<'approval:list'> = {
  rows: [
    {
      ...asked,
      approvalId: 'approval-1',
      subjectId: 'account-7',
      subjectName: 'Әсел Қасымова',
      askedBy: 'u-client-manager',
      askedByName: names['client-manager'],
      own: false,
      state: 'waiting',
    },
    {
      ...asked,
      approvalId: 'approval-2',
      subjectId: 'account-8',
      subjectName: 'Пётр Ветров',
      askedBy: 'u-administrator',
      askedByName: names.administrator,
      own: true,
      state: 'waiting',
    },
    {
      ...asked,
      approvalId: 'approval-3',
      subjectId: 'account-9',
      subjectName: 'Айнур Омарова',
      askedBy: 'u-administrator',
      askedByName: names.administrator,
      own: true,
      state: 'given',
    },
  ],
  nextCursor: null,
  asOfMs: nowMs - 2000,
};

export const erasures: BridgeAnswer<'account:erasures'> = {
  rows: approvals.rows.map(({ subjectId, subjectName, askedAtMs }) => ({
    userId: subjectId,
    displayName: subjectName ?? subjectId,
    programme: { ru: 'Степь Флот', en: 'Steppe Fleet', kk: 'Дала Флот' },
    askedAtMs: askedAtMs - 24 * HOUR_MS,
  })),
  nextCursor: null,
  asOfMs: nowMs - 2000,
};
