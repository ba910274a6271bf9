// What becomes of an outgoing message. It is sent at least once: a sender that dies between the
// carrier's answer and its own note leaves it to be sent again, under the same reference.

/**
 * queued: waits for its next try. sending: one sender has it, until its claim is over. sent: the
 * carrier took it. delivered, bounced: what the carrier said of it later. failed: refused for good,
 * or tried too often. dropped: was never to go anywhere (rule G7).
 */
export const messageStates = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'bounced',
  'failed',
  'expired',
  'cancelled',
  'dropped',
] as const;

export type MessageState = (typeof messageStates)[number];

/** A sender that has not said what came of a message by then is taken for dead. */
export const CLAIM_MS = 120_000;

const FIRST_WAIT_MS = 5_000;
const WAIT_MAX_MS = 3_600_000;
/** About a day of a carrier that cannot be reached. */
const TRIES_MAX = 30;

/**
 * How long a message waits after so many tries that failed: three times the wait before, an hour
 * at most.
 */
export function waitAfterMs(tries: number): number {
  return Math.min(WAIT_MAX_MS, FIRST_WAIT_MS * 3 ** (Math.max(1, tries) - 1));
}

/** What a carrier said of one try. Codes are stable and have their words in every language. */
export type SendOutcome =
  /** `providerId`: what the carrier calls it, for what it says of it later. */
  | { readonly kind: 'sent'; readonly providerId: string | null }
  /** May pass later. */
  | { readonly kind: 'later'; readonly code: string }
  /** Refused for good. */
  | { readonly kind: 'failed'; readonly code: string }
  /** There is no such recipient. */
  | { readonly kind: 'bounced'; readonly code: string };

/** What a row becomes after a try. */
export interface AfterTry {
  readonly state: Extract<MessageState, 'queued' | 'sent' | 'failed' | 'bounced' | 'expired'>;
  readonly error: string | null;
  readonly providerId: string | null;
  /** Of one that is queued again. */
  readonly nextTryAtMs: number | null;
}

interface Tried {
  /** This one among them. */
  readonly tries: number;
  readonly expiresAtMs: number;
  readonly nowMs: number;
}

/** What becomes of a message by what its carrier said. Exactly at its term it may still go. */
export function afterTry(outcome: SendOutcome, { tries, expiresAtMs, nowMs }: Tried): AfterTry {
  const settled = { providerId: null, nextTryAtMs: null };
  if (outcome.kind === 'sent') {
    return { ...settled, state: 'sent', error: null, providerId: outcome.providerId };
  }
  const error = outcome.code;
  if (outcome.kind !== 'later') return { ...settled, state: outcome.kind, error };
  const nextTryAtMs = nowMs + waitAfterMs(tries);
  if (nextTryAtMs > expiresAtMs) return { ...settled, state: 'expired', error };
  if (tries >= TRIES_MAX) return { ...settled, state: 'failed', error };
  return { ...settled, state: 'queued', error, nextTryAtMs };
}

/** What a person may do about a message, by the state that it must be in. */
export const ALLOWED_FROM = {
  retry: ['queued', 'failed', 'bounced'],
  cancel: ['queued', 'failed'],
  bounced: ['sent', 'delivered'],
} as const satisfies Record<string, readonly MessageState[]>;

export type MessageAct = keyof typeof ALLOWED_FROM;
