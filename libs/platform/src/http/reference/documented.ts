import { applyDecorators } from '@nestjs/common';
import type * as Swagger from '@nestjs/swagger';

type Marks = (swagger: typeof Swagger) => readonly (ClassDecorator | MethodDecorator)[];

const waiting: ((swagger: typeof Swagger) => void)[] = [];

/**
 * What is said in the API reference alone. It is noted when the class is defined and said when somebody reads the
 * reference: until then a process has no need of what writes one, which is a fifth of everything it could load.
 */
export function Documented(marks: Marks): ClassDecorator & MethodDecorator {
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    waiting.push((swagger) => applyDecorators(...marks(swagger))(target, key, descriptor));
  };
}

/** Loads what writes the reference, once everything is said that it is to read. */
export async function referenceWriter(): Promise<typeof Swagger> {
  const swagger = await import('@nestjs/swagger');
  for (const say of waiting.splice(0)) say(swagger);
  return swagger;
}
