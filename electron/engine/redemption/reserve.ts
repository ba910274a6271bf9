import { canonicalText, type Json } from '#domain/journal/chain.ts';
import { leasedHere } from '#domain/lease/lease.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import { VOUCHER_TERMS_SINCE } from '#protocol/version.ts';
import type { Core } from '../core.ts';
import type { Facts } from '../journal/facts.ts';
import { moveGeneration } from '../lease/generation.ts';
import { giveBack } from '../lease/give-back.ts';
import { toldLease } from '../lease/grants.ts';
import { leasesOn, putLease } from '../lease/lease-store.ts';
import { isSignedBy } from '../pinned-keys.ts';
import { notTakenUp, unanswered } from '../sync/link.ts';
import { keepVoucherTerms } from './voucher-terms.ts';

type Grant = RouteAnswer<'asset.lease'>;

interface Question {
  readonly commandId: string;
  readonly wanted: number;
}

/** Questions whose answers somebody waits for. */
const onWay = new Set<string>();

/**
 * Asks for the right to redeem without the link: some points, or one voucher. The question is
 * durable before it is sent: what it brought is given back where its answer is lost.
 */
export async function reserve(
  core: Core,
  allowanceKey: string,
  wanted: number,
): Promise<Result<{ leased: number }>> {
  // A copy of another's journal would be told the other's leases.
  if (core.journal.facts.get('forked') === true) return refuse('JOURNAL_FORKED');
  const question = { commandId: core.ids.uuid(), wanted };
  const noted = core.journal.write({ atMs: core.clock.nowMs() }, ({ facts }) =>
    facts.set('reserving', { ...facts.get('reserving'), [allowanceKey]: question }),
  );
  if (!noted.ok) return noted;
  onWay.add(question.commandId);
  try {
    const grant = await ask(core, allowanceKey, question);
    return grant.ok ? await receive(core, grant.value, 'kept') : grant;
  } finally {
    onWay.delete(question.commandId);
  }
}

/**
 * Gives back what was reserved by questions whose answers were lost: who asked was told that there
 * is no link, and a lease that nobody has is kept from everybody. Refused as the link is.
 */
export async function returnUnheard(core: Core): Promise<Result<{ returned: number }>> {
  let returned = 0;
  for (const [allowanceKey, question] of Object.entries(
    core.journal.facts.get('reserving') ?? {},
  )) {
    if (onWay.has(question.commandId)) continue;
    const grant = await ask(core, allowanceKey, question);
    if (!grant.ok && grant.code === 'NETWORK_RECOVERING') break;
    // It stays open, and keeps neither the next one nor the leases of this round from coming.
    if (!grant.ok && grant.code === 'INTERNAL') {
      core.log.error(
        { allowanceKey, params: grant.params },
        'a reservation came to no sensible end',
      );
      continue;
    }
    if (!grant.ok && isOpen(grant.code)) return grant;
    if (!grant.ok) continue;
    const received = await receive(core, grant.value, 'given back');
    if (!received.ok) return received;
    returned += 1;
  }
  return ok({ returned });
}

/** Nobody knows what became of the question. */
function isOpen(code: string): boolean {
  return unanswered(code) || notTakenUp(code);
}

async function ask(
  core: Core,
  allowanceKey: string,
  { commandId, wanted }: Question,
): Promise<Result<Grant>> {
  const knowsTerms = (core.journal.facts.get('protocol') ?? 0) >= VOUCHER_TERMS_SINCE;
  const question = { commandId, allowanceKey, wanted, ...(knowsTerms ? { terms: true } : {}) };
  const answer = await core.link.call('asset.lease', question);
  if (!answer.ok && !isOpen(answer.code)) endQuestion(core, allowanceKey);
  if (!answer.ok || isAuthentic(core, commandId, answer.value)) return answer;
  return refuse('INTERNAL', { reason: 'grant-signature' });
}

function endQuestion(core: Core, allowanceKey: string): void {
  core.journal.write({ atMs: core.clock.nowMs() }, ({ facts }) => forget(facts, allowanceKey));
}

function forget(facts: Facts, allowanceKey: string): void {
  const { [allowanceKey]: _answered, ...open } = facts.get('reserving') ?? {};
  facts.set('reserving', open);
}

async function receive(
  core: Core,
  grant: Grant,
  fate: 'kept' | 'given back',
): Promise<Result<{ leased: number }>> {
  const { grantId, allowanceKey, voucher } = grant;
  // What was granted before this file was a restored copy may be spent in the time that is gone.
  const doubtedAtMs = core.journal.facts.get('leasesDoubtedAtMs') ?? -1;
  const leases = grant.leases.filter(({ issuedAtMs }) => issuedAtMs > doubtedAtMs);
  const atMs = core.clock.nowMs();
  const written = core.journal.write({ atMs }, (writing) => {
    const { db, append, facts } = writing;
    const arrived = leases.filter((lease) => putLease(db, lease));
    if (voucher !== undefined) keepVoucherTerms(writing, { allowanceKey, voucher, atMs });
    forget(facts, allowanceKey);
    append('leases.received', { grantId, leases: leases.map(toldLease) });
    if (fate === 'given back') {
      giveBack(
        writing,
        arrived.map(({ leaseId, granted }) => {
          return { returnId: core.ids.uuid(), leaseId, quantity: granted };
        }),
      );
    }
    return { leased: leasedHere(leasesOn(db, [allowanceKey]), allowanceKey, atMs) };
  });
  if (written.ok) await moveGeneration(core);
  return written;
}

/** Signed by a pinned key, an answer to this question, and for this workstation. */
function isAuthentic(core: Core, commandId: string, { signature, ...grant }: Grant): boolean {
  const { workstationId } = core.identity;
  const mine = grant.leases.every((lease) => lease.workstationId === workstationId);
  if (!mine || grant.grantId !== commandId) return false;
  // Parsed from JSON, so it is JSON; zod's type only spells it differently.
  const text = canonicalText(grant as unknown as Json);
  return isSignedBy(core.backendKeys, { keyId: grant.keyId, signature }, text);
}
