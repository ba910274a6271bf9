import { describe, expect, it } from 'vitest';
import { parseArguments, parseMoveArguments, parseVerifyArguments } from '#backend/arguments.ts';

describe('arguments of the backend', () => {
  it('takes what it needs and fills in the rest', () => {
    const parsed = parseArguments(['--data', '/data', '--port', '4180', '--demo']);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        place: { kind: 'folder', dataDir: '/data', keyFile: null },
        port: 4180,
        demonstration: true,
        restored: false,
        host: '127.0.0.1',
        hostNames: [],
        proxies: null,
        level: 'info',
        help: false,
      },
    });
  });

  it('takes several names of the host, a key file and a level', () => {
    const names = ['--host-name', 'a.example', '--host-name', 'b.example'];
    const more = ['--host', '0.0.0.0', '--key-file', '/keys/k', '--log-level', 'warn'];
    const parsed = parseArguments(['--data', '/data', '--port', '0', ...names, ...more]);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        hostNames: ['a.example', 'b.example'],
        place: { keyFile: '/keys/k' },
        level: 'warn',
      },
    });
  });

  it.each([
    [[], '--data'],
    [['--data', '/data'], '--port'],
    [['--data', '/data', '--port', '65536'], '65535'],
    [['--data', '/data', '--port', '-1'], '--port'],
    [['--data', '/data', '--port', '1e3'], '65535'],
    [['--data', '/data', '--port', ''], '65535'],
    [['--data', '/data', '--port', '0', '--log-level', 'loud'], 'debug'],
    [['--data', '/data', '--port', '0', '--proxies', 'all'], '--proxies'],
    [['--data', '/data', '--port', '0', '--proxies', '10'], '9'],
    [['--data', '/data', '--port', '0', '--proxies', '1', '--proxy-header', 'a b'], 'header'],
    [['--data', '/data', '--port', '0', '--proxy-header', 'x-real-ip'], '--proxies N'],
    [['--data', '/data', '--database', 'postgres://h/n', '--port', '0'], 'Either'],
    [['--database', 'mysql://h/n', '--port', '0'], 'postgres://'],
    [['--database', 'postgres://u:secret@h/n', '--port', '0'], '--password-file'],
    [['--database', 'postgres://u@h/n?password=secret', '--port', '0'], '--password-file'],
    [['--what'], '--what'],
    [['extra'], 'extra'],
  ])('%j is refused with a sentence', (args, word) => {
    const parsed = parseArguments(args);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.params['why']).toContain(word);
  });

  it('takes how many proxies stand in front, and which header they write', () => {
    const asked = ['--data', '/data', '--port', '0', '--proxies', '2'];
    const usual = { proxies: { count: 2, header: 'X-Forwarded-For' } };
    expect(parseArguments(asked)).toMatchObject({ ok: true, value: usual });
    const named = { proxies: { count: 2, header: 'x-client' } };
    const parsed = parseArguments([...asked, '--proxy-header', 'x-client']);
    expect(parsed).toMatchObject({ ok: true, value: named });
  });

  it('help needs nothing else', () => {
    expect(parseArguments(['--help'])).toMatchObject({ ok: true, value: { help: true } });
  });

  it('takes a PostgreSQL database instead of a folder', () => {
    const url = 'postgres://forecourt@db.example/network?sslmode=verify-full';
    const parsed = parseArguments(['--database', url, '--password-file', '/p', '--port', '0']);
    const place = { kind: 'database', url, passwordFile: '/p' };
    expect(parsed).toMatchObject({ ok: true, value: { place } });
  });

  it('of a check of the books are a folder or a database', () => {
    const url = 'postgres://forecourt@db.example/network';
    expect(parseVerifyArguments(['--data', '/data', '--key-file', '/k'])).toEqual({
      ok: true,
      value: { kind: 'folder', dataDir: '/data', keyFile: '/k' },
    });
    expect(parseVerifyArguments(['--database', url])).toEqual({
      ok: true,
      value: { kind: 'database', url, passwordFile: null },
    });
    expect(parseVerifyArguments([])).toMatchObject({ ok: false });
    expect(parseVerifyArguments(['--data', '/d', '--database', url])).toMatchObject({ ok: false });
    expect(parseVerifyArguments(['--data', '/d', '--port', '0'])).toMatchObject({ ok: false });
  });

  it('of a move are a folder and a database', () => {
    const moved = parseMoveArguments(['--from', '/data', '--to', 'postgres://h/n']);
    expect(moved).toEqual({
      ok: true,
      value: {
        from: { kind: 'folder', dataDir: '/data', keyFile: null },
        to: { kind: 'database', url: 'postgres://h/n', passwordFile: null },
      },
    });
    expect(parseMoveArguments(['--from', '/data'])).toMatchObject({ ok: false });
    expect(parseMoveArguments(['--to', 'postgres://h/n'])).toMatchObject({ ok: false });
    expect(
      parseMoveArguments(['--from', '/d', '--to', 'postgres://h/n', '--port', '0']),
    ).toMatchObject({ ok: false });
  });
});
