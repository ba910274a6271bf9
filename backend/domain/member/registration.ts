import type { DocumentKind, DocumentRule } from '../identity/programme.ts';
import { refuse, ok, type Result } from '../result.ts';

// A registration is pending until its code is entered (row R-11); until then there is no account.

/**
 * Whether everything required is ticked; one tick never stands for two documents.
 * @param ticked kinds of the documents whose own tick is set
 * @returns `RULES_NOT_ACCEPTED` for rules, `CONSENT_REQUIRED` {kind} for any other document
 */
export function checkTicks(
  asked: readonly Pick<DocumentRule, 'kind' | 'required'>[],
  ticked: ReadonlySet<DocumentKind>,
): Result<null, 'RULES_NOT_ACCEPTED' | 'CONSENT_REQUIRED'> {
  const missing = asked.find(({ kind, required }) => required && !ticked.has(kind));
  if (missing === undefined) return ok(null);
  if (missing.kind === 'rules') return refuse('RULES_NOT_ACCEPTED');
  return refuse('CONSENT_REQUIRED', { kind: missing.kind });
}

/**
 * Whether an unfinished registration still is there (row R-11).
 * @param termMs how long it waits for its code; at the last millisecond it still is there
 */
export function isUnfinishedAlive(startedAtMs: number, termMs: number, nowMs: number): boolean {
  return nowMs <= startedAtMs + termMs;
}
