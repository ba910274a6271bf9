import { auditEntry } from '#domain/audit/audit-entry.ts';
import { clientTypeTaken, wellFormedClient } from '#domain/client/client.ts';
import { maskEmail, maskPhone } from '#domain/client/contact-mask.ts';
import { may } from '#domain/identity/rights.ts';
import { ok, refuse } from '#domain/result.ts';
import type { ClientRecord } from '#protocol/records.ts';
import { clientDetails } from '#protocol/records/client/client.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import { programmeOf } from '../programme/programme-of.ts';
import type { Service } from '../service.ts';
import type { KeptClient } from './client-rows.ts';

/** The clients that somebody may see, by pages. */
export async function listClients(
  { stores, clock }: Service,
  input: RouteInput<'client.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'client.list'>>> {
  const page = await stores.registers.clients(pageQuestion(input, caller));
  const own = personOf(caller).clientId;
  // A list shows nobody's contacts whole: whoever needs one opens the client, which is told.
  const rows = page.rows.map((client) => (client.clientId === own ? client : masked(client)));
  return pageAnswer({ ...page, rows }, clock.nowMs());
}

/** A client with its contracts and by which programme the people of each sign in. */
export async function getClient(
  service: Service,
  { clientId }: RouteInput<'client.get'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'client.get'>>> {
  const { stores, clock } = service;
  const asOfMs = clock.nowMs();
  const client = await stores.clients.client(clientId);
  if (client === null) return refuse('CLIENT_NOT_FOUND');
  const contracts = await stores.clients.contractsOf(clientId);
  const shown = shownTo(caller, client);
  if (shown === client) await tellShown(service, clientId, caller);
  return ok({ client: shown, contracts: [...contracts], asOfMs });
}

/** Contacts are masked for whoever may not see personal data (G5); a client sees its own. */
function shownTo<T extends ClientRecord>(caller: Caller, client: T): T {
  const person = personOf(caller);
  if (person.clientId === client.clientId || may(person, 'pii.view')) return client;
  return masked(client);
}

function masked<T extends ClientRecord>(client: T): T {
  const { phone, email } = client;
  return {
    ...client,
    phone: phone === null ? null : maskPhone(phone),
    email: email === null ? null : maskEmail(email),
  };
}

/** That somebody of the network was shown a client's contacts is told by itself (G5). */
async function tellShown({ stores, clock }: Service, clientId: string, caller: Caller) {
  if (personOf(caller).clientId === clientId) return;
  const deed = { event: 'client.get', subjectKind: 'client', subjectId: clientId } as const;
  const audit = auditEntry(doerOf(caller), deed);
  await stores.people.commit({ atMs: clock.nowMs(), audit, changes: [] });
}

/**
 * Enters a client or changes it (rows O-02, O-08): contacts in their one form, the tax id with
 * right check digits, and a type that every programme takes under which it has a contract in force
 * or in draft. Whoever worked from an older state than the one that is kept is refused.
 * @param permit whether it may be done yet; a repeat is answered as it was, without asking
 */
export function putClient(
  service: Service,
  { commandId, ...asked }: RouteInput<'client.put'>,
  caller: Caller,
  permit: () => Answer<null> = () => ok(null),
): Promise<Answer<RouteAnswer<'client.put'>>> {
  const parse = (kept: unknown) => clientDetails.parse(kept);
  return once(service, { command: 'client.put', commandId, caller, asked, parse }, async (keep) => {
    const permitted = permit();
    if (!permitted.ok) return permitted;
    const { clients, people } = service.stores;
    const clientId = asked.clientId ?? commandId;
    const before = await clients.client(clientId);
    if (asked.clientId !== null && before === null) return refuse('CLIENT_NOT_FOUND');
    if ((before?.revision ?? null) !== asked.revision) return refuse('CLIENT_CHANGED');
    const formed = wellFormedClient({ ...asked.client, clientId, revision: asked.revision ?? 0 });
    if (!formed.ok) return formed;
    const client = formed.value;
    const taken = await takenByItsProgrammes(service, client);
    if (!taken.ok) return taken;
    const kind = before === null ? 'client.add' : 'client.put';
    const audit = auditEntry(doerOf(caller), {
      event: 'client.put',
      subjectKind: 'client',
      subjectId: clientId,
      before: before && { ...before },
      after: { ...client },
    });
    const atMs = service.clock.nowMs();
    const put = before === null ? client : { ...client, revision: client.revision + 1 };
    const outcome = await people.commit({ atMs, audit, changes: [{ kind, client }, keep(put)] });
    return outcome === 'done' ? ok(put) : refuse('CLIENT_CHANGED');
  });
}

async function takenByItsProgrammes(
  service: Service,
  { clientId, type }: KeptClient,
): Promise<Answer<null>> {
  for (const { state, programmeId } of await service.stores.clients.contractsOf(clientId)) {
    if (state === 'closed' || programmeId === null) continue;
    const programme = await programmeOf(service, programmeId);
    if (programme === null) continue;
    const taken = clientTypeTaken(type, programme.account);
    if (!taken.ok) return taken;
  }
  return ok(null);
}
