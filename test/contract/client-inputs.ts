import type { RouteId, RouteInput } from '#protocol/routes.ts';
import type { clientRoutes } from '#protocol/routes/client.ts';
import type { clientUserRoutes } from '#protocol/routes/client-user.ts';
import type { invitationRoutes } from '#protocol/routes/invitation.ts';

type ClientRouteId = Extract<
  RouteId,
  keyof typeof clientRoutes | keyof typeof clientUserRoutes | keyof typeof invitationRoutes
>;

type ClientInputs = {
  readonly [K in Exclude<ClientRouteId, 'contract.sign'>]: RouteInput<K>;
};

/** Of clients, their contracts, their people, and whoever is invited. */
export function clientInputs(commandId: string, secret: string): ClientInputs {
  return {
    'client.get': { clientId: 'k' },
    'client.put': {
      commandId,
      clientId: null,
      revision: null,
      client: {
        type: 'legal-entity',
        name: 'n',
        country: 'RU',
        taxId: null,
        kpp: null,
        segment: null,
        contactName: null,
        phone: null,
        email: null,
      },
    },
    'client.told': {
      commandId,
      userId: 'u',
      clientId: null,
      revision: null,
      client: {
        type: 'legal-entity',
        name: 'n',
        country: 'RU',
        taxId: null,
        kpp: null,
        segment: null,
        contactName: null,
        phone: null,
        email: null,
      },
    },
    'contract.create': {
      commandId,
      clientId: 'k',
      number: '1',
      currency: 'RUB',
      zone: 'Europe/Moscow',
      programmeId: null,
    },
    'contract.set-programme': { commandId, contractId: 'k', programmeId: 'p' },
    'card.hand-overs': { contractId: 'k' },
    'card.hand-over': {
      commandId,
      cardId: 'k',
      actNumber: '1',
      signedOn: '2026-11-21',
      receiverName: 'n',
    },
    'account.open': { commandId, contractId: 'k' },
    'account.authority': {
      commandId,
      userId: 'k',
      contractId: 'k',
      document: { title: 't', number: '1', fromOn: '2026-01-01', untilOn: null },
    },
    'account.sheet': { commandId, contractId: 'k', reason: 'r' },
    'client-user.list': { clientId: 'k' },
    'client-user.invite': {
      commandId,
      contractId: 'k',
      email: 'a@b.example',
      displayName: 'n',
      grants: ['read'],
    },
    'client-user.put': {
      commandId,
      clientId: 'k',
      userId: 'k',
      revision: 0,
      displayName: 'n',
      grants: ['read'],
    },
    'client-user.remove': { commandId, clientId: 'k', userId: 'k' },
    'invitation.send': { commandId, contractId: 'k' },
    'invitation.list': { clientId: 'k' },
    'invitation.resend': { commandId, invitationId: 'k' },
    'invitation.prolong': { commandId, invitationId: 'k' },
    'invitation.revoke': { commandId, invitationId: 'k' },
    'invitation.read': { token: `${secret}-token` },
    'invitation.accept': {
      commandId,
      token: `${secret}-token`,
      password: `${secret}-password`,
      repeat: `${secret}-password`,
    },
  };
}
