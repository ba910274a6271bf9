import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeEventBody, BridgeInput } from '#protocol/bridge.ts';
import type { RegisterPreview } from '#protocol/records/registers.ts';
import { call } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

const REAL = join(import.meta.dirname, '../../../../shared/data/ccs');

let network: SmallNetwork;
let bench: EngineBench;
let progress: BridgeEventBody<'register:progress'>[];
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
  await bench.signIn('curator');
  progress = [];
  bench.engine.core.events.listen((event, body) => {
    if (event === 'register:progress') progress.push(body as BridgeEventBody<'register:progress'>);
  });
});
afterEach(() => bench.dispose());

type Register = BridgeInput<'register:preview'>['register'];
const NOTHING = { country: null, currency: null, zone: null, unit: null, makeGroups: false };

function asked(
  register: Register,
  content: string | Uint8Array,
  defaults: Partial<typeof NOTHING> = {},
) {
  const bytes =
    typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
  return { register, fileName: `${register}.csv`, bytes, defaults: { ...NOTHING, ...defaults } };
}

const preview = (
  register: Register,
  content: string | Uint8Array,
  defaults: Partial<typeof NOTHING> = {},
): Promise<RegisterPreview> => bench.ok('register:preview', asked(register, content, defaults));

describe('a file', () => {
  it('of the product itself comes in whole, and the same file again changes nothing', async () => {
    const file =
      'sourceId;name;country;currency;taxId;segment\nc-1;"ООО ""Луч""";RU;RUB;;fleet\nc-2;Альфа;RU;RUB;;\n';
    const seen = await preview('clients', file);
    expect(seen).toMatchObject({ rowCount: 2, badRowCount: 0, duplicateCount: 0 });
    expect(seen.sample[0]).toMatchObject({ sourceId: 'c-1', name: 'ООО "Луч"', segment: 'fleet' });
    const { jobId } = seen;
    expect(await bench.ok('register:import', { jobId })).toMatchObject({ added: 2, changed: 0 });
    const again = await preview('clients', file);
    const result = await bench.ok('register:import', { jobId: again.jobId });
    expect(result).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    expect(progress.map(({ stage }) => stage)).toContain('sending');
  });

  it.each([
    ['utf-8', Buffer.from('\ufeffid,name,country\n7,Žižkov ČS,CZE\n', 'utf8'), 'Žižkov ČS'],
    [
      'windows-1250',
      iconv.encode('id,name,country\n7,Žižkov ČS ě,CZE\n', 'windows-1250'),
      'Žižkov ČS ě',
    ],
    [
      'windows-1251',
      iconv.encode('код;наименование;страна\n7;АЗС «Южная»;RU\n', 'windows-1251'),
      'АЗС «Южная»',
    ],
    [
      'windows-1252',
      iconv.encode('id,name,country\n7,Façade à Nîmes œuvre,CZ\n', 'windows-1252'),
      'Façade à Nîmes œuvre',
    ],
    ['utf-16', Buffer.from('\ufeffid\tname\tcountry\n7\tStation Ω\tCZ\n', 'utf16le'), 'Station Ω'],
  ])('is read in %s, whatever its delimiter', async (_name, bytes, name) => {
    const seen = await preview('stations', bytes);
    expect(seen.badRows).toEqual([]);
    expect(seen.sample[0]?.['name']).toBe(name);
  });

  it('[O-23] of stations tells guests addresses and telephones, and leaves what it does not name', async () => {
    const stations = async () => (await call(network.url, 'station.public', {})).rows;
    const come = async (file: string) => {
      const { jobId, badRows } = await preview('stations', file);
      expect(badRows).toEqual([]);
      await bench.ok('register:import', { jobId });
      return (await stations()).find(({ stationId }) => stationId === 'st-77');
    };
    const first = 'Код;Название;Страна;Адрес;Телефон\nst-77;АЗС 77;RU;';
    expect(await come(`${first}Тверь, Лесная, 5;8 (916) 000-00-01\n`)).toMatchObject({
      address: 'Тверь, Лесная, 5',
      phone: '+79160000001',
    });
    expect(await come('Код;Название;Страна\nst-77;АЗС 77 «Лесная»;RU\n')).toMatchObject({
      name: 'АЗС 77 «Лесная»',
      address: 'Тверь, Лесная, 5',
      phone: '+79160000001',
    });
    expect(await come(`${first};+7 916 000-00-02\n`)).toMatchObject({
      address: 'Тверь, Лесная, 5',
      phone: '+79160000002',
    });
    const { badRows } = await preview('stations', `${first};позвоните\n`);
    expect(badRows).toMatchObject([{ line: 2, column: 'Телефон', code: 'FIELD_INVALID' }]);
  });

  it('with bad rows names line, column and reason, and nothing of it comes in', async () => {
    const before = network.backend.checksum();
    const file =
      'sourceId,name,country,currency,taxId\nok-1,One,RU,RUB,\nbad id,Two,RU,RUB,\nok-3,Three,RU,USD,\nok-4,Four,RU,RUB,1234567890\nok-1,Other,RU,RUB,\nok-1,One,RU,RUB,\n';
    const seen = await preview('clients', file);
    expect(seen.badRows).toEqual([
      { line: 3, column: 'sourceId', code: 'FIELD_INVALID', params: { field: 'sourceId' } },
      { line: 4, column: 'currency', code: 'FIELD_INVALID', params: { field: 'currency' } },
      { line: 5, column: 'taxId', code: 'INN_INVALID', params: { field: 'taxId' } },
      {
        line: 6,
        column: 'sourceId',
        code: 'FIELD_INVALID',
        params: { field: 'sourceId', reason: 'duplicate' },
      },
    ]);
    expect(seen.duplicateCount).toBe(1);
    const refusal = await bench.refused('register:import', { jobId: seen.jobId });
    expect(refusal).toEqual({ code: 'FILE_ROWS_INVALID', params: { badRowCount: 4 } });
    expect(network.backend.checksum()).toBe(before);
  });

  it('names the row whose name or holder has a line break, and not the whole file', async () => {
    const clients = 'sourceId,name,country,currency\nok-1,"One\nforged",RU,RUB\nok-2,Two,RU,RUB\n';
    // A row stands where it ends.
    const fault = { line: 3, code: 'FIELD_INVALID' };
    const seen = await preview('clients', clients);
    expect(seen.badRows).toEqual([{ ...fault, column: 'name', params: { field: 'name' } }]);
    const cards =
      'Код карты;Номер карты;Код клиента;Водитель\ng-1;9999000000000069;client-1;"Ива\nнов"\n';
    const { badRows } = await preview('cards', cards);
    expect(badRows).toEqual([{ ...fault, column: 'Водитель', params: { field: 'holder' } }]);
  });

  it('one reference that is missing keeps the whole file out', async () => {
    const file =
      'cardId,cardNumber,clientId\nn-1,9999000000000044,client-1\nn-2,9999000000000051,nobody\n';
    const seen = await preview('cards', file);
    expect(seen.badRows).toEqual([]);
    expect(JSON.stringify(seen)).not.toContain('9999000000000044');
    const refusal = await bench.refused('register:import', { jobId: seen.jobId });
    expect(refusal.code).toBe('IMPORT_REFERENCE_MISSING');
  });

  it('that is no table is refused with the reason', async () => {
    const code = async (content: string | Uint8Array) =>
      (await bench.refused('register:preview', asked('clients', content))).code;
    expect(await code('')).toBe('FILE_EMPTY');
    expect(await code('CustomerID,Segment\n')).toBe('FILE_EMPTY');
    expect(await code(new Uint8Array([0, 1, 2, 3]))).toBe('FILE_UNREADABLE');
    expect(await code('id,name\n"open,quote\n1,2')).toBe('FILE_UNREADABLE');
    expect(await code('colour,shape\n1,2\n')).toBe('FILE_COLUMNS_MISSING');
  });

  it('can be cancelled while it is read and after', async () => {
    const rows = Array.from({ length: 40_000 }, (_, n) => `${n},name ${n},RU,RUB`).join('\n');
    const reading = bench.desk.call(
      'register:preview',
      asked('clients', `id,name,country,currency\n${rows}\n`),
    );
    await expect.poll(() => progress.length).toBeGreaterThan(1);
    const jobId = progress[0]?.jobId ?? '';
    await bench.ok('register:cancel', { jobId });
    expect(await reading).toMatchObject({ ok: false, code: 'IMPORT_CANCELLED' });
    const seen = await preview('clients', 'id,name,country,currency\n1,x,RU,RUB\n');
    await bench.ok('register:cancel', { jobId: seen.jobId });
    expect((await bench.refused('register:import', { jobId: seen.jobId })).code).toBe('NOT_FOUND');
  });
});

