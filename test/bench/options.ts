import { parseArgs } from 'node:util';

export const partNames = [
  'start',
  'offline',
  'commit',
  'postgres',
  'http',
  'sync',
  'first',
  'history',
  'declines',
  'storm',
  'growth',
  'memory',
] as const;
export type PartName = (typeof partNames)[number];

export const HELP = `npm run bench [-- OPTIONS]

  --part a,b    only these parts: ${partNames.join(', ')}
  --quick       small data, few short rounds: shows that everything works, no figures to quote
  --gate        fails when a figure is below 70 % of its target
  --markdown    the table for a README
  --json        machine, rows and faults as one line of JSON
  --help        this text
`;

export interface Options {
  readonly help: boolean;
  readonly parts: readonly PartName[];
  readonly quick: boolean;
  readonly gate: boolean;
  readonly form: 'plain' | 'markdown' | 'json';
}

/** @throws Error with a sentence for the person */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      part: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      gate: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { help, quick, gate, markdown, json } = values;
  if (gate && quick) throw new Error('--gate judges figures, and --quick gives none: choose one.');
  if (markdown && json) throw new Error('--markdown and --json: choose one.');
  const form = json ? 'json' : markdown ? 'markdown' : 'plain';
  return { help, quick, gate, form, parts: partsNamed(values.part) };
}

function partsNamed(lists: readonly string[] | undefined): readonly PartName[] {
  if (lists === undefined) return partNames;
  return lists
    .join(',')
    .split(',')
    .map((word) => {
      const name = partNames.find((known) => known === word.trim());
      if (name === undefined) throw new Error(`--part: there is no part "${word.trim()}".`);
      return name;
    });
}
