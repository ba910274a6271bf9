import type { Code } from '#protocol/codes.ts';

/** Understood, well-formed, allowed to ask, and refused by a rule: what most codes are. */
const REFUSED_BY_RULE = 422;

const codesByStatus: Readonly<Record<number, readonly Code[]>> = {
  400: ['FIELD_REQUIRED', 'FIELD_INVALID', 'FIELD_UNKNOWN', 'BODY_MALFORMED', 'CURSOR_INVALID'],
  401: [
    'UNAUTHORIZED',
    'AUTH_INVALID',
    'CHALLENGE_FAILED',
    'SESSION_EXPIRED',
    'SETUP_TOKEN_INVALID',
    'ENROLMENT_CODE_INVALID',
    'WORKSTATION_UNKNOWN',
    'WORKSTATION_SIGNATURE_INVALID',
  ],
  403: [
    'FORBIDDEN',
    'PASSWORD_CHANGE_REQUIRED',
    'TERMS_REQUIRED',
    'WORKSTATION_REVOKED',
    'ACCOUNT_CLOSED',
  ],
  404: [
    'ROUTE_NOT_FOUND',
    'NOT_FOUND',
    'CARD_NOT_FOUND',
    'CONTRACT_NOT_FOUND',
    'CLIENT_NOT_FOUND',
    'STATION_NOT_FOUND',
    'PRODUCT_NOT_FOUND',
    'LIMIT_NOT_FOUND',
    'LIMIT_TEMPLATE_NOT_FOUND',
    'CARD_GROUP_NOT_FOUND',
    'HOLD_NOT_FOUND',
    'SALE_NOT_FOUND',
    'ENTRY_NOT_FOUND',
    'LEASE_NOT_FOUND',
    'POINTS_ACCOUNT_NOT_FOUND',
    'POINTS_NOT_ACCRUED',
    'VOUCHER_NOT_FOUND',
    'PROGRAMME_NOT_FOUND',
    'TERMS_NOT_FOUND',
    'MESSAGE_NOT_FOUND',
  ],
  405: ['METHOD_NOT_ALLOWED'],
  409: [
    'COMMAND_ID_REUSED',
    'LOGIN_TAKEN',
    'ACCOUNT_CHANGED',
    'APPROVAL_OVER',
    'SETUP_DONE',
    'CASE_DECIDED',
    'CARD_EXISTS',
    'LIMIT_ID_TAKEN',
    'LIMIT_CHANGED',
    'PROGRAMME_CHANGED',
    'CLIENT_CHANGED',
    'TERMS_CHANGED',
    'SALE_REVERSED',
    'SALE_ALREADY_CAPTURED',
    'ENTRY_CORRECTED',
    'POINTS_ALREADY_ACCRUED',
    'REDEMPTION_REVERSED',
    'REDEMPTION_CAPTURED',
    'VOUCHER_EXISTS',
    'VOUCHER_USED',
    'VOUCHER_RESERVED',
    'JOURNAL_GAP',
    'JOURNAL_FORKED',
    'JOURNAL_CHAIN_BROKEN',
    'NETWORK_CHANGED',
    'SLIP_ENTERED',
    'SLIP_UNDER_WAY',
    'CARD_MOVED',
    'RECOVERY_OVER',
    'RECOVERY_AWAITED',
    'JOURNAL_NOT_FORKED',
    'FORK_OPEN_FILLS',
    'FORK_NOT_SAVED',
    'CHANNEL_CHANGED',
    'MESSAGE_SETTLED',
  ],
  413: ['BODY_TOO_LARGE'],
  415: ['MEDIA_TYPE_UNSUPPORTED'],
  426: ['CLIENT_UPGRADE_REQUIRED'],
  429: ['RATE_LIMITED', 'AUTH_DELAYED'],
  500: [
    'INTERNAL',
    'DATABASE_DAMAGED',
    'DATABASE_FROM_FUTURE',
    'DATABASE_IN_USE',
    'DATABASE_MOVED',
  ],
  503: ['BACKEND_BUSY'],
  507: ['DISK_FULL'],
};

const statuses = new Map<Code, number>(
  Object.entries(codesByStatus).flatMap(([status, codes]) =>
    codes.map((code): [Code, number] => [code, Number(status)]),
  ),
);

/** The HTTP status of a refusal: the one table from code to status. */
export function statusOf(code: Code): number {
  return statuses.get(code) ?? REFUSED_BY_RULE;
}
