// Loaded before anything else, so it may use only what a very old Node can parse.

/** Lowest major version of Node on which the set-up itself runs. */
export const MIN_NODE_MAJOR = 20;

/**
 * @param {string} version as in `process.versions.node`, for example `20.20.2`
 * @param {number} minMajor lowest accepted major version
 * @returns {string} empty when the version is good, else one sentence that says what to do
 */
export function nodeVersionProblem(version, minMajor) {
  const major = Number(version.split('.')[0]);
  if (major >= minMajor) return '';
  return (
    'Forecourt needs Node ' +
    minMajor +
    ' or newer; this is Node ' +
    version +
    '. Install a newer Node (https://nodejs.org or your package manager) and run the command again.'
  );
}

/** Ends the process with one clear sentence when this Node is too old for the set-up. */
export function refuseOldNode() {
  const problem = nodeVersionProblem(process.versions.node, MIN_NODE_MAJOR);
  if (problem === '') return;
  process.stderr.write(problem + '\n');
  process.exit(1);
}
