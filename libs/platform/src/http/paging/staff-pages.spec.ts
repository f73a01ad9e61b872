import { staffPageQuery, staffPageRequest } from './staff-pages.js';

const requested = (query: Record<string, string>) => staffPageRequest(staffPageQuery.parse(query));

describe('a staff list', () => {
  it('is read by cursor unless a page is named', () => {
    expect(requested({})).toEqual({ limit: 20, after: null, offset: null });
    const id = '01JD0000000000000000000000';
    const cursor = Buffer.from(id).toString('base64url');
    expect(requested({ limit: '5', cursor })).toEqual({ limit: 5, after: id, offset: null });
  });

  it('is read by page, counted from one', () => {
    expect(requested({ page: '1' })).toEqual({ limit: 20, after: null, offset: 0 });
    expect(requested({ page: '3', pageSize: '10' })).toEqual({ limit: 10, after: null, offset: 20 });
    expect(requested({ pageSize: '10' })).toEqual({ limit: 10, after: null, offset: 0 });
  });

  it.each([{ page: '0' }, { page: '1.5' }, { pageSize: '0' }, { pageSize: '101' }, { limit: '101' }, { cursor: 'x' }])(
    'refuses %j',
    (query) => {
      expect(staffPageQuery.safeParse(query).success).toBe(false);
    },
  );
});
