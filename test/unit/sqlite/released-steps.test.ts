import { describe, expect, it } from 'vitest';
import { cacheMigrations } from '#engine/cache/schema.ts';
import { journalMigrations } from '#engine/journal/schema.ts';
import { checksum, type Migration } from '#sqlite/migration.ts';
import { postgresMigrations } from '#store/postgres/schema/migrations.ts';
import { networkMigrations } from '#store/sqlite/schema/migrations.ts';

// A file keeps the checksum of each step it was made with, and is not opened by a program whose
// step reads otherwise. So a step that was released is never changed, not by a blank: what it left
// wrong is mended by a step of its own. A new step is added here with its checksum's beginning.

const NETWORK_SQLITE = {
  '10 registers': 'e9182bb5e02f603c',
  '20 ledger': 'ecebd479f9925a02',
  '30 identity': 'c047ccb774d41a81',
  '40 lease-life': '1225251cf38310fd',
  '50 packs': '30279f205cac3a7d',
  '60 books': 'd37b381ec3dc2798',
  '70 leases': '337352e29abdf77e',
  '80 limits': '8905bb3eb8c111c3',
  '90 assets': 'a100badfc2aaf6da',
  '110 recovery': '89d2cd619e49d869',
  '120 history': 'a83763c488481a30',
  '130 trigrams': 'ec6ae4229f6f2f50',
  '140 client-scope': '73cf8fe98f7e948f',
  '150 recovery-reports': '68ddd8d47fcc1030',
  '160 hand-entries': 'a0f2bc7d30e1d7d8',
  '170 line-remarks': '27482003a57bc5ff',
  '180 sale-alerts': '0bc70646b5f61936',
  '190 contract-closings': '24382a9ef33c3561',
  '200 voucher-payments': 'd401661eb9cff2a4',
  '210 journal-rows': 'd014fb11fc7ca46e',
  '220 card-stays': '1193ee5063012ee9',
  '230 captured-alerts': 'df93318c3c2a6a75',
  '240 hand-entry-instants': '64be023eeb8eeaa7',
  '250 people': 'e91af5f2fad88c46',
  '260 programmes': 'd0bcc7a6553fd657',
  '270 messages': '84feb6dc1a2c0563',
  '290 client-accounts': 'e117b89233770449',
  '300 recovered-access': '2cedeb0e1503b5b6',
  '310 members': '79a5d45dc2f47c76',
  '320 approvals': '92d16291156691f7',
  '280 guessing': '319cf221a1b9c0f3',
  '330 audit-times': 'e737248e206ddad9',
  '340 asked-and-kept': '8166a1a1e05dc750',
  '350 invited-authority': '114a660abeb145f0',
  '360 staff-term': '5e7cd331af200b48',
  '370 told-later': '769388d4ef113354',
  '380 password-terms': '20b4bf6148694342',
  '390 guests': 'abf4ff26e7993dc0',
  '400 audit-addresses': '02ed34255004f4e6',
  '420 signed-outcomes': '7a7d88aa9cb4e3fa',
  '440 authority-told': '1a535dbe9188dc23',
  '460 declined-erasures': '4ac7fa42a0cab3af',
  '470 given-passwords': '499534762297bd56',
  '490 registration-tries': '026d8ae3e5784ef4',
  '500 messages-about': '652b96985a2aee9b',
  '510 strangers-words': '06a2453a725cb13e',
};

