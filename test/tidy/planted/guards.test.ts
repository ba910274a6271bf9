import { expect, it } from 'vitest';
import { checkDead } from '#build/check/dead.ts';
import { checkFormat } from '#build/check/format.ts';
import { checkLicences } from '#build/check/licences.ts';
import { checkLocales } from '#build/check/locales.ts';
import { checkLockfile } from '#build/check/lockfile.ts';
import { checkPlaces } from '#build/check/places.ts';
import { checkProgrammes } from '#build/check/programmes.ts';
import { checkReadmes } from '#build/check/readmes.ts';
import { checkSecrets } from '#build/check/secrets.ts';
import { checkTree } from '#build/check/tree.ts';
import { named, refused } from './tree.ts';

const SLOW_MS = 60_000;

const manifest = (license: string, dependencies: object = {}): string =>
  JSON.stringify({ license, dependencies });

it(
  'dead code: an unreached file, an unused export, an unused and an undeclared package',
  async () => {
    const found = named(
      await refused(checkDead, {
        'backend/entry.ts':
          "import { used } from './used.ts';\nimport x from 'left-pad';\nconsole.log(used, x);\n",
        'backend/used.ts': 'export const used = 1;\nexport const idle = 2;\n',
        'backend/alone.ts': 'export const alone = 1;\n',
        'package.json': JSON.stringify({ type: 'module', dependencies: { zod: '4.6.7' } }),
      }),
    );
    expect(found).toEqual(
      expect.arrayContaining([
        'backend/alone.ts  unused file',
        'backend/used.ts  unused export',
        'package.json  unused dependency',
        'backend/entry.ts  undeclared package',
      ]),
    );
  },
  SLOW_MS,
);

it(
  'format: a file that prettier would write otherwise',
  async () => {
    const files = {
      'build/a.ts': 'export const a = "x"\n',
      'build/b.ts': "export const b = 'x';\n",
    };
    expect(named(await refused(checkFormat, files))).toContain('build/a.ts  format');
    expect(named(await refused(checkFormat, files))).not.toContain('build/b.ts  format');
  },
  SLOW_MS,
);

it(
  'secrets: a private key and a token',
  async () => {
    // Put together here, so that this file itself holds no secret.
    const dashes = '-'.repeat(5);
    const key = `${dashes}BEGIN RSA PRIVATE KEY${dashes}\n${'MIIEpAIBAAKCAQEA'.repeat(8)}\n${dashes}END RSA PRIVATE KEY${dashes}\n`;
    const token = ['ghp', 'a1B2c3D4e5F6'.repeat(3)].join('_');
    const found = await refused(checkSecrets, {
      'backend/key.pem': key,
      'backend/token.ts': `export const token = '${token}';\n`,
      'backend/plain.ts': "export const plain = 'text';\n",
    });
    const files = found.map(({ at }) => at.split(':')[0]);
    expect(files).toEqual(expect.arrayContaining(['backend/key.pem', 'backend/token.ts']));
    expect(files).not.toContain('backend/plain.ts');
  },
  SLOW_MS,
);

it('lock file: a registry host, a package without checksum, no file at all', async () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { resolved: 'https://packages.example/a.tgz', integrity: 'sha512-x' },
      'node_modules/b': { version: '1.0.0' },
      'node_modules/c': { version: '1.0.0', integrity: 'sha512-x' },
    },
  };
  const found = named(await refused(checkLockfile, { 'package-lock.json': JSON.stringify(lock) }));
  expect(found).toEqual([
    'package-lock.json (node_modules/a)  registry host',
    'package-lock.json (node_modules/b)  integrity',
  ]);
  expect(named(await refused(checkLockfile, {}))).toEqual(['package-lock.json  lock file']);
});

