import { ok, refuse, type Result } from '#domain/result.ts';
import { previewPurchase } from '#domain/sale/purchase-preview.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Core } from '../core.ts';
import { leaseFault } from '../lease/lease-fault.ts';
import { maySee } from '../session/own-scope.ts';
import { unanswered } from '../sync/link.ts';
import { leaseRefusal, questionHere } from './authorize-offline.ts';
import { deskFacts } from './desk.ts';
import type { Operator } from './question.ts';

type Preview = RouteAnswer<'sale.preview'>;

/**
 * «Can this purchase pass?» (row X-28): asked of the backend, and without the link answered from
 * the leases here, by the rules that an offline sale is decided by. Nothing is taken and nothing is
 * written.
 */
export async function previewSale(
  core: Core,
  input: RouteInput<'sale.preview'>,
  operator: Operator,
): Promise<Result<Preview>> {
  if (!core.link.isUp() || operator.sessionToken === null)
    return previewHere(core, input, operator);
  const answer = await core.link.call('sale.preview', input, operator.sessionToken);
  return !answer.ok && unanswered(answer.code) ? previewHere(core, input, operator) : answer;
}

/** Of its own station and this moment alone: nobody here knows of other leases than its own. */
function previewHere(
  core: Core,
  input: RouteInput<'sale.preview'>,
  operator: Operator,
): Result<Preview> {
  const { cardId, stationId, productId, ask, forMs } = input;
  if (!maySee(core, operator, { subjectKind: 'card', subjectId: cardId })) {
    return refuse('CARD_NOT_FOUND');
  }
  const atMs = core.clock.nowMs();
  const isLater = forMs !== undefined && forMs > atMs;
  if (stationId !== core.identity.stationId || isLater) return refuse('ONLINE_REQUIRED');
  const facts = deskFacts(core, { cardId, productId, pumpNumber: 1, atMs });
  if (!facts.ok) return facts;
  const { question, leased } = questionHere(core, facts.value, { pin: 'right', ask });
  const preview = previewPurchase(question);
  const short = preview.code === 'LIMIT_EXCEEDED' || preview.code === 'INSUFFICIENT_FUNDS';
  const barred = leaseFault(core) ?? leaseRefusal(core, { facts: facts.value, leased, atMs });
  const stopped = (preview.passes || short) && barred?.ok === false ? barred : null;
  const code = stopped?.code ?? (short ? 'LEASE_EXCEEDED' : preview.code);
  const params = stopped?.params ?? preview.params;
  return ok({
    ...preview,
    passes: preview.passes && stopped === null,
    code,
    params: { ...params },
    given: stopped === null && preview.given !== null ? { ...preview.given } : null,
    alerts: [...preview.alerts],
    remainders: preview.remainders.map((one) => ({ ...one })),
  });
}
