import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { call } from '#test/support/backend/http-client.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();
const { programmeId } = sixthProgramme;
const offer = { programmeId, kind: 'offer', language: 'kk' } as const;

const administer = () => ({ session: desk.network.administrator });

const publish = (body: string) =>
  call(
    desk.network.url,
    'terms.publish',
    {
      commandId: uuid(),
      programmeId,
      kind: 'offer',
      fromMs: null,
      texts: { ru: { title: 'Оферта', body }, kk: { title: 'Оферта', body: `${body}, қазақша` } },
    },
    administer(),
  );

/** What this workstation has of the texts by now. */
const keptBodies = (): string[] =>
  desk.bench.engine.core.cache.db
    .prepare<[], { body: string }>(
      `SELECT body ->> '$.body' AS body FROM open_answer
       WHERE question LIKE 'terms.read %' ORDER BY 1`,
    )
    .all()
    .map(({ body }) => body);

beforeEach(async () => {
  const programme = { profile: sixthProgramme, active: true, revision: null };
  await call(desk.network.url, 'programme.put', { commandId: uuid(), ...programme }, administer());
  await publish('Первый текст');
  await desk.bench.ok('session:signOut', {});
});

describe('somebody who is not signed in, without the link', () => {
  it('[N-28] [V-18] sees the doors and contacts as they were told last', async () => {
    const told = await desk.bench.ok('programme:public', {});
    expect(told.programmes[0]?.contacts[0]?.value).toBe('+77010000000');
    await desk.bench.cut();
    expect(await desk.bench.ok('programme:public', {})).toEqual(told);
    await desk.bench.restart();
    expect(await desk.bench.ok('programme:public', {})).toEqual(told);
  });

  it('[V-15] reads an offer that nobody here has opened before, in each language', async () => {
    await desk.bench.ok('programme:public', {});
    await expect.poll(keptBodies).toEqual(['Первый текст', 'Первый текст, қазақша']);
    await desk.bench.cut();
    const paper = await desk.bench.ok('terms:read', offer);
    expect(paper.body).toBe('Первый текст, қазақша');
    expect(paper.head.version).toBe(1);
  });

  it('[R-36] reads the new version once the doors were told again', async () => {
    await desk.bench.ok('programme:public', {});
    await publish('Второй текст');
    await desk.bench.ok('programme:public', {});
    await expect.poll(keptBodies).toEqual(['Второй текст', 'Второй текст, қазақша']);
    await desk.bench.cut();
    expect((await desk.bench.ok('terms:read', offer)).head.version).toBe(2);
  });

  it('is told that there is no link where nothing was told before', async () => {
    await desk.bench.cut();
    expect((await desk.bench.refused('programme:public', {})).code).toBe('LINK_DOWN');
  });
});
