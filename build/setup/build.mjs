// npm run build [-- --test] [-- --force]: the product, or the variant that end-to-end tests drive.
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();

const { buildApplication } = await import('./build-application.mjs');
const { runMain } = await import('./process/main.mjs');
const { SetupProblem } = await import('./process/progress.mjs');
const { setupProblem } = await import('./runtime-env.mjs');

await runMain(async (words) => {
  const unknown = words.find((word) => word !== '--test' && word !== '--force');
  const problem = unknown === undefined ? setupProblem() : `${unknown} is not understood.`;
  if (problem !== '') throw new SetupProblem(problem);
  const variant = words.includes('--test') ? 'test' : 'product';
  await buildApplication(variant, { force: words.includes('--force') });
  return 0;
});
