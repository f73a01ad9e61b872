import { useOf } from './data-keys.js';
import { useOfName } from './named-keys.js';

/** A table of wrapped keys. Both have the columns key_id and wrapped; a key that was destroyed is null in the latter. */
export interface WrappedKeyTable {
  readonly table: string;
  /** Its primary key. */
  readonly id: string;
  readonly useOf: (id: string) => string;
}

export const wrappedKeyTables: readonly WrappedKeyTable[] = [
  { table: 'wrapped_keys', id: 'name', useOf: useOfName },
  { table: 'data_keys', id: 'id', useOf },
];
