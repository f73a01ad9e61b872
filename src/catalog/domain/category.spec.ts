import { Category } from './category.js';
import { BlankName } from './errors.js';

describe('Category', () => {
  const category = () => Category.of({ id: 'c1', name: ' 茶叶 ', sort: 2 });

  it('has a name that is not blank', () => {
    expect(category().state.name).toBe('茶叶');
    expect(() => Category.of({ id: 'c1', name: ' ', sort: 0 })).toThrow(BlankName);
    expect(() => category().change({ name: '' })).toThrow(BlankName);
  });

  it('changes what is named and leaves the rest', () => {
    const changed = category();
    changed.change({ sort: -1 });
    expect(changed.state).toEqual({ id: 'c1', name: '茶叶', sort: -1 });
  });
});
