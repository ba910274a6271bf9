import { termsInForce, termsState, type Acceptance } from '#domain/identity/terms.ts';
import { ok, refuse } from '#domain/result.ts';
import type { Language } from '#domain/text/language.ts';
import type { AcceptedTerms } from '#protocol/records/terms.ts';
import type { Answer } from '../outcome.ts';
import type { ConsentChange } from '../people/changes/consent-change.ts';
import type { SessionPurpose } from '../people/people-rows.ts';
import type { OpenDoor } from '../programme/programme-door.ts';
import type { Consent, ConsentChannel, KeptTermsHead } from '../programme/programme-rows.ts';
import type { Service } from '../service.ts';

/** Who accepts, and how. */
export interface Accepting {
  readonly userId: string;
  readonly workstationId: string | null;
  readonly channel: ConsentChannel;
}

export interface SignInTerms {
  /** Acceptances by the act of signing in; written in one commit with the session (V-14). */
  readonly changes: readonly ConsentChange[];
  /** `accept-terms` where a required tick is missing: the session is good for that alone. */
  readonly purpose: Extract<SessionPurpose, 'ordinary' | 'accept-terms'>;
}

/**
 * What signing in means for the documents of a programme (V-14, R-07, R-08, R-36).
 * @param language in which their texts stood on the sign-in page
 */
export async function termsAtSignIn(
  service: Service,
  { profile, heads }: OpenDoor,
  person: Omit<Accepting, 'channel'> & {
    readonly language: Language;
    /** What is accepted in the same commit, and is therefore not found among what is kept. */
    readonly accepted: readonly Acceptance[];
  },
): Promise<SignInTerms> {
  const { language, accepted, ...who } = person;
  const accepting = { ...who, channel: 'sign-in' } as const;
  const kept = await service.stores.programmes.consentsOf(person.userId);
  const nowMs = service.clock.nowMs();
  const consents = [...kept, ...accepted];
  const { bySigningIn, byTick } = termsState(profile.documents, heads, consents, nowMs);
  return {
    changes: bySigningIn.map((head) =>
      consentOf(service, { head, language, consentId: service.ids.uuid() }, accepting),
    ),
    purpose: byTick.length === 0 ? 'ordinary' : 'accept-terms',
  };
}

/** What a person accepts, as versions that are in force. */
export interface AcceptedHead {
  readonly head: KeptTermsHead;
  readonly language: Language;
}

/** Refuses with `TERMS_CHANGED` {kind} what is not exactly the version in force. */
export function acceptedHeads(
  { clock }: Pick<Service, 'clock'>,
  heads: readonly KeptTermsHead[],
  accepted: readonly AcceptedTerms[],
): Answer<readonly AcceptedHead[]> {
  const found: AcceptedHead[] = [];
  for (const { kind, version, hash, language } of accepted) {
    const head = termsInForce(heads, kind, clock.nowMs());
    if (head === undefined || head.version !== version || head.hash !== hash) {
      return refuse('TERMS_CHANGED', { kind });
    }
    found.push({ head, language });
  }
  return ok(found);
}

/** One acceptance as it is kept. */
export function consentOf(
  { clock }: Pick<Service, 'clock'>,
  { head, language, consentId }: AcceptedHead & Pick<Consent, 'consentId'>,
  accepting: Accepting,
): ConsentChange {
  const { programmeId } = head;
  const consent = {
    ...acceptanceOf(head),
    ...accepting,
    consentId,
    programmeId,
    language,
    acceptedAtMs: clock.nowMs(),
  };
  return { kind: 'consent.add', consent };
}

function acceptanceOf({ kind, version, hash }: KeptTermsHead): Acceptance {
  return { kind, version, hash, withdrawnAtMs: null };
}
