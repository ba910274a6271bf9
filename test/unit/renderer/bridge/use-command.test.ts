import { describe, expect, it } from 'vitest';
import { useCommand } from '#bridge/query/use-command.ts';
import { good, openWindow, refused, settle } from './scripted-window.ts';

const station = { stationId: 'st-1' };

function commandIdOf(input: unknown): unknown {
  return Object.entries(input ?? {}).find(([name]) => name === 'commandId')?.[1];
}

async function runTwice(first: ReturnType<typeof good>, second: typeof station) {
  const { used: command, asked } = openWindow(() => useCommand('workstation:code'));
  void command.run(station);
  asked[0]!.answer(first);
  await settle();
  void command.run(second);
  return asked.map(({ input }) => commandIdOf(input));
}

describe('a changing action', () => {
  it('[G2] repeated after an unknown outcome goes under the same id', async () => {
    const [one, two] = await runTwice(refused('LINK_DOWN'), station);
    expect(one).toMatch(/^[0-9a-f-]{36}$/u);
    expect(two).toBe(one);
  });

  it.each([
    ['a good answer', good({ code: 'x', expiresAtMs: 1 })],
    ['a refusal that was decided', refused('STATION_NOT_FOUND')],
  ])('[G2] takes a new id after %s', async (_name, answer) => {
    const [one, two] = await runTwice(answer, station);
    expect(two).not.toBe(one);
  });

  it('[G2] takes a new id when its content changed', async () => {
    const [one, two] = await runTwice(refused('LINK_DOWN'), { stationId: 'st-2' });
    expect(two).not.toBe(one);
  });

  it('is busy while it is under way and keeps the refusal until the next good answer', async () => {
    const { used: command, asked } = openWindow(() => useCommand('workstation:code'));
    void command.run(station);
    expect(command.busy.value).toBe(true);
    asked[0]!.answer(refused('FORBIDDEN'));
    await settle();
    expect(command.busy.value).toBe(false);
    expect(command.refusal.value?.code).toBe('FORBIDDEN');
    void command.run(station);
    asked[1]!.answer(good({ code: 'x', expiresAtMs: 1 }));
    await settle();
    expect(command.refusal.value).toBeNull();
  });
});
