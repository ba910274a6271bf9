import { assert } from '#domain/assert.ts';
import type { MemberCardRules, OneTimeCode, ProgrammeProfile } from '#domain/identity/programme.ts';
import { ok, refuse } from '#domain/result.ts';
import type { Answer } from '../outcome.ts';
import { openDoor } from '../programme/programme-door.ts';
import type { KeptTermsHead } from '../programme/programme-rows.ts';
import type { Service } from '../service.ts';

/** A programme that somebody may register with, and what its registration goes by. */
export interface MemberProgramme {
  readonly profile: ProgrammeProfile;
  readonly heads: readonly KeptTermsHead[];
  readonly cards: MemberCardRules;
  readonly code: OneTimeCode;
  /** An unfinished registration vanishes after so long. */
  readonly termMs: number;
  /** What its members' cards and points hang on. */
  readonly contractId: string;
}

/**
 * The programme of members behind a door (rows ).
 * @returns `REGISTRATION_CLOSED` where members do not register themselves, or where nobody has said
 *   on which contract they hang; what `openDoor` refuses
 */
export async function memberProgramme(
  service: Service,
  programmeId: string,
): Promise<Answer<MemberProgramme>> {
  const door = await openDoor(service, programmeId);
  if (!door.ok) return door;
  const { account, memberCards: cards } = door.value.profile;
  const { memberContractId } = await service.stores.members.assignment(programmeId);
  if (account.registration !== 'open' || cards === null || memberContractId === null) {
    return refuse('REGISTRATION_CLOSED');
  }
  const { registrationCode: code, registrationTermMs: termMs } = account;
  assert(code !== null && termMs !== null, 'open registration has a code and a term');
  return ok({ ...door.value, cards, code, termMs, contractId: memberContractId });
}
