import type { RouteId, RouteInput } from '#protocol/routes.ts';

type MessageRouteId = Extract<
  RouteId,
  `message.${string}` | `notice.${string}` | `channel.${string}`
>;

/** Inputs of the outgoing box and its channels; `secret` is what no log may show. */
export function messageInputs(
  commandId: string,
  secret: string,
): { readonly [K in MessageRouteId]: RouteInput<K> } {
  const about = { commandId, messageId: commandId };
  const settings = {
    host: 'mail.example',
    port: 465,
    security: 'tls',
    user: 'u',
    fromAddress: 'cabinet@network.example',
    site: null,
    trustedCaPem: null,
  } as const;
  return {
    'message.list': { state: 'queued', channel: 'sms', userId: commandId },
    'message.get': { messageId: commandId },
    'message.retry': about,
    'message.cancel': about,
    'message.bounced': about,
    'notice.take': { shown: [commandId] },
    'channel.get': {},
    'channel.set': { commandId, revision: 0, change: { channel: 'email', settings, secret } },
    'channel.test': { commandId, channel: 'sms', to: '+77010000000', language: 'ru' },
  };
}
