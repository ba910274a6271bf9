import fc from 'fast-check';
import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOurs, uiFile } from '#main/window/ui-path.ts';

const ROOT = '/opt/forecourt/renderer';

describe('app://ui/ serves the files of the window and nothing else', () => {
  it('serves the page and its files with their types', () => {
    expect(uiFile('app://ui/', ROOT)).toEqual({
      path: `${ROOT}/index.html`,
      type: 'text/html; charset=utf-8',
    });
    expect(uiFile('app://ui/assets/a-1.js?x=1#y', ROOT)?.path).toBe(`${ROOT}/assets/a-1.js`);
  });

  it.each([
    'app://ui/../../etc/passwd.json',
    'app://ui/%2e%2e/%2e%2e/etc/secret.json',
    'app://ui/..%2f..%2fetc/secret.json',
    'app://ui/%252e%252e/secret.json',
    'app://ui/..%5c..%5csecret.json',
    'app://ui//etc/secret.json',
    'app://ui/%2fetc/secret.json',
    'app://ui/a%00.js',
    'app://ui/.hidden.json',
    'app://ui/%zz.js',
    'app://ui/main.node',
    'app://ui/assets/index.js.map',
    'app://other/index.html',
    'file:///etc/secret.json',
    'https://ui/index.html',
    'not an address',
  ])('refuses or confines %s', (address) => {
    const file = uiFile(address, ROOT);
    expect(file === null || file.path.startsWith(`${ROOT}${sep}`)).toBe(true);
  });

  it('never leaves its folder, whatever the address says', () => {
    const parts = fc.array(
      fc.constantFrom('..', '%2e%2e', '.', '/', '%2f', '\\', '%5c', 'etc', 'a.js', '%00', ':', '@'),
    );
    fc.assert(
      fc.property(parts, (words) => {
        const file = uiFile(`app://ui/${words.join('')}`, ROOT);
        expect(file === null || file.path.startsWith(`${ROOT}${sep}`)).toBe(true);
      }),
    );
  });
});

describe('which address is our window', () => {
  it('ours alone', () => {
    expect(isOurs('app://ui/index.html#/sale', null)).toBe(true);
    for (const foreign of [
      'https://ui/',
      'app://evil/',
      'file:///a',
      'javascript:1',
      'about:blank',
      'data:text/html,x',
    ]) {
      expect(isOurs(foreign, null)).toBe(false);
    }
  });

  it('the development server only when there is one', () => {
    expect(isOurs('http://localhost:5173/x', null)).toBe(false);
    expect(isOurs('http://localhost:5173/x', 'http://localhost:5173')).toBe(true);
    expect(isOurs('http://localhost:5174/x', 'http://localhost:5173')).toBe(false);
  });
});