describe('a register of cards with groups', () => {
  const file = iconv.encode(
    [
      'Код карты;Номер карты;Код клиента;Водитель;Группа карт',
      'g-1;9999000000000069;client-1;Иванов;Фуры',
      'g-2;9999000000000077;client-1;Петров;Легковые',
      'g-3;9999000000000085;client-1;Сидоров;',
      '',
    ].join('\r\n'),
    'windows-1251',
  );

  it('names the rows whose group is not there, and nothing of it comes in', async () => {
    const before = network.backend.checksum();
    const seen = await preview('cards', file);
    expect(seen.sample.map(({ group }) => group)).toEqual(['Фуры', 'Легковые', undefined]);
    const missing = (line: number, group: string) => {
      const params = { clientSourceId: 'client-1', group };
      return { line, column: 'Группа карт', code: 'IMPORT_GROUP_MISSING', params };
    };
    expect(seen.badRows).toEqual([missing(2, 'Фуры'), missing(3, 'Легковые')]);
    const refusal = await bench.refused('register:import', { jobId: seen.jobId });
    expect(refusal.code).toBe('FILE_ROWS_INVALID');
    expect(network.backend.checksum()).toBe(before);
  });

  it('names every row of a missing group, however the file spells it', async () => {
    const spellings = ['Тягачи Кулагёр', 'тягачи кулагер', 'ТЯГАЧИ КУЛАГЁР'];
    const pans = ['9999000000000069', '9999000000000077', '9999000000000085'];
    const rows = spellings.map((group, n) => `s-${n};${pans[n]};client-1;${group}`);
    const headings = 'Код карты;Номер карты;Код клиента;Группа карт';
    const seen = await preview('cards', [headings, ...rows, ''].join('\r\n'));
    const missing = seen.badRows.filter(({ code }) => code === 'IMPORT_GROUP_MISSING');
    expect(missing.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(missing.map(({ params }) => params['group'])).toEqual(spellings);
  });

  it('makes the groups where that is ticked, and finds them the next time', async () => {
    const seen = await preview('cards', file, { makeGroups: true });
    expect(seen).toMatchObject({ badRowCount: 0, newGroupCount: 2 });
    const result = await bench.ok('register:import', { jobId: seen.jobId });
    expect(result).toMatchObject({ added: 3 });
    const { rows } = await bench.ok('group:list', { contractId: 'client-1' });
    expect(rows.map(({ name, cardCount }) => [name, cardCount])).toEqual(
      expect.arrayContaining([
        ['Фуры', 1],
        ['Легковые', 1],
      ]),
    );
    const again = await preview('cards', file);
    expect(again).toMatchObject({ badRowCount: 0, newGroupCount: 0 });
    const repeated = await bench.ok('register:import', { jobId: again.jobId });
    expect(repeated).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
  });

  it('can be begun from an empty file with the headings of the screen', async () => {
    const titles = ['Код', 'Номер карты', 'Код клиента', 'Группа'];
    const { bytes } = await bench.ok('register:template', { titles });
    const filled = `${new TextDecoder().decode(bytes)}t-1;9999000000000093;client-1;\r\n`;
    const seen = await preview('cards', filled);
    expect(seen).toMatchObject({ columns: titles, rowCount: 1, badRowCount: 0 });
  });
});

describe('registers of a real issuer', () => {
  it('come in whole, and a card of one of its clients is sold at one of its stations', async (ctx) => {
    ctx.skip(!existsSync(REAL), 'the sample registers are not on this machine');
    const load = async (register: Register, file: string): Promise<RegisterPreview> => {
      const seen = await preview(register, readFileSync(join(REAL, file)));
      expect(seen.badRows).toEqual([]);
      const result = await bench.ok('register:import', { jobId: seen.jobId });
      expect(result.added).toBe(seen.rowCount - seen.duplicateCount);
      return seen;
    };
    expect((await load('clients', 'customers.csv')).rowCount).toBe(52_999);
    const stations = await load('stations', 'gasstations.csv');
    expect(stations.rowCount).toBe(5_716);
    expect(stations.sample[0]).toMatchObject({
      country: 'CZ',
      zone: 'Europe/Prague',
      owner: 'partner',
    });
    expect((await load('products', 'products.csv')).rowCount).toBe(591);
    await sellToImported();
  }, 180_000);

  async function sellToImported(): Promise<void> {
    const { url } = network;
    const manager = { session: bench.engine.session.need(null) };
    if (!manager.session.ok || manager.session.value.sessionToken === null)
      throw new Error('nobody');
    const session = manager.session.value.sessionToken;
    await bench.ok('contract:sign', {
      commandId: uuid(),
      contractId: '1000',
      creditLimitMinor: 10_000_000,
    });
    // The issuer's segment is the name of the group.
    const file = 'cardId,cardNumber,clientId,Group\nccs-1,9999111111111116,1000,SME\n';
    expect((await preview('cards', file)).badRows.map(({ line }) => line)).toEqual([2]);
    const seen = await preview('cards', file, { makeGroups: true });
    await bench.ok('register:import', { jobId: seen.jobId });
    const diesel = await call(url, 'product.list', { search: 'Diesel', limit: 500 }, { session });
    const fuel = diesel.rows.find((product) => product.unit === 'litre');
    expect(fuel).toBeDefined();
    const productId = fuel?.productId ?? '';
    const price = {
      stationId: '1000',
      productId,
      fromMs: 0,
      priceMinorPerLitre: 3_590,
      currency: 'CZK',
    } as const;
    await bench.ok('price:set', { commandId: uuid(), price });
    const imported = await EngineBench.start({ ...network, stationId: '1000' });
    try {
      const view = await imported.ok('card:find', { typed: '9999 1111 1111 1116' });
      expect(view.contract.currency).toBe('CZK');
      const question = imported.question({ cardId: view.card.cardId, productId });
      const { sale } = await imported.ok('sale:authorize', question);
      const done = await imported.ok('sale:capture', { saleId: sale.saleId, volumeMl: 10_000 });
      expect(done.sale).toMatchObject({ amountMinor: 35_900, vatRateBp: 2_100 });
      await imported.syncOk();
      expect(imported.engine.syncState().attention).toEqual([]);
    } finally {
      imported.dispose();
    }
  }
});
