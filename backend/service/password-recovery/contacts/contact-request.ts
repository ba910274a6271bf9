import { maskContact } from '#domain/client/contact-mask.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { mailLink, phoneCode } from '#domain/identity/proof-rules.ts';
import {
  sidesOf,
  type ContactKind,
  type ContactSide,
} from '#domain/password-recovery/contact-change.ts';
import type { NewMessage } from '../../message/message-ports.ts';
import type { ContactChangeRow } from '../../people/access-rows.ts';
import type { PeopleChange } from '../../people/changes/people-change.ts';
import { drawnCode } from '../../people/draws.ts';
import type { Account } from '../../people/people-rows.ts';
import type { Service } from '../../service.ts';
import { addressed } from '../letter.ts';

export interface ContactRequest {
  readonly profile: ProgrammeProfile;
  readonly account: Account;
  readonly kind: ContactKind;
  /** The new one: E.164, or an address in lower case. */
  readonly value: string;
  /** True for an address that was given when registering: the letter says so (row R-05). */
  readonly registering?: boolean;
}

/** A change of contact, and what is sent to either side of it (rows N-21, R-20). */
export function requestedChange(
  service: Service,
  request: ContactRequest,
): Promise<readonly PeopleChange[]> {
  const { account, kind } = request;
  const hadOne = kind === 'email' ? account.email !== null : account.phone !== null;
  return rowsOf(service, request, sidesOf(kind, hadOne));
}

/** The same change with new links to those who have not agreed yet; the old ones are dead. */
export function renewedChange(
  service: Service,
  renewed: Omit<ContactRequest, 'kind' | 'value'> & { readonly change: ContactChangeRow },
): Promise<readonly PeopleChange[]> {
  const { profile, account, change } = renewed;
  const { kind, value, awaits } = change;
  return rowsOf(service, { profile, account, kind, value }, awaits);
}

async function rowsOf(
  service: Service,
  request: ContactRequest,
  awaits: readonly ContactSide[],
): Promise<readonly PeopleChange[]> {
  const { profile, account, kind, value } = request;
  const askedAtMs = service.clock.nowMs();
  const expiresAtMs =
    askedAtMs + (kind === 'phone' ? phoneCode(profile) : mailLink(profile)).termMs;
  const [older, newer] = [secretOf(service, request), secretOf(service, request)];
  const change: ContactChangeRow = {
    changeId: service.ids.uuid(),
    userId: account.userId,
    kind,
    value,
    state: 'open',
    awaits,
    oldSecretHash: awaits.includes('old') ? service.digests.sha256(older) : null,
    newSecretHash:
      kind === 'phone' ? await service.hasher.hash(newer) : service.digests.sha256(newer),
    triesUsed: 0,
    askedAtMs,
    expiresAtMs,
  };
  const messages = awaits.map((side): PeopleChange => {
    const secret = side === 'old' ? older : newer;
    return { kind: 'message.add', message: told(service, request, { side, secret, expiresAtMs }) };
  });
  return [{ kind: 'contact-change.add', change }, ...messages];
}

function secretOf(service: Service, { profile, kind }: ContactRequest): string {
  return kind === 'phone' ? drawnCode(service, phoneCode(profile).digits) : service.ids.token();
}

function told(
  service: Service,
  { profile, account, kind, value, registering = false }: ContactRequest,
  { side, secret, expiresAtMs }: { side: ContactSide; secret: string; expiresAtMs: number },
): NewMessage {
  const said = { kind, side, contactMasked: maskContact(value), expiresAtMs };
  const to = side === 'new' ? value : (account.email ?? '');
  const person = addressed(service, { profile, account });
  if (registering) {
    const params = { token: secret, expiresAtMs };
    return { ...person, template: 'contact-confirm', channel: 'email', to, params, expiresAtMs };
  }
  const use = { template: 'contact-change', ...person } as const;
  return kind === 'phone'
    ? { ...use, channel: 'sms', to, params: { ...said, code: secret }, expiresAtMs }
    : { ...use, channel: 'email', to, params: { ...said, token: secret }, expiresAtMs };
}