it('licences: a copyleft package that product code reaches through another one', async () => {
  const found = await refused(checkLicences, {
    'package.json': JSON.stringify({ dependencies: { native: '1.0.0' } }),
    'backend/http/a.ts': "import { a } from '@fair/one/part';\nexport const b = a;\n",
    'build/b.ts': "import { b } from 'tool';\nexport const c = b;\n",
    'node_modules/@fair/one/package.json': manifest('MIT', { behind: '1.0.0' }),
    'node_modules/behind/package.json': manifest('GPL-3.0'),
    'node_modules/native/package.json': manifest('(GPL-2.0 OR Apache-2.0)'),
    'node_modules/tool/package.json': manifest('LGPL-3.0'),
  });
  expect(named(found)).toEqual(['node_modules/behind  licence']);
});

it('tree: a stranger at the top, a banned name, a wrong shape of name, too long, too many', async () => {
  const many = Array.from({ length: 21 }, (_, index) => [`backend/http/f${index}.ts`, '']);
  const found = named(
    await refused(checkTree, {
      ...Object.fromEntries(many),
      'notes.txt': '',
      'scripts/run.ts': '',
      'backend/service/utils.ts': '',
      'backend/helpers/money.ts': '',
      'backend/service/CardLimit.ts': '',
      'renderer/ui/badge.vue': '',
      'backend/service/long.ts': '//\n'.repeat(401),
      'backend/service/exact.ts': '//\n'.repeat(400),
      'renderer/ui/UiLong.vue': '\n'.repeat(301),
      'renderer/ui/UiScript.vue': `<script setup>\n${'//\n'.repeat(151)}</script>\n`,
      'renderer/ui/UiExact.vue': `<script setup>\n${'//\n'.repeat(150)}</script>\n`,
      'backend/service/README.md': 'x\n'.repeat(61),
      'backend/service/wide.ts': `// ${'x'.repeat(120)}\n`,
      'renderer/ui/UiWide.vue': `<script setup>\n// ${'x'.repeat(120)}\n</script>\n`,
    }),
  );
  expect(found.sort()).toEqual(
    [
      'notes.txt  top level',
      'scripts  top level',
      'backend/service/utils.ts  name',
      'backend/helpers/money.ts  name',
      'backend/service/CardLimit.ts  name',
      'renderer/ui/badge.vue  name',
      'backend/service/long.ts  file lines',
      'renderer/ui/UiLong.vue  file lines',
      'renderer/ui/UiScript.vue  script lines',
      'backend/service/README.md  readme lines',
      'backend/service/wide.ts  comment columns',
      'renderer/ui/UiWide.vue  comment columns',
      'backend/http  folder files',
    ].sort(),
  );
});

it('places: paths of one machine, a look beside the checkout, a registry', async () => {
  const [slash, up] = ['/', '..'];
  const found = named(
    await refused(checkPlaces, {
      'backend/a.ts': `const a = '${slash}home/ann/project';\n`,
      'backend/b.ts': `const b = '${slash}tmp/data.db';\n`,
      'backend/c.ts': `const c = '${up}/shared/data';\n`,
      'test/c.test.ts': `const c = '${up}/shared/data';\n`,
      'build/d.ts': `const d = 'https:${slash}/registry.example.org/x';\n`,
      'backend/fine.ts': "const url = 'https://shop.example/home/ann'; const r = '/cards/work/';\n",
    }),
  );
  expect(found.sort()).toEqual([
    'backend/a.ts  machine path',
    'backend/b.ts  machine path',
    'backend/c.ts  outside the repository',
    'build/d.ts  registry host',
  ]);
});

it('programmes: an id, a name, a part of a name, and one that is told apart by its id', async () => {
  const profile = {
    programmeId: 'river-ferries',
    names: { ru: 'Паром «Речная волна»', en: 'Ferry' },
  };
  const found = named(
    await refused(checkProgrammes, {
      'backend/programmes/profiles.json': JSON.stringify([profile]),
      'backend/service/id.ts': "export const at = 'river-ferries';\n",
      'backend/service/name.ts': '// as on the Ferry\n',
      'renderer/locales/ru/people.json': '{ "people": { "hello": "Речная волна" } }\n',
      'electron/main/apart.ts': "if (account.programmeId === 'x') throw new Error(door);\n",
      'electron/main/other-way.ts': 'if (`y` !== programmeId) throw new Error(door);\n',
      'backend/service/fine.ts':
        "const river_ferries = profile.programmeId === other; const all = 'river-ferries-2';\n",
      'test/unit/river.test.ts': "const id = 'river-ferries';\n",
    }),
  );
  expect(found.sort()).toEqual([
    'backend/service/id.ts  programme named',
    'backend/service/name.ts  programme named',
    'electron/main/apart.ts  programme told apart',
    'electron/main/other-way.ts  programme told apart',
    'renderer/locales/ru/people.json  programme named',
  ]);
  expect(named(await refused(checkProgrammes, {}))).toEqual([
    'backend/programmes/profiles.json  programmes',
  ]);
});

