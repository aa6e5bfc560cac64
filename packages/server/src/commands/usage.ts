import { name } from './command-line.ts';

export const usage = `Usage: ${name} [options] [-- COMMAND …]
       ${name} audit (--data FILE | --database URL)
       ${name} verify (--data FILE | --database URL) [--repair]
       ${name} backup --data FILE --to FILE

Serves Terraform Enterprise's Admin Runs API with runs in it, or runs COMMAND against it on a free port, with TFE_ADDRESS
and TFE_TOKEN (a site administrator's) set, and ends with the exit code of COMMAND.
audit prints who force-canceled which run, one line of JSON each. verify compares the counters with the runs; with
--repair it corrects them, while no server runs. backup makes a consistent copy of a data file. audit, verify and
backup work while a server runs.

  --port PORT          port to listen on; 0 picks a free one (default 8080)
  --host HOST          address to listen on (default 127.0.0.1: only this machine can connect)
  --data FILE          file that keeps the data (default: in memory, lost at the end)
  --database URL       PostgreSQL database that keeps the data: postgres://user@host/name; a password is better
                       left to PGPASSWORD or ~/.pgpass, because other users of the machine can see the command line
  --schema NAME        schema of the database (default public)
  --seed WORLD         what an empty database begins with: demo (default in memory), empty (default otherwise), or a
                       number of runs
  --admin-token TOKEN  token of a site administrator; prefer the ADMIN_TOKEN variable, which other users of the
                       machine cannot see
  --user-token TOKEN   token of a non-admin user (gets 404); prefer the USER_TOKEN variable
                       (in memory, random tokens are printed unless you set them; otherwise the administrator's token
                       or --tokens is required)
  --tokens FILE        tokens of more people, one per line: NAME, admin or user, and the SHA-256 of the token; read again
                       at SIGHUP
  --rate-limit N       requests per second for each token; 0 is no limit (default 0 in memory, 30 otherwise)
  --trust-proxy        trust X-Forwarded-Proto and X-Forwarded-Host, if a proxy in front of the server sets them
  --cors-origin ORIGIN let pages of this origin use the server from browsers; * allows any origin
  --metrics-port PORT  serve metrics for Prometheus on this port, at /metrics
  --metrics-host HOST  address for the metrics (default 127.0.0.1)
  --drain SECONDS      time between the first signal, when /_health begins to return 503, and the end (default 0)
  --test-surface       let tests reset the world, add runs, inject failures and read requests below /_test/
  --verbose            log each request too, as JSON to standard error
  --version            print the version
  --help               print this help

Exit codes: 0 ended by a signal, 1 cannot listen or use the data, or verify found a difference, 2 invalid option.`;