const NETWORK_POSTGRES = {
  '10 registers': 'ed68a322f895f907',
  '20 ledger': 'bee58669d20af12c',
  '30 identity': 'b66c9a1ecd25ae76',
  '60 books': 'bd19c1996d52c697',
  '80 limits': '3e6d5de1b08e3222',
  '110 recovery': 'afa1369e3f10020a',
  '120 history': 'edbef8bf66bd43c7',
  '130 trigrams': '2e09d225d09e20e5',
  '140 client-scope': '2e017e2dc7da4d51',
  '150 recovery-reports': 'df8044a58be9bf30',
  '160 hand-entries': '0ed5bb171915cbc6',
  '170 line-remarks': 'f529bcb4aa58608f',
  '180 sale-alerts': 'c760b76b4c35b4ae',
  '190 contract-closings': 'bb472a2f003d13a3',
  '200 voucher-payments': 'd401661eb9cff2a4',
  '220 card-stays': '27c870191e3886b6',
  '230 captured-alerts': '844f950b93c9d76d',
  '240 hand-entry-instants': 'f48fcaa251157fcf',
  '250 people': 'f0f642b39a5e42db',
  '260 programmes': 'd25f0c14faf9dfee',
  '270 messages': '046df3a874855698',
  '290 client-accounts': '97f357fc44be6e66',
  '300 recovered-access': 'e6f24605a3e2ae10',
  '310 members': 'ff2f255b5c910968',
  '320 approvals': 'f9679c38c4dbf902',
  '280 guessing': '85263b89a3bf22af',
  '330 audit-times': 'e737248e206ddad9',
  '340 asked-and-kept': 'c0861eec9e60b08d',
  '350 invited-authority': '6571b6ecdda4b293',
  '360 staff-term': '4f133cb358b2e52f',
  '370 told-later': 'df31e505ae2b2b3a',
  '380 password-terms': '9ca4b161cf4de71e',
  '390 guests': '86ef4a97f0159a5d',
  '400 audit-addresses': '02ed34255004f4e6',
  '420 signed-outcomes': '7a7d88aa9cb4e3fa',
  '440 authority-told': 'e0bca8c9074a7cf5',
  '460 declined-erasures': 'bbceb9cab55324fb',
  '470 given-passwords': '221ae0b969afbc9a',
  '490 registration-tries': '1f45e5cf0a7a58a1',
  '500 messages-about': '73b67be724831dce',
  '510 strangers-words': '06a2453a725cb13e',
};

const JOURNAL = {
  '10 journal': '88356f3045ee4bea',
  '20 lease-ending': '5810ffe1c865beb1',
  '30 fewer-pages': '9e9c3556c54c34cc',
  '40 redemption': 'edd70452fc8e2624',
  '50 voice-challenge': '29d02e41dbad8a3b',
  '60 refund': '02a385e03c0ab1ca',
  '70 attention-tries': 'e9ed90d0cab98ff0',
  '80 limit-lowered': 'c85917e195e584f5',
  '90 fill-by-number': '79fcff3165b8a21a',
  '100 untold-errors': '79f484c56f420f7a',
  '110 told-later': 'edf1171c46b70971',
  '120 kept-errors': 'c403b45f8194ced7',
  '130 returned-cards': 'cd164dcd05139f76',
  '140 refused-acceptances': '5809146e280f6ed4',
  '150 client-entries': '3b1e58ea9bf2c7c4',
  '160 access-marks': '54ff715d67361b6e',
};

const CACHE = {
  '10 cache': '786907db25efeaf4',
  '20 text-cursor': 'df22b3d566bc6c4d',
  '30 client-records': '65be65a20f076488',
  '40 short-records': '7eb105f186595294',
  '50 open-answers': 'e42207554a457590',
};

const beginnings = (steps: readonly Migration[]): Record<string, string> =>
  Object.fromEntries(
    steps.map((step) => [`${step.number} ${step.name}`, checksum(step).slice(0, 16)]),
  );

describe('a database made by an earlier program opens: its steps read as they did', () => {
  it.each([
    ['network on SQLite', networkMigrations, NETWORK_SQLITE],
    ['network on PostgreSQL', postgresMigrations, NETWORK_POSTGRES],
    ['journal of a workstation', journalMigrations, JOURNAL],
    ['cache of a workstation', cacheMigrations, CACHE],
  ])('%s', (_name, steps, released) => {
    expect(beginnings(steps)).toEqual(released);
  });
});