it('readmes: a folder that its room says nothing of', async () => {
  const found = await refused(checkReadmes, {
    'README.md': '# all\n',
    'backend/README.md': '| `store/` | the hold in `hold-rows.ts` of `service` |\n',
    'backend/store/rows.ts': 'export const rows = 1;\n',
    'backend/store/sql/pages.ts': 'export const pages = 1;\n',
    'backend/service/sale.ts': 'export const sale = 1;\n',
    'backend/hold/hold.ts': 'export const hold = 1;\n',
    'backend/hold/README.md': '# hold: see `parts/part.ts`, never `party`\n',
    'backend/hold/parts/part.ts': 'export const part = 1;\n',
    'backend/hold/par/par.ts': 'export const par = 1;\n',
    'test/fixtures/README.md': '# left by other builds\n',
    'test/fixtures/day-1/day.json': '{}\n',
  });
  expect(found.map(({ at, message }) => `${at}  ${message}`).sort()).toEqual([
    'backend/README.md  says nothing of hold/',
    'backend/hold/README.md  says nothing of par/',
  ]);
});

it('locales: a missing key, other placeholders, an empty text, an unknown and an unused key', async () => {
  const sale = (texts: object): string => JSON.stringify({ sale: texts });
  const found = await refused(checkLocales, {
    'renderer/locales/ru/sale.json': sale({ a: 'А {n}', b: 'Б', c: 'В', idle: 'Г' }),
    'renderer/locales/en/sale.json': sale({ a: 'A {m}', b: 'B', c: ' ', idle: 'D' }),
    'renderer/locales/kk/sale.json': sale({ a: 'А {n}', c: 'В', idle: 'Г' }),
    'renderer/locales/kk/shift.json': JSON.stringify({ other: { x: 'y' } }),
    'renderer/locales/ru/errors.json': JSON.stringify({ errors: { NEVER: { title: 'А' } } }),
    'backend/protocol/codes.ts': "export const codes = ['CARD_BLOCKED'] as const;\n",
    'renderer/locales/ru/ui.json': JSON.stringify({ ui: { event: { 'old-one': 'А' } } }),
    'backend/domain/audit/audit-event.ts': "export const auditEvents = ['card.block'] as const;\n",
    'renderer/features/sale/use.ts':
      "export const f = (t: any) => [t('sale.a'), t('sale.gone')];\n",
    'renderer/features/sale/more.ts': "export const keys = ['sale.b', 'sale.c'];\n",
  });
  const said = found.map(({ at, rule, message }) => `${at}  ${rule}: ${message.split(' ')[0]}`);
  expect(said).toEqual(
    expect.arrayContaining([
      'renderer/locales/kk/shift.json  area: holds',
      'renderer/locales/kk/sale.json  missing key: sale.b',
      'renderer/locales/en/sale.json  placeholders: sale.a',
      'renderer/locales/en/sale.json  empty text: sale.c',
      'renderer/features/sale/use.ts  unknown key: sale.gone',
      'renderer/locales/ru/sale.json  unused key: sale.idle',
      'renderer/locales/ru/errors.json  refusal without words: errors.CARD_BLOCKED',
      'renderer/locales/ru/errors.json  words without refusal: errors.NEVER.title:',
      'renderer/locales/ru/ui.json  event without words: ui.event.card-block',
      'renderer/locales/ru/ui.json  words without event: ui.event.old-one:',
    ]),
  );
  expect(said.filter((text) => text.includes('unused key: sale.b'))).toEqual([]);
});
