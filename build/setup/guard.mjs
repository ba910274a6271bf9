// Loaded by `node --import` before the entry of a script: one sentence instead of a stack when the
// set-up is missing, and the environment of the set-up for the entry itself.
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();

const { runtimeEnv, setupProblem } = await import('./runtime-env.mjs');
const onPinnedNode = Number(process.versions.node.split('.')[0]) >= 24;
const problem =
  setupProblem() ||
  (onPinnedNode ? '' : 'Start this script by `npm run`: it needs the Node that the set-up brought.');
if (problem !== '') {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
Object.assign(process.env, runtimeEnv());
