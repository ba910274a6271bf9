export * from '../sql/rows.ts';
