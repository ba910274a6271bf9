import { invitationLink } from '#domain/client/invitation.ts';
import {
  invitingBirths,
  type OneTimeCode,
  type ProgrammeProfile,
} from '#domain/identity/programme.ts';
import { termsInForce, termsState } from '#domain/identity/terms.ts';
import { ok, refuse } from '#domain/result.ts';
import { programmeProfile, type ProgrammeRecord } from '#protocol/records/programme.ts';
import type { ProgrammeDoor } from '#protocol/records/programme-door.ts';
import type { TermsHeadRecord } from '#protocol/records/terms.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { KeptTermsHead } from './programme-rows.ts';

/** Every programme in use, as somebody who has not signed in may see it. */
export async function publicProgrammes({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'programme.public'>>> {
  const nowMs = clock.nowMs();
  const programmes: ProgrammeDoor[] = [];
  for (const { profile, active } of await stores.programmes.programmes()) {
    if (!active) continue;
    const heads = await stores.programmes.termsHeads(profile.programmeId);
    programmes.push(doorOf(profile, heads, nowMs));
  }
  return ok({ programmes, asOfMs: nowMs });
}

/** A programme that people may sign in to, with the documents they may have to accept. */
export interface OpenDoor {
  readonly profile: ProgrammeProfile;
  readonly heads: readonly KeptTermsHead[];
}

/**
 * The programme whose door somebody stands at. Judged before anything is looked up about him, so
 * that it says nothing about any account.
 * @returns `PROGRAMME_NOT_FOUND` for one that is not in use, `OFFER_TEXT_MISSING` {kind} where a
 *   required document has no text in force (V-15)
 */
export async function openDoor(
  { stores, clock }: Service,
  programmeId: string,
): Promise<Answer<OpenDoor>> {
  const kept = await stores.programmes.programme(programmeId);
  if (kept === null || !kept.active) return refuse('PROGRAMME_NOT_FOUND');
  const { profile } = kept;
  const heads = await stores.programmes.termsHeads(programmeId);
  const [kind] = termsState(profile.documents, heads, [], clock.nowMs()).missing;
  return kind === undefined ? ok({ profile, heads }) : refuse('OFFER_TEXT_MISSING', { kind });
}

/** A head without the programme it belongs to, which whoever asks has named. */
export function headRecord(head: KeptTermsHead): TermsHeadRecord {
  const { kind, version, fromMs, publishedAtMs, hash, languages } = head;
  return { kind, version, fromMs, publishedAtMs, hash, languages: [...languages] };
}

function doorOf(
  kept: ProgrammeProfile,
  heads: readonly KeptTermsHead[],
  nowMs: number,
): ProgrammeDoor {
  const { programmeId, names, country, languages, ...profile } = programmeProfile.parse(kept);
  const { account, passwords, signIn, recovery } = profile;
  const { first, reset, change } = passwords;
  const { missing } = termsState(profile.documents, heads, [], nowMs);
  return {
    programmeId,
    names,
    country,
    languages,
    birth: account.birth,
    login: account.login,
    robotCheck: signIn.robotCheck,
    registration: account.registration,
    recovery: recoveryOf(recovery),
    invitationTermMs: invitingBirths.includes(account.birth) ? invitationLink(kept).termMs : null,
    cardDigits: profile.memberCards?.panDigits ?? null,
    additionalCards: profile.memberCards?.additionalCards ?? null,
    registrationCode: account.registrationCode && fieldOf(account.registrationCode),
    passwords: { first, reset, change },
    selfService: profile.selfService,
    // A place that nobody has filled in is the administrator's business alone.
    contacts: profile.contacts.filter(({ value }) => value !== null),
    documents: profile.documents.map((rule) => {
      const head = termsInForce(heads, rule.kind, nowMs);
      return { ...rule, head: head === undefined ? null : headRecord(head) };
    }),
    lockAtError: signIn.lockAtError,
    unlocksOffline: account.offlineUnlockMs !== null,
    shut: missing.length > 0 ? 'OFFER_TEXT_MISSING' : null,
  };
}

/** The way, and what its sentences say beside it; of a way only what belongs to it. */
function recoveryOf(recovery: ProgrammeRecord['recovery']): ProgrammeDoor['recovery'] {
  const { way, keys } = recovery;
  const door = { way, keys, code: null, link: 'link' in recovery ? recovery.link : null };
  switch (way) {
    case 'mail-code':
      return { ...door, code: { ...fieldOf(recovery.code), termMs: recovery.code.termMs } };
    case 'sms-code':
      return {
        ...door,
        code: { ...fieldOf(recovery.code), termMs: recovery.code.termMs },
        alsoByEmail: recovery.alsoByEmail,
      };
    case 'staff-checked-link':
      return { ...door, gives: recovery.gives };
    case 'in-person':
      return { ...door, sameOffice: recovery.sameOffice };
    case 'mail-link':
      return door;
  }
}

/** What the field for a code needs to know; how many tries there are is not said. */
function fieldOf({ digits, resendAfterMs }: OneTimeCode) {
  return { digits, resendAfterMs };
}
