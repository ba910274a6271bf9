import { auditEntry, type AuditEntry } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import { maskPan } from '#domain/card/pan.ts';
import { canonicalText } from '#domain/journal/chain.ts';
import { registerResult, type RegisterRows } from '#protocol/records/registers.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { ImportRows } from '../import-ports.ts';
import type { Service } from '../service.ts';

/**
 * Brings one register in, all rows or none (acceptance: real input). Card numbers are hashed before
 * anything else.
 */
export async function importRegister(
  service: Service,
  { commandId, content }: RouteInput<'register.import'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'register.import'>>> {
  const { digests, stores, clock } = service;
  const { keys } = await networkOf(service);
  const rows = hashedRows(content, commandId, (pan) => digests.hmac(keys.panKey, pan));
  const content256 = digests.sha256(canonicalText(JSON.parse(JSON.stringify(rows))));
  const parse = (kept: unknown) => registerResult.parse(kept);
  return once(
    service,
    { command: 'register.import', commandId, caller, asked: { content256 }, parse },
    async (keep) => {
      const told = importEntry(content, caller);
      const along = { atMs: clock.nowMs(), told, keep };
      const outcome = await stores.registers.importRegister(rows, along);
      if (outcome.ok) return ok(outcome.result);
      if ('missingGroup' in outcome) return refuse('IMPORT_GROUP_MISSING', outcome.missingGroup);
      if ('answeredMeanwhile' in outcome) return refuse('CHANGED_MEANWHILE');
      const { missingClientSourceId } = outcome;
      return refuse('IMPORT_REFERENCE_MISSING', { clientSourceId: missingClientSourceId });
    },
  );
}

/** How many rows of which register; what became of them is added where they are written. */
function importEntry({ register, rows }: RegisterRows, caller: Caller): AuditEntry {
  const after = { register, rowCount: rows.length };
  return auditEntry(doerOf(caller), { event: 'register.import', after });
}

/** Which groups a card register names in vain; asked before it is brought in. */
export async function missingGroups(
  { stores }: Service,
  { groups }: RouteInput<'register.missing-groups'>,
): Promise<Answer<RouteAnswer<'register.missing-groups'>>> {
  return ok({ missing: [...(await stores.registers.missingGroups(groups))] });
}

function hashedRows(
  content: RegisterRows,
  commandId: string,
  panHash: (pan: string) => string,
): ImportRows {
  if (content.register !== 'cards') return content;
  const rows = content.rows.map(({ pan, group = null, ...row }) => {
    return { ...row, group, panHash: panHash(pan), panMasked: maskPan(pan) };
  });
  return { register: 'cards', rows, newGroupsSeed: content.makeGroups === true ? commandId : null };
}
