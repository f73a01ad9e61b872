import { Ajv, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface AsyncApiMessage {
  readonly name: string;
  readonly payload: object;
}

/** docs/asyncapi.json as it is committed. */
export const asyncApiDocument = JSON.parse(readFileSync(join(__dirname, '../../docs/asyncapi.json'), 'utf8')) as {
  readonly info: { readonly version: string };
  readonly channels: Readonly<Record<string, object>>;
  readonly components: { readonly messages: Readonly<Record<string, AsyncApiMessage>> };
};

const ajv = new Ajv({ allErrors: true, formats: { 'date-time': (text) => new Date(text).toISOString() === text } });
const validators = new Map<string, ValidateFunction>(
  Object.values(asyncApiDocument.components.messages).map(({ name, payload }) => [name, ajv.compile(payload)]),
);

/** What is wrong with a published event by the document; null when nothing is. */
export function problemWith(event: { readonly type: string }): string | null {
  const validate = validators.get(event.type);
  if (!validate) return `${event.type} is not in docs/asyncapi.json`;
  const isRight: (event: unknown) => boolean = validate;
  return isRight(event) ? null : `${event.type}: ${ajv.errorsText(validate.errors)}`;
}
