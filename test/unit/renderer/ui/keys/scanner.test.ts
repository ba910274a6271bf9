import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Scan,
  type Stroke,
  idleScanner,
  readTracks,
  restScanner,
  strokeScanner,
  usualTiming,
} from '#ui/keys/scanner.ts';
import { wedgeCharacter } from '#ui/keys/wedge-code.ts';

const burstGapMs = 5;
const handGapMs = 80;

interface Press {
  readonly code: string;
  readonly shifted: boolean;
}

/** Strokes of a US keyboard that give a text. */
function pressesOf(text: string): readonly Press[] {
  const plain = ['Semicolon', 'Slash', 'Equal', 'Minus', 'Space'];
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`);
  const digits = [...'0123456789'].map((digit) => `Digit${digit}`);
  const presses = [...plain, ...letters, ...digits].flatMap((code) => [
    { code, shifted: false },
    { code, shifted: true },
  ]);
  return [...text].map((character) => {
    const found = presses.find(({ code, shifted }) => wedgeCharacter(code, shifted) === character);
    if (found === undefined) throw new Error(`no key gives ${character}`);
    return found;
  });
}

function play(presses: readonly Press[], gapMs: number): readonly Scan[] {
  const scans: Scan[] = [];
  let state = idleScanner;
  presses.forEach((press, index) => {
    const stroke: Stroke = { ...press, atMs: 1000 + index * gapMs };
    const step = strokeScanner(state, stroke, usualTiming);
    state = step.state;
    if (step.scan !== undefined) scans.push(step.scan);
  });
  const rest = restScanner(state, 1000 + presses.length * gapMs + 1000, usualTiming);
  return rest.scan === undefined ? scans : [...scans, rest.scan];
}

const enter: Press = { code: 'Enter', shifted: false };
const tab: Press = { code: 'Tab', shifted: false };
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 24 });

describe('a keyboard-wedge reader', () => {
  it('a burst that ends in Enter or Tab is one scan with exactly what was sent', () => {
    fc.assert(
      fc.property(digits, fc.constantFrom(enter, tab), (text, suffix) => {
        expect(play([...pressesOf(text), suffix], burstGapMs)).toEqual([{ text, tracks: [] }]);
      }),
    );
  });

  it('the same keys typed by hand are no scan', () => {
    fc.assert(
      fc.property(digits, (text) => {
        expect(play([...pressesOf(text), enter], handGapMs)).toEqual([]);
      }),
    );
  });

  it('a burst shorter than the least length is no scan', () => {
    expect(play([...pressesOf('12345'), enter], burstGapMs)).toEqual([]);
  });

  it('track 2 is read with its Shift strokes and without them', () => {
    const track = ';7013440012850317=2912?';
    const tracks = [{ start: ';', body: '7013440012850317=2912' }];
    expect(play([...pressesOf(track), enter], burstGapMs)).toEqual([{ text: track, tracks }]);
    const withShift = pressesOf(track).flatMap((press) =>
      press.shifted ? [{ code: 'ShiftLeft', shifted: true }, press] : [press],
    );
    expect(play([...withShift, enter], burstGapMs)).toEqual([{ text: track, tracks }]);
  });

  it('a reader without a suffix is understood by the closing mark and the silence', () => {
    const track = ';7013440012850317?';
    expect(play(pressesOf(track), burstGapMs).map(({ text }) => text)).toEqual([track]);
    expect(play(pressesOf('7013440012850317'), burstGapMs)).toEqual([]);
  });

  it('two tracks in one swipe are told apart', () => {
    expect(readTracks('%B7013^TEST?;7013=29?')).toEqual([
      { start: '%', body: 'B7013^TEST' },
      { start: ';', body: '7013=29' },
    ]);
    expect(readTracks(';7013')).toEqual([]);
    expect(readTracks('x;7013?')).toEqual([]);
  });

  it('typing before a scan does not get into it', () => {
    const typed = pressesOf('999').map((press, index) => ({ ...press, atMs: index * handGapMs }));
    const sent = [...pressesOf('12345678'), enter].map((press, index) => ({
      ...press,
      atMs: 1000 + index * burstGapMs,
    }));
    let state = idleScanner;
    const scans = [...typed, ...sent].flatMap((stroke) => {
      const step = strokeScanner(state, stroke, usualTiming);
      state = step.state;
      return step.scan === undefined ? [] : [step.scan.text];
    });
    expect(scans).toEqual(['12345678']);
  });

  it('an arrow or another key without a character ends the burst', () => {
    const arrow: Press = { code: 'ArrowLeft', shifted: false };
    expect(play([...pressesOf('123456'), arrow, enter], burstGapMs)).toEqual([]);
  });
});
