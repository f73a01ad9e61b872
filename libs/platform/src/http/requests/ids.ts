import { Injectable, Param, type PipeTransform } from '@nestjs/common';

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** An id that cannot exist becomes the empty one, so that it is answered like any other that does not exist. */
@Injectable()
class ExistingIdOrNone implements PipeTransform<string, string> {
  transform(value: string): string {
    return ULID.test(value) ? value : '';
  }
}

/** An id in the path. */
export const IdParam = (name = 'id') => Param(name, ExistingIdOrNone);

export function isId(value: string): boolean {
  return ULID.test(value);
}
