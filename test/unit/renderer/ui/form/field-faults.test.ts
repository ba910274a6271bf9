import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinNetwork } from '#protocol/shell.ts';
import { fieldFaults } from '#ui/form/field-faults.ts';

const right = { address: 'https://azs.example', code: 'K7PM', workstationName: 'Касса 2' };

describe('what is wrong with each field', () => {
  it('[G9] nothing is wrong with a right form', () => {
    expect(fieldFaults(joinNetwork, right)).toEqual({});
  });

  it('[G9] an empty field is required, a filled one of another form is invalid', () => {
    expect(fieldFaults(joinNetwork, { ...right, workstationName: '', address: 'azs' })).toEqual({
      address: 'FIELD_INVALID',
      workstationName: 'FIELD_REQUIRED',
    });
  });

  it('[G9] blank is empty, whatever blanks it is made of', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ \t\n]{0,9}$/), (blank) => {
        expect(fieldFaults(joinNetwork, { ...right, workstationName: blank })).toEqual({
          workstationName: 'FIELD_REQUIRED',
        });
      }),
    );
  });
});
