/** The parts of Redocly that the rules and decorators use. It publishes no types for the engine inside its command. */
export type Node = { [key: string]: unknown; $ref?: string };

export interface Location {
  pointer: string;
  child(keys: string[]): Location;
  key(): Location;
}

export interface Context {
  location: Location;
  report(problem: { message: string; location?: Location }): void;
  /** Follows a `$ref`. */
  resolve(node: Node): { node?: Node };
}

type Visit = (node: Node, context: Context) => void;

/** Functions by the type of the nodes that they visit, before (`enter`) or after (`leave`) what is below them. */
export type Visitor = Record<string, { enter: Visit } | { leave: Visit }>;
