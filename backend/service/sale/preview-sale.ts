import { assert } from '#domain/assert.ts';
import { ok } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { askAuthority } from '../authority/ask-authority.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/**
 * «Can this purchase pass?»: decided by the authority as a sale would be, and nothing is kept of it
 * (row X-28).
 */
export function previewSale(
  service: Service,
  asked: RouteInput<'sale.preview'>,
): Promise<Answer<RouteAnswer<'sale.preview'>>> {
  return previewAt(service, asked, service.clock.nowMs());
}

/** The same as of an instant that may be past: at its prices, in its windows. */
export async function previewAt(
  service: Service,
  { forMs, ...asked }: RouteInput<'sale.preview'>,
  atMs: number,
): Promise<Answer<RouteAnswer<'sale.preview'>>> {
  const commandId = service.ids.uuid();
  const command = { kind: 'sale.preview', commandId, atMs, workstationId: null } as const;
  const answer = await askAuthority(
    service,
    { ...command, ...asked, forMs: forMs ?? null },
    { commandId },
  );
  if (!answer.ok) return answer;
  assert(answer.value.kind === 'purchase', 'a preview answers with one');
  const { given, params, alerts, remainders, ...preview } = answer.value.preview;
  return ok({
    ...preview,
    given: given && { ...given },
    params: { ...params },
    alerts: [...alerts],
    remainders: remainders.map((one) => ({ ...one })),
  });
}
