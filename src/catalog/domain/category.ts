import { AggregateRoot } from '#kernel';
import { nameOf } from './name.js';

export interface CategoryState {
  readonly id: string;
  readonly name: string;
  /** Categories are shown from the smallest on. */
  readonly sort: number;
}

/** A shelf of the shop, under which products are found. */
export class Category extends AggregateRoot {
  private constructor(private current: CategoryState) {
    super();
  }

  /** @throws BlankName */
  static of({ id, name, sort }: CategoryState): Category {
    return new Category({ id, name: nameOf(name), sort });
  }

  get state(): CategoryState {
    return this.current;
  }

  /** Changes what is named and leaves the rest. @throws BlankName */
  change(changes: Partial<Omit<CategoryState, 'id'>>): void {
    this.current = Category.of({ ...this.current, ...changes }).state;
  }
}
