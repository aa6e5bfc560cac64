import type { Transaction, Value } from './database.ts';

export type Query = ReturnType<typeof createQuery>;

/** Collects the conditions of a statement, and the values that they bind. */
export function createQuery({ dialect }: Transaction) {
  const values: Value[] = [];
  const conditions: string[] = [];

  function bind(value: Value): string {
    return `$${values.push(value)}`;
  }

  return {
    values,
    bind,
    add(condition: string): void {
      conditions.push(condition);
    },
    isIn(column: string, list: readonly string[]): string {
      // No stored text contains the character 0, and PostgreSQL rejects it.
      const storable = list.filter((text) => !text.includes('\0'));
      return dialect.isIn(column, bind(storable));
    },
    withoutIndex: dialect.withoutIndex,
    where(): string {
      return conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
    },
  };
}
