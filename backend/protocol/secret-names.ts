/**
 * Names under which a secret could travel. Nothing of the kind is handed to a log on purpose; that
 * every process cuts these out is the second lock (I9).
 */
const SECRET_NAMES = [
  'authorization',
  'forecourt-session',
  'cookie',
  'password',
  'secret',
  'currentPassword',
  'temporaryPassword',
  'passwordRepeat',
  'passwordHash',
  'pin',
  'repeat',
  'pan',
  'panHash',
  'typed',
  'token',
  'accessToken',
  'accessCode',
  'refreshToken',
  'setupToken',
  'enrolmentCode',
  'recoveryKey',
  'signature',
  'privateKey',
  'signingPrivateKey',
  'panKey',
  'pinKey',
  'verifier',
];
const SECRETS: ReadonlySet<string> = new Set(SECRET_NAMES);

/** True for a name under which a secret could travel. */
export function isSecretName(name: string): boolean {
  return SECRETS.has(name);
}

/**
 * Where a flat line could hold a secret. Cheap: each name is looked up once, nothing is walked
 * through.
 */
export const flatSecretPaths: string[] = SECRET_NAMES.map(quoted);

const DEPTHS = ['', '*.', '*.*.'];

/** Where a line of a log may hold a secret, in the words of pino's `redact`. */
export const secretPaths: string[] = DEPTHS.flatMap((depth) =>
  SECRET_NAMES.map((name) => `${depth}${quoted(name)}`),
);

function quoted(name: string): string {
  return /^\w+$/u.test(name) ? name : `["${name}"]`;
}
