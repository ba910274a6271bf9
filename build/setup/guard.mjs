// Loaded by `node --import` before the entry of a script: one sentence instead of a stack when the
// set-up is missing, and the environment of the set-up for the entry itself.
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();

const { runtimeEnv, setupProblem } = await import('./runtime-env.mjs');
const { SCRIPT_NODE_MAJOR } = await import('./paths.mjs');
const runsTypeScript = Number(process.versions.node.split('.')[0]) >= SCRIPT_NODE_MAJOR;
const problem =
  setupProblem() ||
  (runsTypeScript
    ? ''
    : 'Start this script by `npm run`: it needs the Node that the set-up brought.');
if (problem !== '') {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
Object.assign(process.env, runtimeEnv());
