import { describe, expect, it } from 'vitest';
import { parseCreateArguments } from '#backend/arguments-create.ts';

const STATION = ['--station', 'Station 1', '--zone', 'Europe/Moscow', '--country', 'RU'];
const NETWORK = ['--name', 'Network', ...STATION, '--administrator', 'chief'];
const ENOUGH = ['--data', '/data', ...NETWORK];

describe('arguments of create-network', () => {
  it('are the place, the network, its first station and its administrator', () => {
    expect(parseCreateArguments(ENOUGH)).toEqual({
      ok: true,
      value: {
        place: { kind: 'folder', dataDir: '/data', keyFile: null },
        network: {
          networkName: 'Network',
          station: {
            name: 'Station 1',
            zone: 'Europe/Moscow',
            country: 'RU',
            owner: 'own',
            pumpCount: 4,
            address: null,
          },
          administrator: { login: 'chief', displayName: 'chief' },
        },
        passwordFile: null,
      },
    });
  });

  it('may say the pumps, a name of the administrator, and a database with two passwords', () => {
    const files = ['--password-file', '/d', '--administrator-password-file', '/a'];
    const more = ['--pumps', '12', '--administrator-name', 'Anna', ...files];
    const url = 'postgres://forecourt@db.example/network';
    expect(parseCreateArguments(['--database', url, ...NETWORK, ...more])).toMatchObject({
      ok: true,
      value: {
        place: { kind: 'database', url, passwordFile: '/d' },
        network: { station: { pumpCount: 12 }, administrator: { displayName: 'Anna' } },
        passwordFile: '/a',
      },
    });
  });

  it.each([
    [NETWORK, 'Either --data'],
    [['--data', '/data'], '--name'],
    [['--data', '/data', '--name', 'Network'], '--station'],
    [[...ENOUGH, '--name', ' '], '--name'],
    [[...ENOUGH, '--zone', 'Moscow'], 'Europe/Moscow'],
    [[...ENOUGH, '--country', 'Russia'], 'two capitals'],
    [[...ENOUGH, '--pumps', '100'], '0 to 99'],
    [[...ENOUGH, '--pumps', '-1'], '--pumps'],
    [[...ENOUGH, '--administrator', ''], 'how the administrator signs in'],
    [[...ENOUGH, '--administrator-name', ''], '--administrator-name'],
    [[...ENOUGH, '--administrator-name', 'Chief\nof all'], 'in one line'],
    [[...ENOUGH, '--administrator-password', 'secret'], '--administrator-password'],
  ])('%j is refused with a sentence', (args, words) => {
    const parsed = parseCreateArguments(args);
    expect(parsed.ok ? '' : parsed.params['why']).toContain(words);
  });
});
