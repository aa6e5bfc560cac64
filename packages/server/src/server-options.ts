import type { Seed } from './world/seed.ts';

/** How to start a server. Every option has a default that suits tests. */
export interface ServerOptions {
  /**
   * The port to listen on. 0 picks a free one.
   *
   * @default 0
   */
  port?: number | undefined;
  /**
   * The address to listen on.
   *
   * @default '127.0.0.1' (only this machine can connect)
   */
  host?: string | undefined;
  /**
   * The file that keeps the data.
   *
   * @default undefined (in memory)
   */
  data?: string | undefined;
  /**
   * The URL of a PostgreSQL database that keeps the data: `postgres://…`. Needs the package `pg`. Not together with `data`.
   *
   * @default undefined
   */
  database?: string | undefined;
  /**
   * The schema of the PostgreSQL database. It is created if it is not there.
   *
   * @default 'public'
   */
  schema?: string | undefined;
  /**
   * What an empty database is filled with.
   *
   * @default 'demo', or 'empty' with `data` or `database`
   */
  seed?: Seed | undefined;
  /**
   * The token of a site administrator.
   *
   * @default a random one
   */
  adminToken?: string | undefined;
  /**
   * The token of a user who is not an administrator.
   *
   * @default a random one
   */
  userToken?: string | undefined;
  /**
   * A file with the tokens of more people, one per line: name, `admin` or `user`, and the SHA-256 of the token in
   * hexadecimal, separated by blanks. The audit trail has these names.
   *
   * @default undefined
   */
  tokens?: string | undefined;
  /**
   * Requests per second allowed for each token. 0 means no limit.
   *
   * @default 0
   */
  rateLimit?: number | undefined;
  /**
   * Whether `X-Forwarded-Proto` and `X-Forwarded-Host` say where clients reach the server.
   *
   * @default false
   */
  trustProxy?: boolean | undefined;
  /**
   * The origin of a page that may use the server from a browser, such as `http://localhost:5173`, or `*` for any.
   *
   * @default undefined (none)
   */
  corsOrigin?: string | undefined;
  /**
   * The port on which metrics for Prometheus are served, at `/metrics`. 0 picks a free one.
   *
   * @default undefined (no metrics)
   */
  metricsPort?: number | undefined;
  /**
   * The address on which metrics are served.
   *
   * @default '127.0.0.1' (only this machine can connect)
   */
  metricsHost?: string | undefined;
  /**
   * Whether the test surface is served below `/_test/` too. Needs a loopback `host`.
   *
   * @default false
   */
  testSurface?: boolean | undefined;
  /**
   * Called with one line of JSON for each change and each failure, and with `verbose` for each request.
   *
   * @default undefined (no log)
   */
  log?: ((line: string) => void) | undefined;
  /**
   * Whether each request is logged too.
   *
   * @default false
   */
  verbose?: boolean | undefined;
  /**
   * Milliseconds until a request must have arrived.
   *
   * @default 30_000
   */
  timeout?: number | undefined;
  /**
   * The clock, in milliseconds since 1970.
   *
   * @default Date.now
   */
  now?: (() => number) | undefined;
}

/** An option of the server is not valid. */
export class InvalidOption extends TypeError {
  override name = 'InvalidOption';
  /** The name of the option. */
  readonly option: keyof ServerOptions;
  /** What is wrong with it, in words that follow its name. */
  readonly problem: string;

  constructor(option: keyof ServerOptions, problem: string) {
    super(`${option} ${problem}`);
    this.option = option;
    this.problem = problem;
  }
}
