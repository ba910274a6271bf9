import { maskContact } from '#domain/client/contact-mask.ts';
import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { mailLink, phoneCode } from '#domain/identity/proof-rules.ts';
import { NOWHERE } from '#domain/message/notice-choice.ts';
import {
  contactSides,
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

/** Whom a change is of: null where nobody waits, and its work is done all the same (rule G7). */
type Requested = Omit<ContactRequest, 'account'> & { readonly account: Account | null };

/** A change of contact, and what is sent to either side of it (rows N-21, R-20). */
export async function requestedChange(
  service: Service,
  request: ContactRequest,
): Promise<readonly PeopleChange[]> {
  const { account, kind } = request;
  const hadOne = kind === 'email' ? account.email !== null : account.phone !== null;
  const { change, letters } = await rowsOf(service, request, sidesOf(kind, hadOne));
  return [
    { kind: 'contact-change.add', change },
    ...change.awaits.map((side) => ({ kind: 'message.add', message: letters[side] }) as const),
  ];
}

/** A change of address as it is sent again, and a letter for each side. */
export interface RenewedChange {
  readonly change: ContactChangeRow | null;
  /** One to whoever has agreed already, or to nobody, goes nowhere. */
  readonly letters: readonly NewMessage[];
}

/**
 * The same change with new links to those who have not agreed yet; the old ones are dead. Where no
 * change waits (null) as much is drawn and hashed, and no letter goes anywhere (rule G7).
 */
export async function renewedChange(
  service: Service,
  { profile, account, change }: Pick<Requested, 'profile' | 'account'> & WaitingChange,
): Promise<RenewedChange> {
  const { kind, value, awaits } = change ?? NONE;
  const of = { profile, account: change === null ? null : account, kind, value } as const;
  const made = await rowsOf(service, of, awaits);
  const letters = contactSides.map((side) =>
    awaits.includes(side) ? made.letters[side] : { ...made.letters[side], ...NOWHERE },
  );
  return { change: change === null ? null : made.change, letters };
}

const NONE: Pick<ContactChangeRow, 'kind' | 'value' | 'awaits'> = {
  kind: 'email',
  value: '',
  awaits: [],
};

interface WaitingChange {
  readonly change: ContactChangeRow | null;
}

interface MadeChange {
  readonly change: ContactChangeRow;
  readonly letters: Readonly<Record<ContactSide, NewMessage>>;
}

async function rowsOf(
  service: Service,
  request: Requested,
  awaits: readonly ContactSide[],
): Promise<MadeChange> {
  const { profile, account, kind, value } = request;
  const askedAtMs = service.clock.nowMs();
  const expiresAtMs =
    askedAtMs + (kind === 'phone' ? phoneCode(profile) : mailLink(profile)).termMs;
  const [older, newer] = [secretOf(service, request), secretOf(service, request)];
  const change: ContactChangeRow = {
    changeId: service.ids.uuid(),
    userId: account?.userId ?? '',
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
  const letters = {
    old: told(service, request, { side: 'old', secret: older, expiresAtMs }),
    new: told(service, request, { side: 'new', secret: newer, expiresAtMs }),
  };
  return { change, letters };
}

function secretOf(service: Service, { profile, kind }: Requested): string {
  return kind === 'phone' ? drawnCode(service, phoneCode(profile).digits) : service.ids.token();
}

function told(
  service: Service,
  { profile, account, kind, value, registering = false }: Requested,
  { side, secret, expiresAtMs }: { side: ContactSide; secret: string; expiresAtMs: number },
): NewMessage {
  const said = { kind, side, contactMasked: maskContact(value), expiresAtMs };
  const to = side === 'new' ? value : (account?.email ?? '');
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
