import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { runStatuses, statusGroups } from '@tfe-admin-runs/types';
import { detailFields, runFields } from './run-record.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** What can follow an option: a list of words with commas between, one word that the user goes on with, or a file. */
type Values = { list: readonly string[] } | { beginning: readonly string[] } | 'file' | 'text' | 'nothing';

/** By option; an option of one command only has the command before it. */
const valuesOf: Record<string, Values> = {
  '--status': { list: runStatuses },
  '--group': { list: Object.keys(statusGroups) },
  '--threshold': { beginning: statusGroups.running.map((status) => `${status}=`) },
  'list --json': { list: runFields },
  'stuck --json': { list: runFields },
  'watch --json': { list: runFields },
  'show --json': { list: detailFields },
  '--from-file': 'file',
  '--audit': 'file',
  '--resume': 'file',
};

interface CompletedOption {
  flag: string;
  description: string;
  values: Values;
  /** Whether the value may be left out. */
  isOptional: boolean;
}

interface CompletedCommand {
  name: string;
  description: string;
  options: CompletedOption[];
  /** Words that can come as arguments. */
  words: readonly string[];
}

/** Returns a script that makes a shell complete the commands of the program. */
export function createCompletion(program: CommandUnknownOpts, shell: Shell): string {
  const shared = program.options.map((option) => complete(option, ''));
  const commands = program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...command.options.map((option) => complete(option, command.name())), ...shared],
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  }));
  return scripts[shell](program.name(), commands, shared);
}

function complete(option: Option, command: string): CompletedOption {
  const flag = option.long as string;
  const takesValue = option.required || option.optional;
  const values = valuesOf[`${command} ${flag}`] ?? valuesOf[flag] ?? (takesValue ? 'text' : 'nothing');
  return { flag, description: option.description, values, isOptional: option.optional };
}

type Script = (program: string, commands: CompletedCommand[], shared: CompletedOption[]) => string;

const scripts: Record<Shell, Script> = { bash: bashScript, zsh: zshScript, fish: fishScript };

function bashScript(program: string, commands: CompletedCommand[], shared: CompletedOption[]): string {
  const names = commands.map(({ name }) => name);
  const cases = commands.flatMap(({ name, options }) =>
    options.map(({ flag, values }) => ({ pattern: `'${name} ${flag}'`, reply: bashReply(values) })),
  );
  const byReply = Map.groupBy(
    cases.filter(({ reply }) => reply !== undefined),
    ({ reply }) => reply,
  );
  const values = [...byReply].map(
    ([reply, own]) => `    ${own.map(({ pattern }) => pattern).join('|')})\n      ${reply}\n      return;;`,
  );
  const words = commands.map(
    ({ name, options, words }) => `    ${name}) words='${[...options.map(({ flag }) => flag), ...words].join(' ')}';;`,
  );
  return `# bash completion of ${program}: eval "$(${program} completion bash)"
_${program.replaceAll('-', '_')}() {
  local current=$2 previous=$3 command='' word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in ${names.join('|')}) command=$word; break;; esac
  done
  COMPREPLY=()
  case "$command $previous" in
${values.join('\n')}
  esac
  case $command in
${words.join('\n')}
    *) words='${[...names, ...shared.map(({ flag }) => flag)].join(' ')}';;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _${program.replaceAll('-', '_')} ${program}
`;
}

/** Commands of bash that complete a value; undefined if options may follow at once. */
function bashReply(values: Values): string | undefined {
  if (values === 'nothing') return undefined;
  if (values === 'text') return ':';
  if (values === 'file') return 'COMPREPLY=($(compgen -f -- "$current")); compopt -o filenames';
  const words = 'list' in values ? values.list : values.beginning;
  const before = 'list' in values ? `-P "\${current%"\${current##*,}"}" ` : '';
  return `COMPREPLY=($(compgen ${before}-W '${words.join(' ')}' -- "\${current##*,}")); compopt -o nospace`;
}

function zshScript(program: string, commands: CompletedCommand[], shared: CompletedOption[]): string {
  const described = commands.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`);
  const cases = commands.map(({ name, options, words }) => {
    const argument = words.length > 0 ? ` '*: :(${words.join(' ')})'` : " '*: :_message argument'";
    return `      ${name}) _arguments ${options.map(zshOption).join(' ')}${argument};;`;
  });
  return `#compdef ${program}
# zsh completion of ${program}: source <(${program} completion zsh)
_${program}() {
  local state
  local -a commands=(
${described.join('\n')}
  )
  _arguments -C ${shared.map(zshOption).join(' ')} '1:command:->command' '*::argument:->argument' && return
  case $state in
    command) _describe command commands;;
    argument) case $words[1] in
${cases.join('\n')}
    esac;;
  esac
}
compdef _${program} ${program}
`;
}

function zshOption({ flag, description, values, isOptional }: CompletedOption): string {
  const text = `${flag}[${description.replaceAll(/[[\]:]/g, '\\$&')}]`;
  return quote(`${text}${isOptional ? ':' : ''}${zshValues(values)}`);
}

function zshValues(values: Values): string {
  if (values === 'nothing') return '';
  if (values === 'text') return ': : ';
  if (values === 'file') return ':file:_files';
  if ('list' in values) return `: :_values -s , value ${values.list.join(' ')}`;
  return `: :compadd -S "" - ${values.beginning.join(' ')}`;
}

function fishScript(program: string, commands: CompletedCommand[], shared: CompletedOption[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const start = `complete -c ${program}`;
  const first = `-n 'not __fish_seen_subcommand_from ${names}'`;
  return [
    `# fish completion of ${program}: ${program} completion fish | source`,
    `${start} -f`,
    ...shared.map((option) => `${start} ${first}${fishOption(option)}`),
    ...commands.flatMap(({ name, description, options, words }) => {
      const seen = `-n '__fish_seen_subcommand_from ${name}'`;
      return [
        `${start} ${first} -a ${name} -d ${quote(description)}`,
        ...(words.length > 0 ? [`${start} ${seen} -a '${words.join(' ')}'`] : []),
        ...options.map((option) => `${start} ${seen}${fishOption(option)}`),
      ];
    }),
    '',
  ].join('\n');
}

function fishOption({ flag, description, values }: CompletedOption): string {
  return ` -l ${flag.slice(2)}${fishValues(values)} -d ${quote(description)}`;
}

function fishValues(values: Values): string {
  if (values === 'nothing') return '';
  if (values === 'text') return ' -x';
  if (values === 'file') return ' -r -F';
  if ('list' in values) return ` -x -a '(__fish_complete_list , "printf %s\\\\\\n ${values.list.join(' ')}")'`;
  return ` -x -a '${values.beginning.join(' ')}'`;
}

/** Quotes a text for a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
