import { Module } from '@nestjs/common';
import type { ContextSchema } from '#platform/database';
import { AddressesController } from './adapters/addresses.controller.js';
import { AskedAddresses } from './adapters/asked-addresses.js';
import { ConsentsController } from './adapters/consents.controller.js';
import { EarlyProfile } from './adapters/early-profile.js';
import { PersonalDataController } from './adapters/personal-data.controller.js';
import { ProfileCopies } from './adapters/profile-copies.js';
import { ProfileController } from './adapters/profile.controller.js';
import { userSchema } from './adapters/schema.js';
import { SealedFields } from './adapters/sealed-fields.js';
import { SeedShoppers } from './adapters/seed-shoppers.js';
import { SqlAddressBooks } from './adapters/sql-address-books.js';
import { SqlConsentBooks } from './adapters/sql-consent-books.js';
import { SqlPhoneIndex } from './adapters/sql-phone-index.js';
import { SqlUserDirectory } from './adapters/sql-user-directory.js';
import { SqlUsers } from './adapters/sql-users.js';
import { UserPersonalData } from './adapters/user-personal-data.js';
import { UserQueries } from './adapters/user.queries.js';
import { WechatContentCheck } from './adapters/wechat-content-check.js';
import { MiniProgramPhone } from './adapters/wechat-phone.js';
import { AddAddress } from './application/add-address.js';
import { BindPhone } from './application/bind-phone.js';
import { ChangeAddress } from './application/change-address.js';
import { ClearAvatarOnMediaRefused } from './application/clear-avatar-on-media-refused.js';
import { ContentCheck } from './application/content-check.js';
import { EraseUser } from './application/erase-user.js';
import { ExportPersonalData } from './application/export-personal-data.js';
import { JoinShop } from './application/join-shop.js';
import { PhoneIndex } from './application/phone-index.js';
import { RecordConsents } from './application/record-consents.js';
import { ReindexPhones } from './application/reindex-phones.js';
import { RemoveAddress } from './application/remove-address.js';
import { ReplayErasures } from './application/replay-erasures.js';
import { UpdateProfile } from './application/update-profile.js';
import { UserDirectory } from './application/user-directory.js';
import { WechatPhone } from './application/wechat-phone.js';
import { AddressBooks } from './domain/address-books.js';
import { ConsentBooks } from './domain/consent-books.js';
import { Users } from './domain/users.js';

@Module({
  controllers: [ProfileController, AddressesController, ConsentsController, PersonalDataController],
  providers: [
    JoinShop,
    UpdateProfile,
    BindPhone,
    AddAddress,
    ChangeAddress,
    RemoveAddress,
    ReindexPhones,
    RecordConsents,
    ExportPersonalData,
    EraseUser,
    ReplayErasures,
    ClearAvatarOnMediaRefused,
    UserQueries,
    ProfileCopies,
    EarlyProfile,
    AskedAddresses,
    SealedFields,
    UserPersonalData,
    SeedShoppers,
    { provide: Users, useClass: SqlUsers },
    { provide: AddressBooks, useClass: SqlAddressBooks },
    { provide: ConsentBooks, useClass: SqlConsentBooks },
    { provide: PhoneIndex, useClass: SqlPhoneIndex },
    { provide: ContentCheck, useClass: WechatContentCheck },
    { provide: WechatPhone, useClass: MiniProgramPhone },
    { provide: UserDirectory, useClass: SqlUserDirectory },
  ],
  exports: [UserDirectory, ReindexPhones, ReplayErasures, SeedShoppers],
})
export class UserModule {
  static readonly schema: ContextSchema = userSchema;
}
