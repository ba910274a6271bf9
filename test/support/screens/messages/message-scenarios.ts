import type { ChannelSet } from '#protocol/records/channel.ts';
import { good } from '../fake-client.ts';
import { scenario, type Scenario } from '../make-scenario.ts';
import { nowMs } from '../samples.ts';

const DAY_MS = 24 * 3_600_000;
const kept = { hasSecret: true, revision: 2, changedAtMs: nowMs - DAY_MS };
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

const channels: ChannelSet = {
  email: {
    ...kept,
    settings: {
      host: 'mail.network.example',
      port: 587,
      security: 'starttls',
      user: 'cards',
      fromAddress: 'cards@network.example',
      site: 'https://cabinet.network.example',
      trustedCaPem: PEM,
    },
  },
  sms: {
    ...kept,
    settings: {
      kind: 'http',
      url: 'https://gateway.example/v2/messages',
      method: 'POST',
      headers: [{ name: 'Authorization', value: 'Bearer {{secret}}' }],
      bodyFormat: 'json',
      body: '{"to":"{{to}}","text":"{{text}}","id":"{{reference}}"}',
      success: { statusFrom: 200, statusTo: 299, field: 'result.code', equals: '0' },
      idField: 'result.id',
      trustedCaPem: null,
    },
  },
};

const subject = 'CN=Network Root CA, O=Network, C=KZ';

export const messageScenarios: Readonly<Record<string, Scenario>> = {
  'channels-full': scenario({
    path: '/messages',
    role: 'administrator',
    engine: {
      'message:list': () => good({ rows: [], nextCursor: null, asOfMs: nowMs }),
      'channel:get': () => good({ ...channels, asOfMs: nowMs }),
    },
    shellAnswers: {
      'certificate:read': () =>
        good({ certificates: [{ subject, untilMs: nowMs + 400 * DAY_MS }] }),
    },
  }),
};
