import { configurationVariables, type ConfigurationVariable, type VariableName } from './configuration-variables.js';
import { ConfigurationError } from './configuration-error.js';
import { attempt, type Parser } from './parser.js';

const byName: ReadonlyMap<string, ConfigurationVariable> = new Map(configurationVariables.map((v) => [v.name, v]));

/** Reads and parses single variables. All of its methods throw ConfigurationError. */
export class Variables {
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly readFile: (path: string) => string,
  ) {}

  optional<T>(name: VariableName, parser: Parser<T>): T | null {
    const text = this.text(name);
    return text === null ? null : this.parse(name, text, parser);
  }

  required<T>(name: VariableName, parser: Parser<T>): T {
    const value = this.optional(name, parser);
    if (value === null) throw new ConfigurationError(name, `is missing, expected ${parser.expected}`);
    return value;
  }

  /** Unset, the variable has the default of the table `configurationVariables`. */
  withDefault<T>(name: VariableName, parser: Parser<T>): T {
    return this.parse(name, this.text(name) ?? byName.get(name)?.default ?? '', parser);
  }

  /** Both or neither. */
  pair<A, B>(first: VariableName, a: Parser<A>, second: VariableName, b: Parser<B>): [A, B] | null {
    const values = [this.optional(first, a), this.optional(second, b)] as const;
    if (values[0] !== null && values[1] !== null) return [values[0], values[1]];
    if (values[0] === null && values[1] === null) return null;
    const [missing, given, expected] = values[0] === null ? [first, second, a.expected] : [second, first, b.expected];
    throw new ConfigurationError(missing, `is missing beside ${given}, expected ${expected}`);
  }

  parse<T>(name: VariableName, text: string, parser: Parser<T>): T {
    const value = attempt(parser, text);
    if (value === undefined) throw new ConfigurationError(name, `expected ${parser.expected}`);
    return value;
  }

  /** Whether somebody has set it, by itself or as a file. */
  isGiven(name: VariableName): boolean {
    return Boolean(this.env[name] || this.env[`${name}_FILE`]);
  }

  /** The path in `NAME_FILE`, or null. */
  fileOf(name: VariableName): string | null {
    return this.env[`${name}_FILE`] || null;
  }

  /** Empty counts as unset. */
  private text(name: VariableName): string | null {
    const text = this.env[name] || null;
    const { secret, file } = byName.get(name) ?? {};
    const path = secret || file ? this.env[`${name}_FILE`] : undefined;
    if (!path) return text;
    if (text) throw new ConfigurationError(name, `expected either ${name} or ${name}_FILE, not both`);
    return this.fileText(name, path);
  }

  /** The path stays unmentioned: it may be a secret that was put into the wrong variable. */
  private fileText(name: VariableName, path: string): string {
    let text: string;
    try {
      text = this.readFile(path);
    } catch {
      throw new ConfigurationError(`${name}_FILE`, 'expected the path of a file that can be read');
    }
    const trimmed = text.replace(/[\r\n]+$/, '');
    if (!trimmed) throw new ConfigurationError(`${name}_FILE`, 'expected a file that is not empty');
    return trimmed;
  }
}
