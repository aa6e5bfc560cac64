/** A value of a parameter. A list is only for `dialect.isIn`. */
export type Value = string | number | boolean | null | readonly string[];

/** The selected columns in order: objects would cost twice as much. */
export type Row = readonly unknown[];

/** Statements have `$1`, `$2`, … for their parameters, which are always bound. */
export interface Transaction {
  readonly dialect: Dialect;
  all(sql: string, parameters?: readonly Value[]): Promise<Row[]>;
  /** Runs a statement, and resolves to the number of rows that it changed. */
  run(sql: string, parameters?: readonly Value[]): Promise<number>;
  /** Inserts many rows into the columns of a table. Calls `onProgress` repeatedly with the number of rows so far. */
  insertMany(
    table: string,
    columns: readonly Column[],
    rows: Iterable<Value[]>,
    onProgress?: OnProgress,
  ): Promise<void>;
}

export interface Column {
  name: string;
  type: 'text' | 'bigint' | 'boolean';
}

export type OnProgress = (rows: number) => void;

/** What differs between the engines. */
export interface Dialect {
  /** What the tokens in a migration stand for. A `clustered` table stores its rows in the order of its key. */
  tokens: Record<string, string>;
  /** Whether a column is one of the texts in a bound list. */
  isIn(column: string, placeholder: string): string;
  /** A column in a condition for which no index should be used. Unchanged if the engine chooses its indexes well. */
  withoutIndex(column: string): string;
  /** Whether an index can be dropped and created again in the transaction that fills its table. */
  canRebuildIndexes: boolean;
  /** Whether a foreign key can be dropped and added again in that transaction. */
  canDropConstraints: boolean;
}

/** The number of connections in each state, and of transactions that wait for one, by the name of the pool. */
export type PoolStates = Record<string, { idle: number; busy: number; waiting: number }>;

export interface Database {
  /** Does the work on one snapshot of the data. */
  read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Does the work in one transaction, which is rolled back if it rejects. It may be done again after a conflict. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Does the work in one transaction, however long it takes. */
  bulkWrite<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** The connections of each pool; undefined for an engine without pools. */
  pools?: () => PoolStates;
  /** Called once the database is filled, before the first request. */
  ready(): Promise<void>;
  /** Rejects with `Unavailable` if the database cannot serve. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** @internal The connection was lost during a commit: only the audit trail shows whether it was carried out. */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown';
}

/** @internal The database is busy, full or out of reach. Nothing was changed. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}
