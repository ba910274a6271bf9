import { refuse } from '#domain/result.ts';
import { routes, type RouteAnswer, type RouteId, type RouteInput } from '#protocol/routes.ts';
import type { Caller, CallingPerson } from '../caller.ts';
import type { AnsweredRouteId, Handler, Handlers } from '../handler.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** One object that a request names. */
type Named =
  | {
      readonly kind: 'client' | 'contract' | 'card' | 'card-group' | 'limit-history';
      readonly id: string;
    }
  | {
      /** A card whose holder asks: of his client, or one that he has bound as a member. */
      readonly kind: 'held-card' | 'invitation';
      readonly id: string;
    }
  | { readonly kind: 'limit' | 'template'; readonly id: string; readonly mayBeNew?: true };

/**
 * own: what the use case answers is the asker's own already, or nobody's. Null of a request: it is
 * the network's alone.
 */
type Rule<K extends RouteId> = 'own' | ((input: RouteInput<K>) => readonly Named[] | null);

const contract = (id: string): Named => ({ kind: 'contract', id });
const client = (id: string): Named => ({ kind: 'client', id });
const card = (id: string): Named => ({ kind: 'card', id });
const invitation = (id: string): Named => ({ kind: 'invitation', id });
const group = (id: string): Named => ({ kind: 'card-group', id });

/**
 * What a client's person may reach, and which objects of a request have to be his client's. A route
 * that is not here is refused to him: a new one has to be thought about first (architecture §8).
 */
const rules: { readonly [K in AnsweredRouteId]?: Rule<K> } = {
  'session.close': 'own',
  'session.renew': 'own',
  'password.set': 'own',
  'access.mark': 'own',
  'preferences.get': 'own',
  'preferences.set': 'own',
  'session.list': 'own',
  'sign-in.last': 'own',
  'notice.take': 'own',
  'news.mine': 'own',
  'session.revoke': 'own',
  'session.revoke-others': 'own',
  'consent.list': 'own',
  'consent.accept': 'own',
  'consent.withdraw': 'own',
  'account.erase-request': 'own',
  'account.erase-take-back': 'own',
  'contact.change': 'own',
  'contact.confirm-code': 'own',
  'contact.cancel': 'own',
  'personal-data.get': 'own',
  'personal-data.put': 'own',
  'member.get': 'own',
  'member.add-card': 'own',
  'station.list': 'own',
  'station.get-many': 'own',
  'product.list': 'own',
  'feed.client': 'own',
  'client.list': 'own',
  'contract.list': 'own',
  'hold.list': 'own',
  'client.get': ({ clientId }) => [client(clientId)],
  'client-user.list': ({ clientId }) => [client(clientId)],
  'client-user.invite': ({ contractId }) => [contract(contractId)],
  'client-user.put': ({ clientId }) => [client(clientId)],
  'client-user.remove': ({ clientId }) => [client(clientId)],
  'contract.get': ({ contractId }) => [contract(contractId)],
  'card.list': ({ contractId }) => (contractId === undefined ? [] : [contract(contractId)]),
  'card.get': ({ cardId }) => [card(cardId)],
  'card.block': ({ cardId }) => [card(cardId)],
  'card.unblock': ({ cardId }) => [card(cardId)],
  'card.set-pin': ({ cardId }) => [{ kind: 'held-card', id: cardId }],
  'invitation.list': ({ clientId }) => [client(clientId)],
  'invitation.resend': ({ invitationId }) => [invitation(invitationId)],
  'invitation.prolong': ({ invitationId }) => [invitation(invitationId)],
  'invitation.revoke': ({ invitationId }) => [invitation(invitationId)],
  'limit.set': ({ limit }) => [
    { kind: limit.subjectKind, id: limit.subjectId },
    { kind: 'limit', id: limit.limitId, mayBeNew: true },
  ],
  'limit.remove': ({ limitId }) => [{ kind: 'limit', id: limitId }],
  'limit.list': ({ contractId }) => [contract(contractId)],
  'limit.history': ({ limitId }) => [{ kind: 'limit-history', id: limitId }],
  'limit.set-many': ({ contractId }) => [contract(contractId)],
  'limit.preview-many': ({ contractId }) => [contract(contractId)],
  'rules.set': ({ owned }) => [{ kind: owned.ownerKind, id: owned.ownerId }],
  'card-group.list': ({ contractId }) => (contractId === undefined ? [] : [contract(contractId)]),
  'card-group.get': ({ groupId }) => [group(groupId)],
  'card-group.put': ({ group: { contractId } }) => [contract(contractId)],
  'card-group.assign': ({ contractId }) => [contract(contractId)],
  'card-group.dissolve': ({ groupId }) => [group(groupId)],
  'limit-template.list': ({ contractId }) =>
    contractId === undefined ? [] : [contract(contractId)],
  'limit-template.put': ({ template: { contractId, templateId } }) => [
    contract(contractId ?? ''),
    { kind: 'template', id: templateId, mayBeNew: true },
  ],
  'limit-template.remove': ({ templateId }) => [
    { kind: 'template', id: templateId, mayBeNew: true },
  ],
  'limit-template.apply': ({ contractId, templateId }) => [
    contract(contractId),
    { kind: 'template', id: templateId },
  ],
  'limit-template.preview': ({ contractId, templateId }) => [
    contract(contractId),
    { kind: 'template', id: templateId },
  ],
  'sale.preview': ({ cardId }) => [card(cardId)],
  'statement.get': ({ subjectKind, subjectId }) => [{ kind: subjectKind, id: subjectId }],
  'month.list': monthSubject,
  'operation.search': 'own',
  'ledger.closings': ({ contractId }) => [contract(contractId)],
};

