import { describe, expect, it } from 'vitest';
import { parseArguments } from '#backend/arguments.ts';

describe('arguments of the backend', () => {
  it('takes what it needs and fills in the rest', () => {
    const parsed = parseArguments(['--data', '/data', '--port', '4180', '--demo']);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        dataDir: '/data',
        port: 4180,
        demonstration: true,
        host: '127.0.0.1',
        hostNames: [],
        keyFile: null,
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
      value: { hostNames: ['a.example', 'b.example'], keyFile: '/keys/k', level: 'warn' },
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
    [['--what'], '--what'],
    [['extra'], 'extra'],
  ])('%j is refused with a sentence', (args, word) => {
    const parsed = parseArguments(args);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.params['why']).toContain(word);
  });

  it('help needs nothing else', () => {
    expect(parseArguments(['--help'])).toMatchObject({ ok: true, value: { help: true } });
  });
});
