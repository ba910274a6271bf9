import { ok } from '#domain/result.ts';
import { credentialSheet, type CredentialSheet } from '#protocol/records/client/account.ts';
import { onceSaid, type Keep } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** A sheet as it is kept to be repeated, and the password that is said beside it. */
export interface SaidSheet {
  readonly sheet: CredentialSheet;
  readonly password: string | null;
}

interface Asked {
  readonly command: 'account.open' | 'account.sheet';
  readonly commandId: string;
  readonly contractId: string;
  readonly reason?: string;
  readonly caller: Caller;
}

/** Work whose password is in its first answer alone: what is kept to be repeated has none. */
export function saidOnce(
  service: Service,
  { command, commandId, caller, ...asked }: Asked,
  work: (keep: Keep<CredentialSheet>) => Promise<Answer<SaidSheet>>,
): Promise<Answer<CredentialSheet>> {
  const parse = (kept: unknown) => credentialSheet.parse(kept);
  return onceSaid(service, { command, commandId, caller, asked, parse }, async (keep) => {
    const worked = await work(keep);
    if (!worked.ok) return worked;
    const { sheet, password: temporaryPassword } = worked.value;
    return ok({ kept: sheet, said: { ...sheet, temporaryPassword } });
  });
}
