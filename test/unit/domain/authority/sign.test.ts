import { describe, expect, it } from 'vitest';
import type { SignContractCommand } from '#domain/authority/contract-command.ts';
import { decide } from '#domain/authority/decide.ts';
import type { NewClientAccount } from '#domain/client/client-account.ts';
import { contractOf, FactBook, NOON_MS } from '#test/support/facts.ts';

const account: NewClientAccount = {
  userId: 'user-1',
  programmeId: 'cards',
  clientId: 'client-1',
  login: 'k7m2p9qx',
  displayName: 'Иванов Пётр',
  role: 'representative',
  grants: ['full', 'owner'],
  email: 'office@client.example',
  phone: '+79000000001',
  passwordHash: 'hash',
  passwordExpiresAtMs: null,
};

function sign(book: FactBook, patch: Partial<SignContractCommand> = {}) {
  const command: SignContractCommand = {
    kind: 'contract.sign',
    commandId: 'command-1',
    atMs: NOON_MS,
    workstationId: null,
    contractId: book.contract.contractId,
    creditLimitMinor: 100,
    account,
    ...patch,
  };
  const decision = decide(command, book.facts(command));
  book.apply(decision.changes);
  return decision;
}

const draft = () => new FactBook({ contract: { ...contractOf(), state: 'draft' } });
const born = (book: FactBook) => book.changes.filter(({ kind }) => kind === 'client-account.add');

describe('a contract of a programme whose accounts are born with it', () => {
  it('[N-05] makes the account in the decision that signs it', () => {
    const book = draft();
    const { outcome } = sign(book);
    expect(outcome).toMatchObject({ value: { kind: 'signed', account: { login: 'k7m2p9qx' } } });
    expect(book.contract.state).toBe('signed');
    expect(born(book)).toEqual([{ kind: 'client-account.add', account, atMs: NOON_MS }]);
  });

  it('[N-05] signed again makes none, and names the one that is there', () => {
    const book = draft();
    sign(book);
    const again = { ...account, userId: 'user-2', login: 'another' };
    const { outcome } = sign(book, { commandId: 'command-2', account: again });
    expect(outcome).toMatchObject({ value: { account: { userId: 'user-1' } } });
    expect(born(book)).toHaveLength(1);
  });

  it('[N-05] stays unsigned when the login is taken, and may be asked again', () => {
    const book = draft();
    book.loginsTaken.add('cards/k7m2p9qx');
    const { outcome, changes, unkept } = sign(book);
    expect({ outcome, changes, unkept }).toMatchObject({
      outcome: { code: 'LOGIN_TAKEN' },
      changes: [],
      unkept: true,
    });
    expect(book.contract.state).toBe('draft');
  });

  it('[O-08] stays unsigned while something is missing, and makes no account', () => {
    const book = draft();
    const missing = { code: 'FIELD_REQUIRED', params: { field: 'phone' } };
    expect(sign(book, { missing })).toMatchObject({ outcome: missing, changes: [], unkept: true });
  });

  it('is refused when it is closed, whatever is missing', () => {
    const book = new FactBook({ contract: { ...contractOf(), state: 'closed' } });
    const missing = { code: 'FIELD_REQUIRED', params: { field: 'phone' } };
    expect(sign(book, { missing }).outcome).toMatchObject({ code: 'CONTRACT_CLOSED' });
  });

  it('without a programme signs as ever', () => {
    const book = draft();
    const { outcome } = sign(book, { account: null });
    expect(outcome).toMatchObject({ value: { kind: 'done' } });
    expect(born(book)).toEqual([]);
  });
});
