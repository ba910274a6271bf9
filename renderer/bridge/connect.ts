import { z } from 'zod';
import { refuse, type Result } from '#domain/result.ts';
import { bridge, bridgeEvents } from '#protocol/bridge.ts';
import { shell, shellEvents } from '#protocol/shell.ts';
import type { Client } from './client.ts';

/** One of the two channels that the preload puts on the window; everything it brings is unknown. */
export interface WindowChannel {
  request(method: string, input: unknown): Promise<unknown>;
  on(event: string, listener: (body: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly forecourt: { readonly engine: WindowChannel; readonly shell: WindowChannel };
  }
}

type Methods = Readonly<Record<string, { readonly input: z.ZodType; readonly answer: z.ZodType }>>;
type Events = Readonly<Record<string, z.ZodType>>;

const refusal = z.object({
  ok: z.literal(false),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
const success = z.object({ ok: z.literal(true), value: z.unknown() });
const reply = z.discriminatedUnion('ok', [success, refusal]);

function channelClient(channel: WindowChannel, methods: Methods, events: Events): unknown {
  return {
    async request(method: string, input: unknown): Promise<Result<unknown>> {
      const shape = methods[method];
      if (shape === undefined) return refuse('BRIDGE_METHOD_UNKNOWN', { method });
      const answered = reply.safeParse(await channel.request(method, input));
      if (!answered.success) return refuse('INTERNAL');
      if (!answered.data.ok) return refuse(answered.data.code, answered.data.params);
      const value = shape.answer.safeParse(answered.data.value);
      return value.success ? { ok: true, value: value.data } : refuse('INTERNAL');
    },
    on(event: string, listener: (body: unknown) => void): () => void {
      const shape = events[event];
      if (shape === undefined) return () => undefined;
      return channel.on(event, (body) => {
        const read = shape.safeParse(body);
        if (read.success) listener(read.data);
      });
    },
  };
}

/** The typed client over what the preload put on the window; every answer is checked by its schema. */
export function connect(): Client {
  const { engine, shell: main } = window.forecourt;
  // The tables give each method its types; here they are walked by name.
  return {
    engine: channelClient(engine, bridge, bridgeEvents) as Client['engine'],
    shell: channelClient(main, shell, shellEvents) as Client['shell'],
  };
}
