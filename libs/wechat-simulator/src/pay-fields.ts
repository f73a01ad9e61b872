import { PayError } from './wechat-errors.js';

interface TextRule {
  min?: number;
  max: number;
  pattern?: RegExp;
}

/** Reads a JSON object field by field; whatever breaks a rule is a PARAM_ERROR that names the field. */
export class PayFields {
  private constructor(
    private readonly values: Record<string, unknown>,
    private readonly path: string,
  ) {}

  static parse(body: string): PayFields {
    try {
      return PayFields.from(JSON.parse(body), '');
    } catch (error) {
      if (error instanceof PayError) throw error;
      throw new PayError('PARAM_ERROR', '请求体不是合法的JSON', { location: 'body' });
    }
  }

  private static from(value: unknown, path: string): PayFields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new PayError('PARAM_ERROR', '参数错误', { field: path || '/', issue: 'not an object', location: 'body' });
    }
    return new PayFields(value as Record<string, unknown>, path);
  }

  text(name: string, rule: TextRule): string {
    const value = this.optionalText(name, rule);
    return value ?? this.refuse(name, 'missing');
  }

  optionalText(name: string, { min = 1, max, pattern }: TextRule): string | undefined {
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return this.refuse(name, 'not a string');
    const length = [...value].length;
    if (length < min || length > max) return this.refuse(name, `length is not ${min} to ${max}`);
    if (pattern && !pattern.test(value)) return this.refuse(name, `does not match ${pattern.source}`);
    return value;
  }

  /** An amount in fen. */
  fen(name: string): number {
    const value = this.values[name];
    if (typeof value !== 'number' || !Number.isInteger(value)) return this.refuse(name, 'not an integer');
    if (value <= 0 || value > 2_147_483_647) return this.refuse(name, 'out of range');
    return value;
  }

  object(name: string): PayFields {
    return PayFields.from(this.values[name], `${this.path}/${name}`);
  }

  optionalObject(name: string): PayFields | undefined {
    return this.values[name] === undefined ? undefined : this.object(name);
  }

  refuse(name: string, issue: string): never {
    const field = `${this.path}/${name}`;
    throw new PayError('PARAM_ERROR', `参数错误：${field} ${issue}`, {
      field,
      value: this.values[name],
      issue,
      location: 'body',
    });
  }
}
