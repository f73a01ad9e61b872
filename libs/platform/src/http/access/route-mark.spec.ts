import { type ExecutionContext, SetMetadata, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RouteMark } from './route-mark.js';

const Mark = (mark: string) => SetMetadata('mark', mark);

class Base {
  plain() {}
  @Mark('handler')
  marked() {}
}
@Mark('tea')
class Tea extends Base {}
@Mark('cups')
class Cups extends Base {}

describe('the mark of a route', () => {
  const reflector = new Reflector();
  const look = jest.spyOn(reflector, 'getAllAndOverride');
  let mark: RouteMark<string>;
  beforeEach(() => {
    look.mockClear();
    mark = new RouteMark(reflector, 'mark');
  });
  const of = (controller: Type, handler: keyof Base) =>
    mark.of({ getHandler: () => Base.prototype[handler], getClass: () => controller } as unknown as ExecutionContext);

  it('is that of its handler, or else of its controller, also where controllers share a handler', () => {
    expect([of(Tea, 'marked'), of(Tea, 'plain'), of(Cups, 'plain'), of(Base, 'plain')]).toEqual([
      'handler',
      'tea',
      'cups',
      undefined,
    ]);
  });

  it('is looked up once, also where there is none', () => {
    for (let turn = 0; turn < 3; turn++) expect([of(Tea, 'plain'), of(Base, 'plain')]).toEqual(['tea', undefined]);
    expect(look).toHaveBeenCalledTimes(2);
  });
});
