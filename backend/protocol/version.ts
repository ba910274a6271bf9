/**
 * Protocol of this build. A peer outside the range is told what to install (architecture §8,
 * handshake).
 */
export const PROTOCOL_VERSION = 3;
export const PROTOCOL_VERSION_MIN = 2;

/** Since this protocol a line of a block and of a lowered limit may name its person. */
export const NAMED_LINES_SINCE = 3;
/** Since this protocol a change of many limits may say which rules it was worked out from. */
export const RULES_SEEN_SINCE = 3;
/** Since this protocol a change of one limit may say which terms it was worked out from. */
export const TERMS_SEEN_SINCE = 3;

/** Since this protocol people are listed page by page, and searched. */
export const PEOPLE_PAGES_SINCE = 3;

/** Since this protocol a line may tell of a lowered limit. */
export const LOWERED_LINES_SINCE = 3;

/** Since this protocol a line may tell of a card that was given up. */
export const RETURNED_LINES_SINCE = 3;

/** Since this protocol a grant says, where it is asked to, what a voucher is for. */
export const VOUCHER_TERMS_SINCE = 3;

/** Since this protocol a session may be opened at a programme's door. */
export const DOORS_SINCE = 3;

/** Header of an authenticated person's session beside the workstation's bearer token. */
export const SESSION_HEADER = 'forecourt-session';
/** Header that carries the id under which an answer is remembered (I2). */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