/**
 * Sums of a station or of the network are of all clients together: nobody's to a client's person.
 */
function monthSubject({
  subjectKind,
  subjectId = '',
}: RouteInput<'month.list'>): readonly Named[] | null {
  switch (subjectKind) {
    case 'client':
      return [client(subjectId)];
    case 'contract':
      return [contract(subjectId)];
    case 'station':
    case 'network':
      return null;
  }
}

const NOT_FOUND = {
  client: 'CLIENT_NOT_FOUND',
  contract: 'CONTRACT_NOT_FOUND',
  card: 'CARD_NOT_FOUND',
  'held-card': 'CARD_NOT_FOUND',
  invitation: 'NOT_FOUND',
  'card-group': 'CARD_GROUP_NOT_FOUND',
  limit: 'LIMIT_NOT_FOUND',
  'limit-history': 'LIMIT_NOT_FOUND',
  template: 'LIMIT_TEMPLATE_NOT_FOUND',
} as const;

/**
 * The same use cases, in the scope of who asks: to a client's person an object of another client
 * looks like one that is not there (rule G10).
 */
export function withinScope(service: Service, handlers: Handlers): Handlers {
  const ids = Object.keys(handlers) as AnsweredRouteId[];
  const guarded = ids.map((id) => [id, guard(service, id, handlers[id])] as const);
  // Each handler is the one that stood under its id.
  return Object.fromEntries(guarded) as unknown as Handlers;
}

function guard<K extends AnsweredRouteId>(
  service: Service,
  routeId: K,
  handler: Handler<K>,
): Handler<K> {
  return async (input: RouteInput<K>, caller: Caller): Promise<Answer<RouteAnswer<K>>> => {
    const { person } = caller;
    if (person === null || person.clientId === null) return handler(input, caller);
    const asker: Asker = { userId: person.userId, clientId: person.clientId };
    const rule: Rule<K> | undefined = rules[routeId];
    const asked = rule === 'own' ? [] : (rule?.(input) ?? null);
    if (asked === null) return refuse('FORBIDDEN', { right: routes[routeId].right ?? '' });
    for (const named of asked) {
      if (!(await isOf(service, asker, named))) return refuse(NOT_FOUND[named.kind]);
    }
    return handler(input, caller);
  };
}

/** A client's person; a member has no client. */
interface Asker extends Pick<CallingPerson, 'userId'> {
  readonly clientId: string;
}

async function isOf(service: Service, asker: Asker, named: Named): Promise<boolean> {
  const { registers, members, invitations } = service.stores;
  const { userId, clientId } = asker;
  switch (named.kind) {
    case 'client':
      return named.id === clientId;
    case 'contract':
      return (await registers.clientOfContract(named.id)) === clientId;
    case 'card':
    case 'card-group': {
      const contractId = await registers.contractOfSubject(named.kind, named.id);
      return contractId !== null && isOf(service, asker, contract(contractId));
    }
    case 'held-card': {
      const bound = await members.memberCards(userId);
      return (
        bound.some(({ cardId }) => cardId === named.id) || isOf(service, asker, card(named.id))
      );
    }
    case 'invitation':
      return (await invitations.invitation(named.id))?.clientId === clientId;
    case 'limit': {
      const limit = await registers.limit(named.id);
      if (limit === null) return named.mayBeNew === true;
      return isOf(service, asker, { kind: limit.subjectKind, id: limit.subjectId });
    }
    case 'limit-history': {
      // A removed limit is in no register, and its history is kept all the same.
      const contractId = await registers.contractOfLimit(named.id);
      return contractId !== null && isOf(service, asker, contract(contractId));
    }
    case 'template': {
      const template = await registers.limitTemplate(named.id);
      if (template === null) return named.mayBeNew === true;
      // The network's own templates are everybody's to use and nobody's to change.
      if (template.contractId === null) return named.mayBeNew !== true;
      return isOf(service, asker, contract(template.contractId));
    }
  }
}
