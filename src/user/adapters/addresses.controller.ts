import { Body, Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { Answers, CurrentShopper, IdParam, type Shopper, Tag } from '#platform/http';
import { AddAddress } from '../application/add-address.js';
import { ChangeAddress } from '../application/change-address.js';
import { RemoveAddress } from '../application/remove-address.js';
import {
  address,
  addressChanges,
  type AddressChanges,
  addresses,
  newAddress,
  type NewAddress,
} from './addresses.schemas.js';
import { type AddressView, UserQueries } from './user.queries.js';

@Tag('users')
@Controller('users/me/addresses')
export class AddressesController {
  constructor(
    private readonly queries: UserQueries,
    private readonly addAddress: AddAddress,
    private readonly changeAddress: ChangeAddress,
    private readonly removeAddress: RemoveAddress,
  ) {}

  @Get()
  @Answers('Your addresses, newest first', { data: addresses })
  async list(@CurrentShopper() shopper: Shopper): Promise<{ items: AddressView[] }> {
    return { items: await this.queries.addresses(shopper.id) };
  }

  @Post()
  @Answers('Add an address', { status: 201, data: address, refusals: [409, 1001] })
  async add(
    @CurrentShopper() shopper: Shopper,
    @Body({ schema: newAddress }) { isDefault = false, postalCode = null, ...rest }: NewAddress,
  ): Promise<AddressView> {
    const id = await this.addAddress.execute({ userId: shopper.id, address: { ...rest, postalCode }, isDefault });
    return this.queries.address(shopper.id, id);
  }

  @Get(':id')
  @Answers('One of your addresses', { data: address, refusals: [1002] })
  show(@CurrentShopper() shopper: Shopper, @IdParam() id: string): Promise<AddressView> {
    return this.queries.address(shopper.id, id);
  }

  @Put(':id')
  @Answers('Change the named fields of an address', { data: address, refusals: [1001, 1002] })
  async change(
    @CurrentShopper() shopper: Shopper,
    @IdParam() id: string,
    @Body({ schema: addressChanges }) { isDefault, ...changes }: AddressChanges,
  ): Promise<AddressView> {
    await this.changeAddress.execute({ userId: shopper.id, addressId: id, changes, isDefault });
    return this.queries.address(shopper.id, id);
  }

  @Delete(':id')
  @Answers('Remove an address', { refusals: [1001, 1002] })
  async remove(@CurrentShopper() shopper: Shopper, @IdParam() id: string): Promise<void> {
    await this.removeAddress.execute({ userId: shopper.id, addressId: id });
  }
}
