import { sharedStep } from './ddl.ts';

/** What vouchers cost is a line of a statement: the indexes of payments hold it too. */
export const voucherPayments = sharedStep(
  200,
  'voucher-payments',
  () => `
DROP INDEX payment_of_contract;
CREATE INDEX payment_of_contract ON transfer (contract_id, at_ms, transfer_id, kind, amount_minor)
  WHERE kind IN ('top-up', 'storno', 'owed', 'voucher');
DROP INDEX payment_amount;
CREATE INDEX payment_amount ON transfer (amount_minor, at_ms)
  WHERE kind IN ('top-up', 'storno', 'owed', 'voucher');
`,
);
