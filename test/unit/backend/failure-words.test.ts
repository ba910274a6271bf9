import { describe, expect, it } from 'vitest';
import { errorWords, refusalWords } from '#backend/failure-words.ts';

const thrown = (message: string, code?: string): Error =>
  Object.assign(new Error(message), { code });

describe('what the command line of the backend says when something fails', () => {
  it('says what to do, and the code for whoever looks it up', () => {
    const said = refusalWords('DATABASE_IN_USE', {});
    expect(said).toBe(
      'another backend works with this folder. Stop it and repeat (DATABASE_IN_USE).',
    );
  });

  it('keeps code and circumstances of what it has no words for', () => {
    expect(refusalWords('NOT_FOUND', { table: 'sale' })).toBe('NOT_FOUND {"table":"sale"}');
  });

  it('a database that asks for a password names the two ways to give it', () => {
    const driver = 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string';
    expect(errorWords(thrown(driver))).toContain('--password-file FILE or PGPASSWORD');
  });

  it('a server that does not answer is said beside what the system says of it', () => {
    const said = errorWords(thrown('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'));
    expect(said).toContain('no PostgreSQL server answers');
    expect(said).toContain('127.0.0.1:5432');
  });

  it('passes on what it does not know, and does not fail on what is no error', () => {
    expect(errorWords(thrown('the disk is on fire', 'EFIRE'))).toBe('the disk is on fire');
    expect(errorWords('anything')).toBe('unknown fault');
  });
});
