import { Controller, Get, StreamableFile } from '@nestjs/common';
import { AnswersImage, ForStaff, IdParam, Tag } from '#platform/http';
import { ProductCodes } from '../application/product-codes.js';
import { StaffCatalogQueries } from './staff-catalog.queries.js';

@Tag('catalog')
@Controller('admin/products')
export class ProductCodesController {
  constructor(
    private readonly codes: ProductCodes,
    private readonly queries: StaffCatalogQueries,
  ) {}

  @Get(':id/wxacode')
  @ForStaff('catalog:read')
  @AnswersImage('A mini-program code that leads to the product; 404 without WECHAT_PRODUCT_PAGE', {
    refusals: [2001, 6001, 6002],
  })
  async code(@IdParam() id: string): Promise<StreamableFile> {
    await this.queries.product(id);
    const { bytes, contentType } = await this.codes.codeOf(id);
    return new StreamableFile(bytes, { type: contentType, length: bytes.length });
  }
}
