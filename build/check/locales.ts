/**
 * Locales: every language has the same keys with the same placeholders, every refusal of protocol
 * and every event of the audit trail has its words, no key is used that is not there and none is
 * there that is not used.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding, Guard } from './finding.ts';
import { repositoryFiles } from './files.ts';

const LOCALES = 'renderer/locales';
const LANGUAGES = ['ru', 'en', 'kk'] as const;
const CODES = 'backend/protocol/codes.ts';
const EVENTS = 'backend/domain/audit/audit-event.ts';

interface Message {
  readonly file: string;
  readonly text: string;
}

type Messages = ReadonlyMap<string, Message>;

/** Leaves of a tree of messages as `area.part.key`. */
function flatten(file: string, tree: object, prefix: string): [string, Message][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? flatten(file, value, `${prefix}${key}.`)
      : [[prefix + key, { file, text: String(value) }]],
  );
}

function readLanguage(root: string, language: string): { messages: Messages; faults: Finding[] } {
  const folder = join(root, LOCALES, language);
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.json'))
    : [];
  const messages = new Map<string, Message>();
  const faults: Finding[] = [];
  for (const name of names) {
    const file = `${LOCALES}/${language}/${name}`;
    const tree: object = JSON.parse(readFileSync(join(root, file), 'utf8'));
    const area = basename(name, '.json');
    if (Object.keys(tree).some((key) => key !== area)) {
      faults.push({ at: file, rule: 'area', message: `holds one top key, ${area}` });
    }
    for (const [key, message] of flatten(file, tree, '')) messages.set(key, message);
  }
  return { messages, faults };
}

const placeholders = (text: string): string =>
  [...new Set([...text.matchAll(/\{(\w+)\}/gu)].map((match) => match[1]))].sort().join(', ');

/** One language against all keys that any language has. */
function compare(language: string, own: Messages, all: Messages): Finding[] {
  return [...all].flatMap(([key, model]) => {
    const message = own.get(key);
    const at = message?.file ?? model.file.replace(/locales\/\w+\//u, `locales/${language}/`);
    if (message === undefined) return [{ at, rule: 'missing key', message: key }];
    if (!message.text.trim()) return [{ at, rule: 'empty text', message: key }];
    const [wanted, given] = [placeholders(model.text), placeholders(message.text)];
    if (wanted === given) return [];
    return [{ at, rule: 'placeholders', message: `${key} has {${given}}, elsewhere {${wanted}}` }];
  });
}

/** Keys in the sources: whole ones, and beginnings that code completes (`errors.${code}.title`). */
function keysInSources(root: string): {
  whole: Set<string>;
  beginnings: string[];
  called: Finding[];
} {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  const called: Finding[] = [];
  for (const file of repositoryFiles(root).filter((name) =>
    /^renderer\/.*\.(ts|vue)$/u.test(name),
  )) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const match of text.matchAll(/['"`]([a-z]\w*(?:\.\w+)*)['"`]/gu))
      whole.add(match[1] ?? '');
    for (const match of text.matchAll(/`([a-z]\w*(?:\.\w+)*\.?)\$\{/gu))
      beginnings.add(match[1] ?? '');
    for (const match of text.matchAll(/(?:\bt|\bte|keypath=)\(?['"]([a-z]\w*(?:\.\w+)+)['"]/gu)) {
      called.push({ at: file, rule: 'unknown key', message: match[1] ?? '' });
    }
  }
  // `${root}.title`: the key's root is itself a whole literal or a beginning, found by the same
  // rule.
  return { whole, beginnings: [...beginnings].filter((text) => text.includes('.')), called };
}

function usage(root: string, all: Messages): Finding[] {
  const { whole, beginnings, called } = keysInSources(root);
  const used = (key: string): boolean =>
    whole.has(key) ||
    beginnings.some((beginning) => key.startsWith(beginning)) ||
    // A literal that names a whole branch is completed by code (`t(`${root}.next`)`).
    [...whole].some((text) => text.includes('.') && key.startsWith(`${text}.`));
  const unused = [...all]
    .filter(([key]) => !used(key))
    .map(([key, { file }]) => ({ at: file, rule: 'unused key', message: key }));
  return [...called.filter(({ message }) => !all.has(message)), ...unused];
}

async function refusals(root: string, all: Messages): Promise<Finding[]> {
  const file = join(root, CODES);
  if (!existsSync(file)) return [];
  const { codes }: { codes: readonly string[] } = await import(pathToFileURL(file).href);
  const parts = ['title', 'text', 'next'];
  const at = `${LOCALES}/ru/errors.json`;
  const wordless = codes
    .map((code) => `errors.${code}`)
    .filter((key) => parts.some((part) => !all.has(`${key}.${part}`)))
    .map((key) => ({
      at,
      rule: 'refusal without words',
      message: `${key} wants ${parts.join(', ')}`,
    }));
  const known = new Set(codes);
  const idle = [...all.keys()]
    .filter((key) => key.startsWith('errors.') && !known.has(key.split('.')[1] ?? ''))
    .map((key) => ({
      at,
      rule: 'words without refusal',
      message: `${key}: protocol has no such code`,
    }));
  return [...wordless, ...idle];
}

async function events(root: string, all: Messages): Promise<Finding[]> {
  const file = join(root, EVENTS);
  if (!existsSync(file)) return [];
  const { auditEvents }: { auditEvents: readonly string[] } = await import(
    pathToFileURL(file).href
  );
  const at = `${LOCALES}/ru/ui.json`;
  const known = new Set(auditEvents.map((event) => `ui.event.${event.replaceAll('.', '-')}`));
  const wordless = [...known]
    .filter((key) => !all.has(key))
    .map((message) => ({ at, rule: 'event without words', message }));
  const idle = [...all.keys()]
    .filter((key) => key.startsWith('ui.event.') && !known.has(key))
    .map((key) => ({ at, rule: 'words without event', message: `${key}: nothing is told so` }));
  return [...wordless, ...idle];
}

export const checkLocales: Guard = async (root) => {
  const read = LANGUAGES.map((language) => ({ language, ...readLanguage(root, language) }));
  const all: Messages = new Map(read.toReversed().flatMap(({ messages }) => [...messages]));
  return [
    ...read.flatMap(({ faults }) => faults),
    ...read.flatMap(({ language, messages }) => compare(language, messages, all)),
    ...usage(root, all),
    ...(await refusals(root, all)),
    ...(await events(root, all)),
  ];
};
