import { ok } from '#domain/result.ts';
import { credentialSheet, type CredentialSheet } from '#protocol/records/client/account.ts';
import { onceSaid } from '../authority/first-answer.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** A sheet as it is kept to be repeated, and the password that is said beside it. */
export interface SaidSheet {
  readonly sheet: CredentialSheet;
  readonly password: string | null;
}

interface Asked {
  readonly commandId: string;
  readonly contractId: string;
  readonly reason?: string;
}

/** Work whose password is in its first answer alone: what is kept to be repeated has none. */
export function saidOnce(
  service: Service,
  { commandId, ...asked }: Asked,
  work: () => Promise<Answer<SaidSheet>>,
): Promise<Answer<CredentialSheet>> {
  const parse = (kept: unknown) => credentialSheet.parse(kept);
  return onceSaid(service, { commandId, asked, parse }, async () => {
    const worked = await work();
    if (!worked.ok) return worked;
    const { sheet, password: temporaryPassword } = worked.value;
    return ok({ kept: sheet, said: { ...sheet, temporaryPassword } });
  });
}
