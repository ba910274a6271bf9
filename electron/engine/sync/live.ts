import type { Readable } from 'node:stream';
import type { AxiosInstance } from 'axios';
import { createParser } from 'eventsource-parser';
import { liveEvent, type LiveEvent } from '#protocol/feed.ts';
import { routes } from '#protocol/routes.ts';
import type { Log } from '../ports.ts';
import { headersOf } from './http-client.ts';

/** A stream that said nothing for so long is dead: the backend pings more often. */
const SILENCE_MS = 60_000;

/**
 * Reads the backend's event stream until it ends or `signal` says so. It tells only that something
 * moved; polling finds out the same, later.
 */
export async function readLive(
  instance: AxiosInstance,
  options: {
    readonly bearer: string;
    readonly signal: AbortSignal;
    readonly log: Log;
    readonly tell: (event: LiveEvent) => void;
  },
): Promise<void> {
  const { bearer, signal, log, tell } = options;
  const silent = new AbortController();
  const ends = AbortSignal.any([signal, silent.signal]);
  let timer = setTimeout(() => silent.abort(), SILENCE_MS);
  const parser = createParser({
    onEvent({ data }) {
      const event = parsed(data);
      if (event !== null) tell(event);
    },
  });
  try {
    const response = await instance.get<Readable>(routes['events.stream'].path, {
      responseType: 'stream',
      signal: ends,
      headers: { ...headersOf({ bearer }), accept: 'text/event-stream' },
    });
    if (response.status !== 200) {
      response.data.destroy();
      return;
    }
    const decoder = new TextDecoder();
    for await (const chunk of response.data) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
      // A readable of HTTP gives bytes.
      parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    }
  } catch (error) {
    if (!signal.aborted) log.info({ error: String(error) }, 'the event stream ended');
  } finally {
    clearTimeout(timer);
  }
}

function parsed(data: string): LiveEvent | null {
  try {
    const event = liveEvent.safeParse(JSON.parse(data));
    return event.success ? event.data : null;
  } catch {
    return null;
  }
}
