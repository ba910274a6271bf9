import { Agent as HttpsAgent } from 'node:https';
import axios, { AxiosError, isAxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import type { SendOutcome } from '#domain/message/outgoing.ts';
import type { GatewaySettings } from '#protocol/records/channel.ts';
import type { CarriedMessage, Carrier } from '#service/message/carrier-ports.ts';

const USUAL_TIMEOUT_MS = 20_000;
/** More of an answer says nothing about one message. */
const ANSWER_MAX_BYTES = 64 * 1024;

const CONTENT_TYPES: Readonly<Record<GatewaySettings['bodyFormat'], string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
};

/** How a value is written where it stands. */
const WRITTEN: Readonly<Record<GatewaySettings['bodyFormat'], (value: string) => string>> = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: encodeURIComponent,
  text: (value) => value,
};

type Values = Readonly<Record<string, string>>;

/** Short messages through any gateway that takes them by HTTP; what it wants is data. */
export class GatewayCarrier implements Carrier {
  readonly #settings: GatewaySettings;
  readonly #secret: string;
  readonly #http: AxiosInstance;
  readonly #timeoutMs: number;
  readonly #closing = new AbortController();

  constructor(
    settings: GatewaySettings,
    secret: string | null,
    { timeoutMs = USUAL_TIMEOUT_MS }: { timeoutMs?: number } = {},
  ) {
    this.#settings = settings;
    this.#secret = secret ?? '';
    this.#timeoutMs = timeoutMs;
    const ca = settings.trustedCaPem === null ? {} : { ca: settings.trustedCaPem };
    this.#http = axios.create({
      maxRedirects: 0,
      maxContentLength: ANSWER_MAX_BYTES,
      validateStatus: () => true,
      proxy: false,
      responseType: 'text',
      transformResponse: (text: unknown) => text,
      httpsAgent: new HttpsAgent({ minVersion: 'TLSv1.2', ...ca }),
    });
  }

  async send({ messageId, recipient, text }: CarriedMessage): Promise<SendOutcome> {
    const { url, method, headers, bodyFormat, body } = this.#settings;
    const secret = this.#secret;
    const values = { to: recipient, text: text.text, reference: messageId, secret };
    // A time-out of axios is one of silence: whoever goes on answering would be heard for days.
    const late = AbortSignal.timeout(this.#timeoutMs);
    const named = headers.map(({ name, value }) => [name, filled(value, values, oneLine)]);
    try {
      const answer = await this.#http.request<string>({
        url: filled(url, values, encodeURIComponent),
        method,
        signal: AbortSignal.any([this.#closing.signal, late]),
        headers: { 'content-type': CONTENT_TYPES[bodyFormat], ...Object.fromEntries(named) },
        ...(method === 'GET' ? {} : { data: filled(body, values, WRITTEN[bodyFormat]) }),
      });
      return this.#outcomeOf(answer);
    } catch (error) {
      // Told to a length that says nothing of one message: by then it may have been taken.
      if (isTooLong(error)) return { kind: 'failed', code: 'CHANNEL_REFUSED' };
      return { kind: 'later', code: late.aborted ? 'CHANNEL_TIMEOUT' : faultOf(error) };
    }
  }

  /** Breaks off what is under way: it is tried later. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.resolve();
  }

  #outcomeOf({ status, data }: AxiosResponse<string>): SendOutcome {
    const { success, idField } = this.#settings;
    if (status === 429 || status >= 500) return { kind: 'later', code: 'CHANNEL_DEFERRED' };
    if (status === 401 || status === 403) return { kind: 'later', code: 'CHANNEL_AUTH_REFUSED' };
    const answer = parsed(data);
    if (status < success.statusFrom || status > success.statusTo || !says(answer, success)) {
      return { kind: 'failed', code: 'CHANNEL_REFUSED' };
    }
    return { kind: 'sent', providerId: idField === null ? null : fieldOf(answer, idField) };
  }
}

/** Whether the answer's field is as it has to be; one that is only named has to be there. */
function says(answer: unknown, { field, equals }: GatewaySettings['success']): boolean {
  if (field === null) return true;
  const told = fieldOf(answer, field);
  return equals === null ? told !== null : told === equals;
}

/** Each `{{name}}` by its value, written as the place wants it; other names stay as they are. */
function filled(template: string, values: Values, written: (value: string) => string): string {
  return template.replaceAll(/\{\{(\w+)\}\}/gu, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : written(value);
  });
}

function oneLine(value: string): string {
  return value.replaceAll(/[^ -~]/gu, '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A nested field as text; null where there is none, or no single value. */
function fieldOf(answer: unknown, path: string): string | null {
  let value = answer;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = Reflect.get(value, name);
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}

/** An answer that was broken off at its greatest length. */
function isTooLong(error: unknown): boolean {
  return isAxiosError(error) && error.code === AxiosError.ERR_BAD_RESPONSE;
}

function faultOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : '';
  if (code === 'ETIMEDOUT') return 'CHANNEL_TIMEOUT';
  const tls = typeof code === 'string' && /CERT|TLS|SSL|SELF_SIGNED|ALTNAME/u.test(code);
  return tls ? 'CHANNEL_TLS_FAILED' : 'CHANNEL_UNREACHABLE';
}
