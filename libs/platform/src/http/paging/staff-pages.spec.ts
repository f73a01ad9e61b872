import { InvalidRequest } from '../answers/generic-errors.js';
import { staffPageQuery, staffPageRequest } from './staff-pages.js';

const requested = (query: Record<string, string>) => staffPageRequest(staffPageQuery.parse(query));

describe('a staff list', () => {
  it('is read by cursor unless a page is named', () => {
    expect(requested({})).toEqual({ limit: 20, after: null, offset: null });
    expect(requested({ limit: '5', cursor })).toEqual({ limit: 5, after: id, offset: null });
  });

  it('is read by page, counted from one', () => {
    expect(requested({ page: '1' })).toEqual({ limit: 20, after: null, offset: 0 });
    expect(requested({ page: '3', pageSize: '10' })).toEqual({ limit: 10, after: null, offset: 20 });
    expect(requested({ pageSize: '10' })).toEqual({ limit: 10, after: null, offset: 0 });
  });

  const id = '01JD0000000000000000000000';
  const cursor = Buffer.from(id).toString('base64url');

  it('goes on after a cursor also where the size of its pages is named', () => {
    expect(requested({ pageSize: '5', cursor })).toEqual({ limit: 5, after: id, offset: 0 });
  });

  it('is not asked for by page and cursor at once', () => {
    expect(() => requested({ page: '2', cursor })).toThrow(InvalidRequest);
  });

  it.each([{ page: '0' }, { page: '1.5' }, { pageSize: '0' }, { pageSize: '101' }, { limit: '101' }, { cursor: 'x' }])(
    'refuses %j',
    (query) => {
      expect(staffPageQuery.safeParse(query).success).toBe(false);
    },
  );
});
