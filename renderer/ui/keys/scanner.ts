// Tells a reader's burst of key strokes from a person's typing. A pure state machine: strokes with
// their moments go in, at most one scan comes out; the page part lives in scanner-listener.ts.
import { wedgeCharacter } from './wedge-code.ts';

export interface Stroke {
  readonly code: string;
  readonly shifted: boolean;
  /** Monotonic milliseconds. */
  readonly atMs: number;
}

export interface ScannerTiming {
  /** Longest pause inside a burst. Readers send a stroke each 1–20 ms; hands need 60 and more. */
  readonly gapMsMax: number;
  /** Shortest text that counts as a scan; shorter bursts are rolled-over fingers. */
  readonly lengthMin: number;
}

export const usualTiming: ScannerTiming = { gapMsMax: 40, lengthMin: 6 };

/** One ISO 7813 track: `%` opens track 1, `;` opens track 2 and 3, `?` closes each. */
export interface Track {
  readonly start: '%' | ';';
  readonly body: string;
}

export interface Scan {
  /** Everything that was sent, without the ending Enter or Tab. */
  readonly text: string;
  /** Magnetic tracks found in the text; empty for bar codes and bare numbers. */
  readonly tracks: readonly Track[];
}

export interface ScannerState {
  readonly text: string;
  readonly lastAtMs: number;
}

export interface ScannerStep {
  readonly state: ScannerState;
  readonly scan: Scan | undefined;
}

export const idleScanner: ScannerState = { text: '', lastAtMs: Number.NEGATIVE_INFINITY };

/** Takes one stroke. Enter or Tab within the gap ends a burst; a longer pause starts a new one. */
export function strokeScanner(
  state: ScannerState,
  stroke: Stroke,
  timing: ScannerTiming,
): ScannerStep {
  const joined = stroke.atMs - state.lastAtMs <= timing.gapMsMax;
  if (isSuffix(stroke.code)) {
    return { state: idleScanner, scan: joined ? makeScan(state.text, timing) : undefined };
  }
  const character = wedgeCharacter(stroke.code, stroke.shifted);
  if (character === '') return { state: carry(state, stroke, joined), scan: undefined };
  const text = joined ? state.text + character : character;
  return { state: { text, lastAtMs: stroke.atMs }, scan: undefined };
}

/** Asked after a pause: readers without a suffix end a magnetic track by `?` and fall silent. */
export function restScanner(state: ScannerState, atMs: number, timing: ScannerTiming): ScannerStep {
  if (atMs - state.lastAtMs <= timing.gapMsMax) return { state, scan: undefined };
  const closed = state.text.endsWith('?') && readTracks(state.text).length > 0;
  return { state: idleScanner, scan: closed ? makeScan(state.text, timing) : undefined };
}

function isSuffix(code: string): boolean {
  return code === 'Enter' || code === 'NumpadEnter' || code === 'Tab';
}

/**
 * Shift between two characters of a burst is part of it; any other key without a character ends it.
 */
function carry(state: ScannerState, { code, atMs }: Stroke, joined: boolean): ScannerState {
  if (!code.startsWith('Shift')) return idleScanner;
  return joined ? { text: state.text, lastAtMs: atMs } : state;
}

function makeScan(text: string, { lengthMin }: ScannerTiming): Scan | undefined {
  return text.length < lengthMin ? undefined : { text, tracks: readTracks(text) };
}

/** All tracks of a text that holds nothing but closed tracks; otherwise none. */
export function readTracks(text: string): readonly Track[] {
  if (!/^(?:[%;][^%;?]+\?)+$/.test(text)) return [];
  return [...text.matchAll(/([%;])([^%;?]+)\?/g)].map(([, start = '', body = '']) => ({
    start: start === '%' ? '%' : ';',
    body,
  }));
}
