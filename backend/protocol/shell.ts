import { z } from 'zod';
import { noticePlaces } from '#domain/message/notice-place.ts';
import { letterLink } from './letter-link.ts';
import { programmeId } from './records/programme.ts';
import * as s from './shapes.ts';

/**
 * What a window may ask of the Electron main process: the life of the installation, files,
 * printing.
 */

export type { Language } from '#domain/text/language.ts';

export const settings = z.strictObject({
  language: s.language,
  theme: z.enum(['system', 'light', 'dark']),
  zoomPercent: z.union([z.literal(100), z.literal(125), z.literal(150)]),
  /** Last login name, offered again; a password is never kept (row N-04). */
  lastLogin: z.string().max(200).nullable(),
  /** The programme whose door was last gone through; null is the staff's. */
  lastDoor: programmeId.nullable(),
  printSlipAfterSale: z.boolean(),
  /** After so long without a key or a movement the screen is locked (row R-29); null: never. */
  lockAfterMinutes: z
    .union([z.literal(1), z.literal(5), z.literal(10), z.literal(15), z.literal(30)])
    .nullable(),
});
export type Settings = z.infer<typeof settings>;

export const settingsDefaults: Settings = {
  language: 'ru',
  theme: 'system',
  zoomPercent: 100,
  lastLogin: null,
  lastDoor: null,
  printSlipAfterSale: false,
  lockAfterMinutes: 10,
};

export const processState = z.enum(['running', 'starting', 'restarting', 'down', 'not-used']);

export const shellState = z.strictObject({
  /** first-run: nothing is set up. key-store: see `keyStore`. failed: see `failureCode`. */
  phase: z.enum(['first-run', 'starting', 'key-store', 'ready', 'failed']),
  keyStore: z.enum(['unknown', 'open', 'locked', 'absent', 'wiped']),
  mode: z.enum(['demonstration', 'standalone', 'joined']).nullable(),
  processes: z.strictObject({ engine: processState, backend: processState, vault: processState }),
  failureCode: z.string().max(60).nullable(),
  failureParams: s.params,
  version: z.string().max(40),
  electronVersion: z.string().max(40),
  /** Built on the registry copy of Electron: for development and tests only. */
  testBuild: z.boolean(),
});
export type ShellState = z.infer<typeof shellState>;

const done = z.strictObject({ done: z.literal(true) });
const bytes = z.instanceof(Uint8Array);
/** As a file system keeps it: no file system has longer names. */
const fileName = z.string().max(255);

export const newNetwork = z.strictObject({
  networkName: s.name,
  stationName: s.name,
  stationZone: s.zone,
  stationCountry: s.country,
  pumpCount: z.int().min(1).max(99),
  administratorLogin: s.staffLogin,
  administratorName: s.name,
  password: s.secret,
  passwordRepeat: s.secret,
});

export const joinNetwork = z.strictObject({
  address: z.url({ protocol: /^https?$/ }),
  code: s.secret,
  workstationName: s.name,
});

export const shell = {
  'shell:state': { input: s.empty, answer: shellState },
  'setup:demonstration': { input: s.empty, answer: done },
  /**
   * The answer carries the recovery key for the recovery sheet: shown and printed once, kept
   * nowhere.
   */
  'setup:newNetwork': { input: newNetwork, answer: z.strictObject({ recoveryKey: s.secret }) },
  'setup:join': { input: joinNetwork, answer: z.strictObject({ recoveryKey: s.secret }) },
  'keyStore:retry': { input: s.empty, answer: done },
  'keyStore:recover': { input: z.strictObject({ recoveryKey: s.secret }), answer: done },
  'settings:get': { input: s.empty, answer: settings },
  'settings:set': { input: settings.partial(), answer: settings },
  /**
   * Asks the person where; answers the name he chose, null when he gave up. The window never learns
   * the path.
   */
  'file:save': {
    input: z.strictObject({ suggestedName: s.name, bytes }),
    answer: z.strictObject({ savedAs: fileName.nullable() }),
  },
  'file:open': {
    input: z.strictObject({ extensions: z.array(z.string().regex(/^[a-z0-9]{1,8}$/u)).max(10) }),
    answer: z.strictObject({ file: z.strictObject({ name: s.name, bytes }).nullable() }),
  },
  /** Whose certificates are in a text of PEM, and until when they count; they are not verified. */
  'certificate:read': {
    input: z.strictObject({ pem: z.string().max(20_000) }),
    answer: z.strictObject({
      certificates: z.array(z.strictObject({ subject: z.string().max(500), untilMs: s.atMs })),
    }),
  },
  /**
   * Prints what the window shows in its print view. `pdf` asks where to save instead of for a
   * printer.
   */
  'print:view': {
    input: z.strictObject({ to: z.enum(['printer', 'pdf']), suggestedName: s.name }),
    answer: z.strictObject({ printed: z.boolean() }),
  },
  /** In the browser of the system, never in a window of ours (row N-27). */
  'link:open': {
    input: z.strictObject({ url: z.url({ protocol: /^https$/ }).max(2000) }),
    answer: done,
  },
  /** The link of a letter that the system handed over; once, then it is the window's. */
  'letterLink:take': { input: s.empty, answer: z.strictObject({ link: letterLink.nullable() }) },
  'app:quit': { input: z.strictObject({ evenUnsent: z.boolean() }), answer: done },
} as const satisfies Record<string, { input: z.ZodType; answer: z.ZodType }>;

export type ShellMethod = keyof typeof shell;
export type ShellInput<M extends ShellMethod> = z.output<(typeof shell)[M]['input']>;
export type ShellAnswer<M extends ShellMethod> = z.output<(typeof shell)[M]['answer']>;

export const shellEvents = {
  'shell:changed': shellState,
  /**
   * The person closes the window while operations wait to be sent: the window asks him
   * (architecture §8).
   */
  'quit:asked': z.strictObject({ unsentCount: s.count, openFillCount: s.count }),
  /** A link of a letter is there to be taken; it does not say which. */
  'letterLink:came': s.empty,
  /** The person clicked on a notice beside the window. */
  'notice:opened': z.strictObject({ place: z.enum(noticePlaces) }),
} as const;
export type ShellEvent = keyof typeof shellEvents;
export type ShellEventBody<E extends ShellEvent> = z.infer<(typeof shellEvents)[E]>;
