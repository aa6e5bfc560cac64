import { readFileSync } from 'node:fs';
import { Argument, Command, Option } from '@commander-js/extra-typings';
import {
  allOption,
  fieldsOption,
  fromOption,
  groupOption,
  limitOption,
  qOption,
  statusOption,
  thresholdOption,
  toOption,
} from './command-options.ts';
import { exitCodesHelp } from './exit-codes.ts';
import type { Host } from './host.ts';
import { readCount, readDuration, readInterval } from './options.ts';
import { detailFields, runFields } from './run-record.ts';
import type { GlobalOptions, Session } from './session.ts';

export const programName = 'tfe-admin-runs';

const environmentHelp = `Environment:
  TFE_ADDRESS, TFE_HOSTNAME    the installation, if there is no --address
  TFE_TOKEN, TF_TOKEN_<host>   the token of a site administrator; without one,
                               what \`terraform login\` has saved is used
  TFE_ADMIN_RUNS_READ_ONLY=1   as --read-only
  HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS, NO_COLOR, FORCE_COLOR`;

/** Every command takes these, before or after its name. */
function addGlobalOptions(program: Command) {
  return program
    .option('--address <url>', 'the installation, like https://tfe.example.com')
    .option('--token-stdin', 'read the token from standard input')
    .option('--read-only', 'reject every change before it is sent')
    .option('--quiet', 'print data and errors only')
    .option('--verbose', 'print each request, and the stack of an error');
}

type Commands = typeof import('./commands.ts');
/** What a command does. Returns the exit code. */
type Work = (commands: Commands, session: Session) => Promise<number>;

/** The table of commands. `end` gets the exit code. */
export function createProgram(host: Host, end: (exitCode: number) => void) {
  const program = addGlobalOptions(new Command(programName))
    .description('Finds stuck runs of a Terraform Enterprise installation, and force-cancels the right ones.')
    .version(readVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this')
    .helpCommand(false)
    .showHelpAfterError('(--help lists what there is)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error:/, `${programName}:`)),
      getOutHelpWidth: () => host.stdout.columns || defaultWidth,
      getErrHelpWidth: () => host.stderr.columns || defaultWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .addHelpText('after', `\n${environmentHelp}\n\n${exitCodesHelp}`);

  async function run(options: GlobalOptions, work: Work): Promise<void> {
    const commands = await import('./commands.ts');
    end(await work(commands, await commands.openSession(options, host)));
  }

  program
    .command('counts')
    .description('count the runs by group and status, in one request')
    .addOption(qOption())
    .addOption(fromOption())
    .addOption(toOption())
    .option('--json', 'print one JSON object')
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      await run(options, ({ runCounts }, session) => runCounts(options, session));
    });

  program
    .command('list')
    .description('list runs, newest first')
    .addOption(statusOption())
    .addOption(groupOption())
    .addOption(qOption())
    .addOption(fromOption())
    .addOption(toOption())
    .option('--older-than <duration>', 'in their present status for as long, like 2h', readDuration)
    .addOption(limitOption())
    .addOption(allOption())
    .addOption(fieldsOption(runFields))
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      await run(options, ({ runList }, session) => runList(options, session));
    });

  program
    .command('stuck')
    .description('list the runs that have been at work for too long, by age, and what they have in common')
    .addOption(thresholdOption())
    .addOption(qOption())
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(limitOption())
    .addOption(allOption())
    .option('--fail-if-any', 'end with 6 if a run is stuck, for monitors')
    .addOption(fieldsOption(runFields))
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      await run(options, ({ runStuck }, session) => runStuck(options, session));
    });

  program
    .command('show')
    .description('print all that is known of runs, with the people to ask')
    .argument('<ids...>', 'IDs of runs')
    .addOption(fieldsOption(detailFields))
    .action(async (ids, _, command) => {
      const options = command.optsWithGlobals();
      await run(options, ({ runShow }, session) => runShow(ids, options, session));
    });

  program
    .command('watch')
    .description('redraw the queued and running runs; print changes as lines of JSON if this is not a terminal')
    .addOption(statusOption())
    .addOption(groupOption())
    .addOption(qOption())
    .addOption(fromOption())
    .addOption(toOption())
    .option('--counts', 'the counts alone')
    .addOption(
      new Option('--interval <duration>', 'time between two requests').argParser(readInterval).default(5000, '5s'),
    )
    .addOption(fieldsOption(runFields))
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      await run(options, ({ runWatch }, session) => runWatch(options, session));
    });

  program
    .command('force-cancel')
    .description('force-cancel runs, one by one, after a preview')
    .argument('[ids...]', 'IDs of runs')
    .option('--stuck', 'the runs that `stuck` lists, except those that are applying')
    .addOption(thresholdOption())
    .addOption(qOption())
    .addOption(fromOption())
    .addOption(toOption())
    .option('--from-file <file>', 'the IDs at the beginning of the lines of a file, - for standard input')
    .addOption(new Option('--resume <file>', 'go on with what an audit file leaves open').conflicts(['audit', 'max']))
    .option('--comment <text>', 'why, for those who will ask; required')
    .option('--yes', 'do not ask; without it, and without a terminal, nothing is canceled')
    .option('--dry-run', 'print what would be canceled')
    .addOption(
      new Option('--allow-applying', 'cancel runs that are applying, whose state may be lost').conflicts('stuck'),
    )
    .option('--keep-going', 'go on after a run that could not be canceled')
    .addOption(new Option('--max <number>', 'cancel at most as many').argParser(readCount).default(20))
    .option('--audit <file>', 'append a line of JSON for each step, before the next one')
    .option('--json', 'print these lines')
    .action(async (ids, _, command) => {
      const options = command.optsWithGlobals();
      await run(options, ({ runForceCancel }, session) => runForceCancel(ids, options, session));
    });

  program
    .command('doctor')
    .description('check address, token, versions, clock and rate limit, and say what to do')
    .option('--json', 'print an array of checks')
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      await run(options, ({ runDoctor }, session) => runDoctor(options, session));
    });

  program
    .command('completion')
    .description('print a script that completes commands, options and their values')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(async (shell) => {
      const { createCompletion } = await import('./completion.ts');
      host.stdout.write(createCompletion(program, shell));
    });

  return program;
}

function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** Of an output that is not a terminal. */
const defaultWidth = 80;
