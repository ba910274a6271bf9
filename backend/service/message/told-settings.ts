import type { Json } from '#domain/journal/chain.ts';
import type { EmailSettings, SmsSettings } from '#protocol/records/channel.ts';
import { routes } from '#protocol/routes.ts';
import type { Service } from '../service.ts';

type ToldSettings = Readonly<Record<string, Json>>;

type Digests = Pick<Service['digests'], 'sha256'>;

/**
 * How a channel is set up, as the trail keeps it for good: nobody can take out of it again what he
 * typed into a header or a template, a key among others. Long texts are known by their digests, so
 * that a change of them is seen; of headers there are the names, of an address no query.
 */
export function toldSettings(
  digests: Digests,
  settings: EmailSettings | SmsSettings,
): ToldSettings {
  const { trustedCaPem, ...open } = settings;
  const trustedCa = trustedCaPem === null ? null : known(digests, trustedCaPem);
  if (!('url' in open)) return { ...open, trustedCa };
  const { url, headers, body, ...others } = open;
  return {
    ...others,
    url: url.replace(/\?.*$/u, '?…').slice(0, URL_TOLD_MAX),
    headerNames: headers.map(({ name }) => name).join(', '),
    body: known(digests, body),
    trustedCa,
  };
}

/** More than addresses of gateways have before their query. */
const URL_TOLD_MAX = 200;

/** Of a text: how long it is, and by what the same one is known again. */
function known({ sha256 }: Digests, text: string) {
  return { characters: text.length, sha256: sha256(text) };
}

/** The same of what somebody asked for and was refused; nothing of what is no such request. */
export function toldChannelInput(digests: Digests, input: object): object {
  const read = routes['channel.set'].input.safeParse(input);
  if (!read.success) return {};
  const { revision, change } = read.data;
  const { channel, settings, secret } = change;
  const told = settings === null ? null : toldSettings(digests, settings);
  return { revision, channel, settings: told, secretGiven: secret !== undefined };
}
