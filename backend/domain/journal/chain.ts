// The text that a journal line's hash is taken over. Hashing and signing need crypto and live with
// the engine and the backend; both must hash exactly these bytes (architecture §4, I8).

import canonicalize from 'canonicalize';
import { assert, assertSafeInteger } from '../assert.ts';

/** Whatever JSON can say. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** One line of a workstation's journal without its own hash. */
export interface ChainLine {
  /** Number of the line, from 1, without gaps. */
  readonly seq: number;
  /** SHA-256 of the line before as lower-case hex; `FIRST_PREVIOUS_HASH` for line 1. */
  readonly previousHash: string;
  readonly kind: string;
  readonly atMs: number;
  readonly body: Json;
}

/** What line 1 names as the hash before it. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

/**
 * Canonical JSON (RFC 8785) of a line: equal lines give equal bytes, whatever the order of their
 * properties; any change of any field gives other bytes.
 * @throws on a line that cannot be in a chain: a bug of the caller
 */
export function chainText(line: ChainLine): string {
  return chainTextAround(line, canonicalText(line.body));
}

/** The same of a line whose body is there as canonical text already. */
export function chainTextAround(line: Omit<ChainLine, 'body'>, bodyText: string): string {
  const { seq, previousHash, kind, atMs } = line;
  assertSafeInteger(seq, 'seq');
  assert(seq >= 1, 'lines are numbered from 1');
  assertSafeInteger(atMs, 'atMs');
  assert(/^[0-9a-f]{64}$/.test(previousHash), 'previousHash must be SHA-256 in hex');
  const kindText = JSON.stringify(kind);
  return `{"atMs":${atMs},"body":${bodyText},"kind":${kindText},"previousHash":"${previousHash}","seq":${seq}}`;
}

/** Canonical JSON (RFC 8785) of any value that is hashed or signed. */
export function canonicalText(value: Json): string {
  const text = receivedText(value);
  assert(text !== null, 'a JSON value has a canonical form');
  return text;
}

/**
 * The same of a value that somebody else sent. Null when it has none: a number too large to be one,
 * `1e999`, is read as infinite, and nothing infinite is written.
 */
export function receivedText(value: Json): string | null {
  // What was written in canonical order is so again when it was read: most of what comes here.
  if (isInOrder(value)) return JSON.stringify(value);
  return isFiniteThroughout(value) ? (canonicalize(value) ?? null) : null;
}

function isFiniteThroughout(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null
    ? true
    : Object.values(value).every(isFiniteThroughout);
}

/** Whether `JSON.stringify` gives the canonical form: it keeps the order of properties. */
function isInOrder(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || (Array.isArray(value) ? value.every(isInOrder) : hasOrder(value));
    default:
      return false;
  }
}

function hasOrder(value: object): boolean {
  let before = '';
  // What was read as JSON inherits nothing, and a list of its entries would cost more than the
  // look.
  for (const name in value) {
    if (name < before || !isInOrder(Reflect.get(value, name))) return false;
    before = name;
  }
  return true;
}
