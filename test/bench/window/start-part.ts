import { inRounds, type Bench, type Part } from '../part.ts';
import { pairedRow, type Row } from '../table/row.ts';
import { emptyScreen, startEmpty } from './empty.ts';
import { prepareProfile, saleScreen, signInScreen, startProduct } from './product.ts';

const ROUNDS = 5;
const QUICK_ROUNDS = 1;
const BUDGET_MS = 60_000;

/** ms from the start of the process. */
interface Round {
  readonly emptyMs: number;
  readonly signInMs: number;
  readonly saleMs: number;
}

/** New processes on a prepared profile; files that were read before lie in the system's memory. */
export const startPart: Part = {
  title: 'cold start',
  longestMs: 120_000,
  async run(bench) {
    await prepareProfile(bench);
    // As the product's first start was the preparation: its own profile exists from now on.
    await startOnce(bench);
    const rounds = bench.quick ? QUICK_ROUNDS : ROUNDS;
    const plan = { rounds, budgetMs: BUDGET_MS, signal: bench.signal };
    const measured = await inRounds(plan, async (index) => {
      const emptyMs = await startOnce(bench);
      const round = { emptyMs, ...(await startAndSignIn(bench)) };
      bench.say(`start ${index + 1} of ${rounds}`);
      return round;
    });
    return rowsOf(measured);
  },
};

async function startOnce(bench: Bench): Promise<number> {
  const window = await startEmpty(bench);
  try {
    return (await emptyScreen(window)) - window.startedAtMs;
  } finally {
    await window.end();
  }
}

async function startAndSignIn(bench: Bench): Promise<Omit<Round, 'emptyMs'>> {
  const window = await startProduct(bench);
  try {
    const signInMs = (await signInScreen(window)) - window.startedAtMs;
    const saleMs = (await saleScreen(window)) - window.startedAtMs;
    return { signInMs, saleMs };
  } finally {
    await window.end();
  }
}

function rowsOf(rounds: readonly Round[]): Row[] {
  const against = 'empty Electron window, painted';
  const start = { unit: 'ms', against } as const;
  const beside = (take: (round: Round) => number): { product: number; reference: number }[] =>
    rounds.map((round) => ({ product: take(round), reference: round.emptyMs }));
  return [
    pairedRow({
      ...start,
      what: 'cold start to the sign-in screen',
      rounds: beside(({ signInMs }) => signInMs),
      how: 'product build, demonstration with its own backend, button enabled and painted',
    }),
    pairedRow({
      ...start,
      what: 'cold start to the sale screen',
      rounds: beside(({ saleMs }) => saleMs),
      how: 'the same, a script signs in at once, card field usable',
    }),
  ];
}
