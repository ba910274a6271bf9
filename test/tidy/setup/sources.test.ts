import { describe, expect, it } from 'vitest';

import { firstWorking, type Source } from '#build/setup/steps/electron-runtime.mjs';
import { nodeVersionProblem } from '#build/setup/node-version.mjs';
import { missingNeeds } from '#build/setup/steps/os-packages.mjs';

const VERSIONS = { electron: '33.2.1', napi: 9 };

function source(name: Source['name'], answer: string | undefined, asked: string[]): Source {
  return {
    name,
    find: async () => {
      asked.push(name);
      return answer ?? { dist: `/${name}`, packageDist: `/${name}` };
    },
  };
}

describe('where Electron comes from', () => {
  it('is the first source that has it; later ones are not asked', async () => {
    const asked: string[] = [];
    const told: string[] = [];
    const sources = [
      source('override', 'the folder is empty', asked),
      source('official', undefined, asked),
      source('registry-copy', undefined, asked),
    ];
    const found = await firstWorking(
      sources,
      async () => VERSIONS,
      (why) => told.push(why),
    );
    expect(found).toMatchObject({
      source: 'official',
      version: '33.2.1',
      napi: 9,
      dist: '/official',
    });
    expect(asked).toEqual(['override', 'official']);
    expect(told).toEqual(['the folder is empty']);
  });

  it('passes over one that does not start and says so', async () => {
    const told: string[] = [];
    const sources = [source('official', undefined, []), source('registry-copy', undefined, [])];
    const probe = async (path: string): Promise<typeof VERSIONS | string> =>
      path.startsWith('/official') ? 'it does not start' : VERSIONS;
    const found = await firstWorking(sources, probe, (why) => told.push(why));
    expect(found?.source).toBe('registry-copy');
    expect(told).toEqual(['it does not start']);
  });

  it('is nowhere when every source refuses, and every reason is told', async () => {
    const told: string[] = [];
    const sources = [
      source('official', 'no network', []),
      source('registry-copy', 'not for this', []),
    ];
    const found = await firstWorking(
      sources,
      async () => VERSIONS,
      (why) => told.push(why),
    );
    expect(found).toBeUndefined();
    expect(told).toEqual(['no network', 'not for this']);
  });
});

describe('what the machine lacks', () => {
  const needs = [
    { packages: ['xvfb'], command: 'Xvfb' },
    { packages: ['libgtk-3-0', 'libgtk-3-0t64'] },
    { packages: ['gnome-keyring'] },
  ];

  it('is only what neither a package nor a command satisfies', () => {
    const installed = new Set(['libgtk-3-0t64']);
    const missing = missingNeeds(needs, installed, (command) => command === 'Xvfb');
    expect(missing.map((need) => need.packages[0])).toEqual(['gnome-keyring']);
  });

  it('is a Node below 20, told in one sentence with both versions', () => {
    expect(nodeVersionProblem('20.0.0', 20)).toBe('');
    expect(nodeVersionProblem('24.21.0', 20)).toBe('');
    const sentence = nodeVersionProblem('18.19.1', 20);
    expect(sentence).toContain('18.19.1');
    expect(sentence).toContain('Node 20 or newer');
    expect(sentence).not.toContain('\n');
  });
});
