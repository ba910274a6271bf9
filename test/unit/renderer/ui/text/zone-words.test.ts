import { describe, expect, it } from 'vitest';
import { defineComponent } from 'vue';
import { useZoneWords } from '#ui/text/use-zone-words.ts';
import { mounted } from '../../bridge/mounted.ts';

const JULY = Date.UTC(2026, 6, 1);
const JANUARY = Date.UTC(2026, 0, 1);

async function said(zone: string, atMs: number): Promise<string> {
  const screen = defineComponent(() => {
    const zoneWords = useZoneWords(atMs);
    return () => zoneWords(zone);
  });
  return (await mounted(screen, {}, {})).wrapper.text();
}

describe('a time zone', () => {
  it('is said by its place and how far it is from UTC', async () => {
    expect(await said('Europe/Moscow', JULY)).toBe('Москва (UTC+3)');
    expect(await said('Asia/Almaty', JULY)).toBe('Казахстан (UTC+5)');
  });

  it('is as far as it is at that moment', async () => {
    expect(await said('Europe/Prague', JULY)).toBe('Прага (UTC+2)');
    expect(await said('Europe/Prague', JANUARY)).toBe('Прага (UTC+1)');
  });

  it('that has no words keeps its own name', async () => {
    expect(await said('America/Lima', JULY)).toBe('America/Lima (UTC-5)');
  });
});
