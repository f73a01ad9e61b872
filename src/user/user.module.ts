import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { AddressesController } from './adapters/addresses.controller.js';
import { DatabaseAddressBooks } from './adapters/database-address-books.js';
import { DatabasePhoneIndex } from './adapters/database-phone-index.js';
import { DatabaseUserDirectory } from './adapters/database-user-directory.js';
import { DatabaseUsers } from './adapters/database-users.js';
import { ProfileController } from './adapters/profile.controller.js';
import { userSchema } from './adapters/schema.js';
import { SealedFields } from './adapters/sealed-fields.js';
import { UserQueries } from './adapters/user.queries.js';
import { MiniProgramPhone } from './adapters/wechat-phone.js';
import { AddAddress } from './application/add-address.js';
import { BindPhone } from './application/bind-phone.js';
import { ChangeAddress } from './application/change-address.js';
import { JoinShop } from './application/join-shop.js';
import { PhoneIndex } from './application/phone-index.js';
import { ReindexPhones } from './application/reindex-phones.js';
import { RemoveAddress } from './application/remove-address.js';
import { UpdateProfile } from './application/update-profile.js';
import { UserDirectory } from './application/user-directory.js';
import { WechatPhone } from './application/wechat-phone.js';
import { AddressBooks } from './domain/address-books.js';
import { Users } from './domain/users.js';

@Module({
  controllers: [ProfileController, AddressesController],
  providers: [
    JoinShop,
    UpdateProfile,
    BindPhone,
    AddAddress,
    ChangeAddress,
    RemoveAddress,
    ReindexPhones,
    UserQueries,
    SealedFields,
    { provide: Users, useClass: DatabaseUsers },
    { provide: AddressBooks, useClass: DatabaseAddressBooks },
    { provide: PhoneIndex, useClass: DatabasePhoneIndex },
    { provide: WechatPhone, useClass: MiniProgramPhone },
    { provide: UserDirectory, useClass: DatabaseUserDirectory },
  ],
  exports: [UserDirectory, ReindexPhones],
})
export class UserModule {
  static readonly schema: ContextSchema = userSchema;
}
