import { parseArgs } from 'node:util';

export const HELP = `npm run bench [-- OPTIONS]

  --only a,b    only these parts: start, offline, http, memory
  --quick       few short rounds: shows that everything works, gives no figures to quote
  --markdown    the table for a README
  --json        machine, rows and faults as one line of JSON
  --gate        reserved for thresholds; refused until there are some
  --help        this text
`;

export const partNames = ['start', 'offline', 'http', 'memory'] as const;
export type PartName = (typeof partNames)[number];

export interface Options {
  readonly help: boolean;
  readonly only: readonly PartName[];
  readonly quick: boolean;
  readonly form: 'plain' | 'markdown' | 'json';
}

/** @throws Error with a sentence for the person */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      gate: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { help, quick, markdown, json, gate } = values;
  if (gate) throw new Error('--gate: no thresholds are set yet.');
  if (markdown && json) throw new Error('--markdown and --json: choose one.');
  const form = json ? 'json' : markdown ? 'markdown' : 'plain';
  return { help, quick, form, only: partsNamed(values.only) };
}

function partsNamed(list: string | undefined): readonly PartName[] {
  if (list === undefined) return partNames;
  return list.split(',').map((word) => {
    const name = partNames.find((known) => known === word.trim());
    if (name === undefined) throw new Error(`--only: there is no part "${word.trim()}".`);
    return name;
  });
}
