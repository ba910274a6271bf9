import { describe, expect, it } from 'vitest';
import { makeLog } from '#adapter/log/pino-log.ts';
import { NOBODY } from '#service/caller.ts';
import { signIn } from '#service/people/sign-in/sign-in.ts';
import { startSmallNetwork } from '#test/support/backend/small-network.ts';

const SECRET = 'MARKED-SECRET';

/** Every name under which something secret crosses a border of the backend. */
const NAMES = [
  'password',
  'currentPassword',
  'pin',
  'repeat',
  'pan',
  'panHash',
  'token',
  'accessToken',
  'refreshToken',
  'setupToken',
  'enrolmentCode',
  'signature',
  'verifier',
  'passwordHash',
  'panKey',
  'pinKey',
  'signingPrivateKey',
  'authorization',
  'forecourt-session',
];

describe('[I9] log', () => {
  it.each(NAMES)('cuts %s out at any depth at which the product logs', (name) => {
    const lines: string[] = [];
    const log = makeLog({ level: 'info', destination: { write: (l) => void lines.push(l) } });
    log.info({ [name]: SECRET, input: { [name]: SECRET, deeper: { [name]: SECRET } } }, 'line');
    expect(lines.join('')).toContain('line');
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('keeps a line one line, whatever stands in it', () => {
    const lines: string[] = [];
    const log = makeLog({ level: 'info', destination: { write: (l) => void lines.push(l) } });
    log.info({ code: 'A\r\n{"level":50}' }, 'b\nc');
    expect(lines.join('').trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('[G7] sign-in', () => {
  it('does the same work for a login that nobody has', async () => {
    const { backend } = await startSmallNetwork();
    const verified: string[] = [];
    const { hasher } = backend.service;
    const service = {
      ...backend.service,
      hasher: {
        hash: (text: string) => hasher.hash(text),
        isOutdated: (phc: string) => hasher.isOutdated(phc),
        verify: (phc: string, text: string) => {
          verified.push(phc.split('$').slice(0, 4).join('$'));
          return hasher.verify(phc, text);
        },
      },
    };
    for (const login of ['till', 'nobody-at-all']) {
      const asked = { login, password: 'wrong one', workstationId: null };
      const answer = await signIn(service, asked, NOBODY);
      expect(answer).toMatchObject({ ok: false, code: 'AUTH_INVALID' });
    }
    const cost = (await hasher.hash('any')).split('$').slice(0, 4).join('$');
    expect(verified).toEqual([cost, cost]);
    await backend.stop();
  });
});
