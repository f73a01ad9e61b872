import { parseArgs } from 'node:util';

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
const HELP = 'help';

type Values<O extends Options> = { readonly [Name in keyof O]?: O[Name]['type'] extends 'string' ? string : boolean };

export interface Taken<O extends Options> {
  readonly values: Values<O>;
  /** What stands without an option. */
  readonly names: readonly string[];
}

/**
 * What a command is called with. With `--help` it prints `usage` and does nothing else; what it does not know it refuses in a line:
 * an operator who mistypes has not meant the command as it is without arguments.
 */
export function commandArguments<const O extends Options>(usage: string, options: O, mostNames = 0): Taken<O> {
  const taken = readArguments(process.argv.slice(2), options, mostNames);
  if (typeof taken !== 'string') return taken;
  if (taken === HELP) {
    console.log(`Usage: ${usage}`);
    process.exit(0);
  }
  console.error(`${taken}. Usage: ${usage}`);
  process.exit(1);
}

function readArguments<O extends Options>(args: string[], options: O, mostNames: number): Taken<O> | string {
  try {
    const known = { ...options, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args, options: known, allowPositionals: true });
    if ('help' in values) return HELP;
    const tooMuch = positionals.slice(mostNames);
    return tooMuch.length > 0 ? `Too much: ${tooMuch.join(' ')}` : { values, names: positionals };
  } catch (error) {
    return (error as Error).message.split('. ')[0] ?? '';
  }
}
