import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isStale, processStart, tryLock, withLock } from '#build/setup/process/lock.mjs';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'deep', 'setup.lock');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const me = { pid: process.pid, host: hostname(), startedAt: processStart(process.pid) };

describe('the lock against two set-ups at once', () => {
  it('is held by one, names its holder to the other and is free again afterwards', () => {
    const release = tryLock(path);
    expect(typeof release).toBe('function');
    expect(tryLock(path)).toEqual(me);
    if (typeof release === 'function') release();
    const again = tryLock(path);
    expect(typeof again).toBe('function');
    if (typeof again === 'function') again();
    expect(existsSync(path)).toBe(false);
  });

  it('is taken over from a holder that has ended or whose pid another process has now', () => {
    expect(isStale(me)).toBe(false);
    expect(isStale({ ...me, pid: 2 ** 22 + 1 })).toBe(true);
    expect(isStale({ ...me, startedAt: `${me.startedAt}1` })).toBe(true);
    expect(isStale({ ...me, startedAt: '', pid: 2 ** 22 + 1 })).toBe(true);
    expect(isStale(undefined)).toBe(true);
  });

  it('is never taken from another host, whose processes cannot be seen', () => {
    expect(isStale({ ...me, host: 'elsewhere', pid: 1, startedAt: '1' })).toBe(false);
  });

  it('is taken over when its file is damaged or its holder is gone', () => {
    for (const content of ['{ "pid": 1', JSON.stringify({ ...me, startedAt: '1' })]) {
      const release = tryLock(path);
      if (typeof release === 'function') release();
      writeFileSync(path, content);
      const taken = tryLock(path);
      expect(typeof taken).toBe('function');
      if (typeof taken === 'function') taken();
    }
  });

  it('lets work through one after another and is given back when the work fails', async () => {
    const order: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    };
    await Promise.all([withLock(path, 'a', work('a')), withLock(path, 'b', work('b'))]);
    expect(order[0]?.charAt(0)).toBe(order[1]?.charAt(0));
    expect(order[2]?.charAt(0)).toBe(order[3]?.charAt(0));
    const failing = withLock(path, 'c', async () => {
      throw new Error('planted');
    });
    await expect(failing).rejects.toThrow('planted');
    expect(existsSync(path)).toBe(false);
  });
});
