/** One choice of a select, a combobox, a radio group or a segmented control. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** A second, quieter line or column. */
  readonly hint?: string;
  readonly disabled?: boolean;
}
