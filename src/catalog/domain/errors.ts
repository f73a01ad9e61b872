import { DomainError } from '#kernel';

export class ProductNotFound extends DomainError {
  constructor() {
    super({ code: 2001, kind: 'not-found', zh: '商品不存在', en: 'Product not found' });
  }
}

export class RevisionIsOver extends DomainError {
  /** @param revision the present one */
  constructor(revision: number) {
    super(
      { code: 404, kind: 'not-found', zh: '目录版本已过期', en: 'This revision of the catalogue is over' },
      { revision },
    );
  }
}

export class SkuNotFound extends DomainError {
  constructor(skuId: string) {
    super({ code: 2002, kind: 'not-found', zh: 'SKU 不存在', en: 'SKU not found' }, { skuId });
  }
}

export class ProductCodesLeadNowhere extends DomainError {
  constructor() {
    super({
      code: 404,
      kind: 'not-found',
      zh: '小程序码的页面未配置或未发布',
      en: 'The page of mini-program codes is not configured or not published',
    });
  }
}

export class CategoryNotFound extends DomainError {
  constructor() {
    super({ code: 404, kind: 'not-found', zh: '分类不存在', en: 'Category not found' });
  }
}

/** What a product is to belong to. */
export class NoSuchCategory extends DomainError {
  constructor() {
    super({ code: 400, kind: 'invalid', zh: '分类不存在', en: 'There is no such category', field: 'categoryId' });
  }
}

export class CategoryInUse extends DomainError {
  constructor() {
    super({
      code: 409,
      kind: 'conflict',
      zh: '分类下还有商品，不能删除',
      en: 'The category still has products and cannot be deleted',
    });
  }
}

export class SkuCountOutOfRange extends DomainError {
  constructor() {
    super({
      code: 400,
      kind: 'invalid',
      zh: '商品须有 1 至 100 个 SKU',
      en: 'A product has 1 to 100 SKUs',
      field: 'skus',
    });
  }
}

export class PriceOutOfRange extends DomainError {
  constructor() {
    super({
      code: 400,
      kind: 'invalid',
      zh: '价格须在 0.01 元至 100 万元之间',
      en: 'A price is between 0.01 and 1,000,000 CNY',
      field: 'skus',
    });
  }
}

export class BlankName extends DomainError {
  constructor(field: 'name' | 'skus') {
    super({ code: 400, kind: 'invalid', zh: '名称不能为空', en: 'A name cannot be blank', field });
  }
}
