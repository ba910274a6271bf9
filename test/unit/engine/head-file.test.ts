import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHeadFile } from '#engine/journal/head-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forecourt-head-'));
  file = join(folder, 'journal.head');
});
afterEach(() => rmSync(folder, { recursive: true }));

const head = (seq: number) => ({ seq, hash: seq.toString(16).padStart(64, '0') });

function written(...seqs: number[]): void {
  const opened = openHeadFile(folder);
  for (const seq of seqs) opened.write(head(seq));
  opened.close();
}

const read = () => openHeadFile(folder).read();

describe('the head file', () => {
  it('tells the head that was written last, by whichever process', () => {
    expect(read()).toBeNull();
    for (let seq = 1; seq <= 9; seq += 1) {
      written(seq);
      expect(read()).toEqual(head(seq));
    }
    written(10, 11, 12);
    expect(read()).toEqual(head(12));
  });

  it('of an earlier build is read, and kept when the first new head is torn', () => {
    writeFileSync(file, JSON.stringify(head(41)));
    expect(read()).toEqual(head(41));
    written(42);
    expect(read()).toEqual(head(42));
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill('x', 512));
    expect(read()).toEqual(head(41));
  });

  it('torn in a power cut tells the head before, never one that was not there', () => {
    const lastSeq = fc.integer({ min: 2, max: 40 });
    const tornBytes = fc.integer({ min: 0, max: 511 });
    fc.assert(
      fc.property(lastSeq, tornBytes, fc.boolean(), (last, torn, rubbish) => {
        rmSync(file, { force: true });
        written(...Array.from({ length: last - 1 }, (_, index) => index + 1));
        const before = readFileSync(file);
        written(last);
        const after = readFileSync(file);
        const at = [0, 512].find((from) => !sameSlot(before, after, from)) ?? 0;
        // Of the slot that was being written, the disk has kept only the first bytes.
        const kept = Buffer.from(before);
        after.copy(kept, at, at, at + torn);
        if (rubbish) kept.fill(7, at + torn, at + 512);
        writeFileSync(file, kept);
        const found = read();
        expect([head(last - 1), head(last)]).toContainEqual(found);
      }),
      { numRuns: 60 },
    );
  });

  it('that is rubbish altogether tells nothing', () => {
    writeFileSync(file, Buffer.alloc(1024, 3));
    expect(read()).toBeNull();
    written(5);
    expect(read()).toEqual(head(5));
  });
});

function sameSlot(one: Buffer, other: Buffer, from: number): boolean {
  return one.subarray(from, from + 512).equals(other.subarray(from, from + 512));
}
